package org.carerrecord.gprecord;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.carerrecord.mapping.document.Outside;
import org.carerrecord.mapping.person.PeopleMapper;
import org.carerrecord.mapping.person.Subjects.Subject;

/** A record of general practice or PDS to what it says: the people, who is related to them, and who is or has a carer. */
final class RecordMapper {

    private static final Set<String> TAKEN = Set.of("Patient", "RelatedPerson", "MessageHeader");

    private final Document document;
    private final PeopleMapper people;
    private final FlagMapper flags;
    private final Losses losses;

    RecordMapper(Document document, FhirContext r4, Sender sender, Losses losses) {
        this.document = document;
        this.people = new PeopleMapper(document, PeopleMapper.Ids.LASTING, r4, sender, losses);
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
        Outside.state(document, entry -> TAKEN.contains(entry.type()) || StatementReader.isAboutCarers(entry), losses);
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
}
