package org.carerrecord.gprecord;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.carerrecord.gprecord.coded.FlagMapper;
import org.carerrecord.gprecord.coded.StatementReader;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.document.Document;
import org.carerrecord.mapping.document.Entry;
import org.carerrecord.mapping.document.Moments;
import org.carerrecord.mapping.person.PeopleMapper;
import org.carerrecord.mapping.person.Subjects.Subject;

/** A record of general practice or PDS to what it says: the people, who is related to them, and who is or has a carer. */
final class RecordMapper {

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

    private final Document document;
    private final PeopleMapper people;
    private final FlagMapper flags;
    private final Losses losses;

    RecordMapper(Document document, FhirContext r4, Sender sender, Losses losses) {
        this.document = document;
        this.people = new PeopleMapper(document, r4, sender, losses);
        this.flags = new FlagMapper(sender, losses);
        this.losses = losses;
    }

    Understood map() {
        Map<Subject, List<Entry>> coded = new HashMap<>();
        document.entries().stream().filter(StatementReader::isAboutCarers).forEach(entry -> people.about(
                        entry, "subject")
                .ifPresent(subject ->
                        coded.computeIfAbsent(subject, any -> new ArrayList<>()).add(entry)));
        List<Said> patients = new ArrayList<>();
        List<Said> about = new ArrayList<>();
        int first = people.subjects().size() + 1;
        for (Subject subject : people.subjects()) {
            PeopleMapper.Told told = people.told(subject);
            patients.add(new Said(subject.link(), "", told.patient()));
            told.related()
                    .forEach(one -> about.add(new Said(Said.link(first + about.size()), one.key(), one.person())));
            flags.map(subject.link(), coded.getOrDefault(subject, List.of()))
                    .forEach((meaning, flag) -> about.add(new Said(Said.link(first + about.size()), meaning, flag)));
        }
        outside();
        if (patients.isEmpty()) {
            losses.add("body", "it tells of nobody; that takes nothing back");
        }
        Optional<Instant> saidAt = saidAt();
        return new Understood(
                saidAt, Stream.concat(patients.stream(), about.stream()).toList(), List.of());
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
