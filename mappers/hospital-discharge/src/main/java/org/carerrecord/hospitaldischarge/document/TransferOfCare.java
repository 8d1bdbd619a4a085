package org.carerrecord.hospitaldischarge.document;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.document.Document;
import org.carerrecord.mapping.document.Entry;
import org.carerrecord.mapping.document.Moments;
import org.carerrecord.mapping.document.Outside;
import org.carerrecord.mapping.person.PeopleMapper.Keyed;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.Systems;

/**
 * Transfer of Care inpatient eDischarge documents (ITK3, FHIR STU3) and documents of UK Core (R4) of the same shape: a Bundle
 * with a Composition of the type discharge summary.
 */
public final class TransferOfCare {

    private static final String DISCHARGE_SUMMARY = "373942005";

    private static final Set<String> TAKEN = Set.of("Composition", "RelatedPerson", "Location");

    private final FhirContext r4;

    /** @param r4 HAPI's model of R4, which takes long to read and is shared */
    public TransferOfCare(FhirContext r4) {
        this.r4 = r4;
    }

    /** Whether the document is a discharge summary. */
    public static boolean isOne(Document document) {
        return composition(document).isPresent();
    }

    private static Optional<Entry> composition(Document document) {
        return document.first("Composition").filter(composition -> composition
                .resource()
                .path("type")
                .path("coding")
                .valueStream()
                .anyMatch(
                        coding -> Systems.SNOMED_CT.equals(coding.path("system").asText())
                                && DISCHARGE_SUMMARY.equals(coding.path("code").asText())));
    }

    /**
     * What the document says of the patient, of those related, of the stay, and what is asked of patient or carer.
     *
     * @param read a document that is a discharge summary
     * @throws Fault MISSING at the subject of the Composition; INVALID or MISSING at the identifier of the Patient; UNREADABLE at
     *     the place of a resource
     */
    public Mapped<Understood> understand(Mapped<Document> read, Sender sender) {
        Document document = read.value();
        Losses losses = new Losses(read.losses());
        Entry composition = composition(document).orElseThrow();
        DocumentSubject subject = new DocumentSubject(document, composition, "subject", r4, sender, losses);
        List<Sections> sections = Sections.of(composition, losses);
        List<Keyed> related =
                new PossibleCarers(subject.patient(), subject.link(), losses).with(subject.related(), sections);
        List<Said> said = new ArrayList<>(subject.said(related, composition));
        CarerActions.of(sections, subject.link(), sender)
                .ifPresent(actions ->
                        said.add(new Said(subject.next(said), "actions " + key(document, composition), actions)));
        Optional<Entry> stay = subject.stay(composition);
        Outside.state(
                document,
                entry -> TAKEN.contains(entry.type())
                        || subject.isAbout(entry)
                        || stay.filter(entry::equals).isPresent(),
                losses);
        if (!sections.isEmpty()) {
            losses.add(
                    composition.place() + ".section",
                    "of the narrative only who cares, and what is asked of patient or carer, is carried");
        }
        return new Mapped<>(new Understood(saidAt(document, composition, losses), said, List.of()), losses.all());
    }

    /** The number of the document's contents, which stays when it is sent in a new bundle. */
    private static String key(Document document, Entry composition) {
        return Entry.text(composition.resource().path("identifier"), "value")
                .or(document::identifier)
                .orElse("");
    }

    private static Optional<Instant> saidAt(Document document, Entry composition, Losses losses) {
        Optional<Instant> at = Entry.text(composition.resource(), "date")
                .flatMap(Moments::of)
                .or(() -> document.at().flatMap(Moments::of))
                .map(StatedTime::instant);
        if (at.isEmpty()) {
            losses.add(composition.place() + ".date", "no readable time says when this was so");
        }
        return at;
    }
}
