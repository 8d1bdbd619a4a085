package org.carerrecord.hospitaldischarge.document;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.document.Document;
import org.carerrecord.mapping.document.Entry;
import org.carerrecord.mapping.document.References;
import org.carerrecord.mapping.document.Typed;
import org.carerrecord.mapping.person.Identifiers;
import org.carerrecord.mapping.person.PeopleMapper;
import org.carerrecord.mapping.person.PeopleMapper.Keyed;
import org.carerrecord.mapping.person.Subjects.Subject;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Patient;

/**
 * The one person whom a document or notice is about, and the stay.
 *
 * <p>Keys of what documents say begin with {@code document}: a document that names a wife says nothing of what an ADT message
 * said of her, which stands beside it.
 */
final class DocumentSubject {

    private final Document document;
    private final PeopleMapper people;
    private final Subject subject;
    private final StayMapper stays;
    private final PeopleMapper.Told told;

    /**
     * @param about the entry that says whom the document is about
     * @param element where it does, for example {@code subject}
     * @throws Fault MISSING when it does not; INVALID or MISSING at the identifier of the Patient
     */
    DocumentSubject(Document document, Entry about, String element, FhirContext r4, Sender sender, Losses losses) {
        this.document = document;
        this.people = new PeopleMapper(document, PeopleMapper.Ids.OF_THE_DOCUMENT, r4, sender, losses);
        this.subject = people.about(about, element)
                .orElseThrow(() -> new Fault(
                        FaultKind.MISSING,
                        about.place() + "." + element,
                        "the document does not tell whom it is about"));
        this.stays = new StayMapper(
                new Typed(r4, losses),
                new References(document.entries()),
                new Identifiers(sender, losses),
                sender,
                losses);
        this.told = people.told(subject);
    }

    /** The link of the patient. */
    String link() {
        return subject.link();
    }

    Patient patient() {
        return told.patient();
    }

    List<Keyed> related() {
        return told.related();
    }

    boolean isAbout(Entry patient) {
        return subject.entry().filter(patient::equals).isPresent();
    }

    /** The patient, those related, and the stay that an entry refers to. */
    List<Said> said(List<Keyed> related, Entry entry) {
        List<Said> said = new ArrayList<>();
        said.add(new Said(link(), "", patient()));
        related.forEach(one -> said.add(new Said(next(said), "document " + one.key(), one.person())));
        stay(entry).flatMap(stay -> stays.map(stay, next(said), link())).ifPresent(said::add);
        return said;
    }

    /** The numbered link of what is said next. */
    String next(List<Said> said) {
        return Said.link(people.subjects().size() + said.size());
    }

    Optional<Entry> stay(Entry entry) {
        return Entry.text(entry.resource().path("encounter"), "reference").flatMap(document::referred);
    }
}
