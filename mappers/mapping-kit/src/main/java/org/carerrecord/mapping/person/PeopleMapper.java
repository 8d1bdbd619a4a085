package org.carerrecord.mapping.person;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.document.Document;
import org.carerrecord.mapping.document.Entry;
import org.carerrecord.mapping.document.References;
import org.carerrecord.mapping.document.Typed;
import org.carerrecord.mapping.person.Subjects.Subject;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;

/** The people of a FHIR document, and who is related to each of them. */
public final class PeopleMapper {

    /**
     * What a document tells of one person.
     *
     * @param patient the person, with those who are only to be called or who care by contract as contacts
     */
    public record Told(Patient patient, List<Keyed> related) {

        public Told {
            related = List.copyOf(related);
        }

        /** Never the content: a record's text ends in logs. */
        @Override
        public String toString() {
            return "Told[" + related.size() + "]";
        }
    }

    /**
     * Somebody related.
     *
     * @param key the sender's own key for the person
     */
    public record Keyed(String key, RelatedPerson person) {

        /** Never the content: a record's text ends in logs. */
        @Override
        public String toString() {
            return "Keyed";
        }
    }

    private final Sender sender;
    private final Losses losses;
    private final Subjects subjects;
    private final PatientMapper patients;
    private final Map<Subject, List<Party>> related = new LinkedHashMap<>();

    /** Whether a sender has the same id for the same resource each time, or new ones in each document. */
    public enum Ids {
        LASTING,
        OF_THE_DOCUMENT
    }

    public PeopleMapper(Document document, Ids ids, FhirContext r4, Sender sender, Losses losses) {
        this.sender = sender;
        this.losses = losses;
        this.subjects = new Subjects(document);
        Typed typed = new Typed(r4, losses);
        Identifiers identifiers = new Identifiers(sender, losses);
        References references = new References(document.entries());
        Extensions extensions = new Extensions(references, losses);
        PartyReader parties = new PartyReader(typed, ids, identifiers, extensions, references, losses);
        this.patients = new PatientMapper(typed, identifiers, extensions, references, parties, losses);
        document.all("RelatedPerson")
                .forEach(entry -> about(entry, "patient").ifPresent(subject -> parties.relatedPerson(entry)
                        .ifPresent(party -> related.computeIfAbsent(subject, any -> new ArrayList<>())
                                .add(party))));
    }

    /**
     * Whom an entry is about; empty, with a loss, when it does not tell.
     *
     * @param element the element that refers to the person, for example {@code subject}
     */
    public Optional<Subject> about(Entry entry, String element) {
        Optional<Subject> subject = subjects.of(entry, element);
        if (subject.isEmpty()) {
            losses.add(entry.place() + "." + element, "it does not tell which person of the document it is about");
        }
        return subject;
    }

    /** Everybody whom the document is about, as far as its entries were asked. */
    public List<Subject> subjects() {
        return subjects.all();
    }

    /** @throws Fault INVALID or MISSING at the identifier of the Patient */
    public Told told(Subject subject) {
        PatientMapper.Read read = subject.entry().map(patients::map).orElseGet(() -> numberOnly(subject));
        List<Party> named = new ArrayList<>(related.getOrDefault(subject, List.of()));
        named.addAll(read.contacts());
        if (read.restricted() && !named.isEmpty()) {
            losses.add("RelatedPerson", "the person is restricted: nobody related to them is taken");
            named.clear();
        }
        ContactMapper contacts = new ContactMapper(losses);
        named.stream()
                .filter(Party::isContact)
                .flatMap(party -> contacts.map(party).stream())
                .forEach(read.patient()::addContact);
        return new Told(read.patient(), keyed(subject, read.patient(), named));
    }

    private List<Keyed> keyed(Subject subject, Patient patient, List<Party> named) {
        List<Person> people =
                Person.of(named.stream().filter(party -> !party.isContact()).toList());
        RelatedPersonMapper mapper = new RelatedPersonMapper(sender, losses);
        return people.stream()
                .map(person -> new Keyed(person.key(people), mapper.map(person, subject.link(), patient.getAddress())))
                .toList();
    }

    private static PatientMapper.Read numberOnly(Subject subject) {
        List<Identifier> number = subject.number().stream()
                .map(known -> new Identifier().setSystem(Systems.NHS_NUMBER).setValue(known.value()))
                .toList();
        return new PatientMapper.Read(PatientMapper.of(number), List.of(), false);
    }
}
