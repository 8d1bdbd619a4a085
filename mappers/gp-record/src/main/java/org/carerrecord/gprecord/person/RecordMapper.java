package org.carerrecord.gprecord.person;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.carerrecord.gprecord.coded.FlagMapper;
import org.carerrecord.gprecord.coded.StatementReader;
import org.carerrecord.gprecord.document.Document;
import org.carerrecord.gprecord.document.Entry;
import org.carerrecord.gprecord.document.Losses;
import org.carerrecord.gprecord.document.Moments;
import org.carerrecord.gprecord.document.References;
import org.carerrecord.gprecord.document.Typed;
import org.carerrecord.gprecord.person.Subjects.Subject;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/** A record of general practice or PDS to what it says: the people, who is related to them, and who is or has a carer. */
public final class RecordMapper {

    /** What others refer to; it is carried as far as they do. */
    private static final Set<String> REFERRED_TO = Set.of("Organization", "Practitioner", "PractitionerRole");

    private static final Set<String> CLINICAL = Set.of(
            "AllergyIntolerance",
            "Condition",
            "DiagnosticReport",
            "DocumentReference",
            "Encounter",
            "Flag",
            "Immunization",
            "List",
            "Medication",
            "MedicationRequest",
            "MedicationStatement",
            "Observation",
            "Procedure",
            "ProcedureRequest",
            "QuestionnaireResponse",
            "ReferralRequest",
            "ServiceRequest",
            "Specimen");

    private final Sender sender;
    private final Losses losses;
    private final Subjects subjects;
    private final Document document;
    private final PatientMapper patients;
    private final PartyReader parties;

    /** What stands on one person's record. */
    private static final class OnRecord {
        private final List<Party> parties = new ArrayList<>();
        private final List<Entry> coded = new ArrayList<>();
    }

    public RecordMapper(Document document, FhirContext r4, Sender sender, Losses losses) {
        this.document = document;
        this.sender = sender;
        this.losses = losses;
        this.subjects = new Subjects(document);
        Typed typed = new Typed(r4, losses);
        Identifiers identifiers = new Identifiers(sender, losses);
        References references = new References(document);
        Extensions extensions = new Extensions(references, losses);
        this.parties = new PartyReader(typed, identifiers, extensions, references, losses);
        this.patients = new PatientMapper(typed, identifiers, extensions, references, parties, losses);
    }

    public Understood map() {
        Map<Subject, OnRecord> records = onRecords();
        Map<Subject, Patient> people = new LinkedHashMap<>();
        List<Said> about = new ArrayList<>();
        int links = subjects.all().size();
        for (Subject subject : subjects.all()) {
            OnRecord record = records.getOrDefault(subject, new OnRecord());
            PatientMapper.Read read = read(subject);
            people.put(subject, read.patient());
            for (Keyed keyed : keyed(subject, record, read)) {
                about.add(new Said(Said.link(++links), keyed.key(), keyed.resource()));
            }
        }
        List<Said> said = new ArrayList<>();
        people.forEach((subject, patient) -> said.add(new Said(subject.link(), "", patient)));
        said.addAll(about);
        outside();
        if (said.isEmpty()) {
            losses.add("body", "it tells of nobody; that takes nothing back");
        }
        return new Understood(saidAt(), said, List.of());
    }

    private record Keyed(String key, Resource resource) {}

    private Map<Subject, OnRecord> onRecords() {
        Map<Subject, OnRecord> records = new LinkedHashMap<>();
        for (Entry entry : document.entries()) {
            if (entry.type().equals("RelatedPerson")) {
                on(entry, "patient", records)
                        .ifPresent(record -> parties.relatedPerson(entry).ifPresent(record.parties::add));
            } else if (StatementReader.isAboutCarers(entry)) {
                on(entry, "subject", records).ifPresent(record -> record.coded.add(entry));
            }
        }
        return records;
    }

    private Optional<OnRecord> on(Entry entry, String name, Map<Subject, OnRecord> records) {
        Optional<Subject> subject = subjects.of(entry, name);
        if (subject.isEmpty()) {
            losses.add(entry.place() + "." + name, "it does not tell which person of the document it is about");
        }
        return subject.map(known -> records.computeIfAbsent(known, any -> new OnRecord()));
    }

    private PatientMapper.Read read(Subject subject) {
        return subject.entry()
                .map(patients::map)
                .orElseGet(() -> new PatientMapper.Read(
                        PatientMapper.of(subject.number().stream()
                                .map(number -> new Identifier()
                                        .setSystem(Systems.NHS_NUMBER)
                                        .setValue(number.value()))
                                .toList()),
                        List.of(),
                        false));
    }

    private List<Keyed> keyed(Subject subject, OnRecord record, PatientMapper.Read read) {
        List<Party> named = new ArrayList<>(record.parties);
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
        List<Person> people =
                Person.of(named.stream().filter(party -> !party.isContact()).toList());
        RelatedPersonMapper related = new RelatedPersonMapper(sender, losses);
        List<Keyed> keyed = new ArrayList<>();
        for (Person person : people) {
            keyed.add(new Keyed(
                    person.key(people),
                    related.map(person, subject.link(), read.patient().getAddress())));
        }
        new FlagMapper(sender, losses)
                .map(subject.link(), record.coded)
                .forEach((meaning, flag) -> keyed.add(new Keyed(meaning, flag)));
        return keyed;
    }

    private Optional<Instant> saidAt() {
        Optional<Instant> at = document.at().flatMap(Moments::of).map(StatedTime::instant);
        if (at.isEmpty()) {
            losses.add("meta.lastUpdated", "no readable time says when this was so");
        }
        return at;
    }

    /** One loss for each type of resource that the record has no room for; the raw document is kept. */
    private void outside() {
        Map<String, Integer> counts = new TreeMap<>();
        for (Entry entry : document.entries()) {
            boolean taken = Set.of("Patient", "RelatedPerson").contains(entry.type())
                    || REFERRED_TO.contains(entry.type())
                    || StatementReader.isAboutCarers(entry);
            if (!taken) {
                counts.merge(entry.type(), 1, Integer::sum);
            }
        }
        counts.forEach((type, count) -> losses.add(
                CLINICAL.contains(type) ? type : "Bundle.entry",
                CLINICAL.contains(type)
                        ? "clinical content is outside the record: " + count + " of this type"
                        : "a resource of another type is kept with the raw document only"));
    }
}
