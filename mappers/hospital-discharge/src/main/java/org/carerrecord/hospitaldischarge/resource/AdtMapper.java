package org.carerrecord.hospitaldischarge.resource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.datatype.Addresses;
import org.carerrecord.hospitaldischarge.datatype.Carried;
import org.carerrecord.hospitaldischarge.datatype.Telling;
import org.carerrecord.hospitaldischarge.datatype.Trigger;
import org.carerrecord.hospitaldischarge.party.Parties;
import org.carerrecord.hospitaldischarge.segment.Message;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Merged;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Unlinked;
import org.carerrecord.mapping.Withdrawn;
import org.carerrecord.mapping.Withdrawn.Which;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Patient;

/** One ADT message to what it says: the Patient, whom the NK1s name, and the stay. */
public final class AdtMapper {

    private static final Set<String> CLINICAL = Set.of("AL1", "IAM", "DG1", "DRG", "PR1", "OBX", "PDA", "ACC");
    private static final Set<String> MONEY = Set.of("GT1", "IN1", "IN2", "IN3", "UB1", "UB2");

    private AdtMapper() {}

    /** @throws Fault at PID or PID-3 when nobody is told of, or at PID when more than one person is */
    public static Mapped<Understood> map(Message message, Telling telling) {
        Losses losses = new Losses();
        if (telling.trigger() == Trigger.A37) {
            return unlinked(message, telling, losses);
        }
        Segment pid = onlyPatient(message);
        if (telling.trigger() == Trigger.A29) {
            return deleted(message, pid, telling, losses);
        }
        Optional<Segment> pd1 = message.first("PD1");
        Parties parties = Parties.of(message.all("NK1"), Addresses.of(pid, 11, losses), telling, losses);
        Patient patient = new PatientMapper(telling, losses).map(pid, pd1, parties.contacts());
        Optional<EncounterMapper.Stay> stay =
                new EncounterMapper(telling, losses).map(message.first("PV1"), message.first("PV2"));
        List<Withdrawn> withdrawn = Stream.concat(Emptied.of(pid, pd1, patient).stream(), parties.withdrawn().stream())
                .toList();
        List<Merged> merged = telling.trigger().isMerge() ? Merges.of(message, patient, telling, losses) : List.of();
        Optional<Instant> saidAt = saidAt(message, telling.trigger(), losses);
        outside(message, telling.trigger(), losses);
        return new Mapped<>(new Understood(saidAt, said(patient, parties, stay), withdrawn, merged), losses.all());
    }

    /** Takes back what was said of the person and of who is related to them; the stays stand (HL7 v2 chapter 3, A29). */
    private static Mapped<Understood> deleted(Message message, Segment pid, Telling telling, Losses losses) {
        Patient patient = new PatientMapper(telling, losses).identified(pid);
        List<Withdrawn> withdrawn = Stream.concat(
                        Emptied.all("MSH-9").stream(),
                        Stream.of(new Withdrawn(Said.PATIENT, "RelatedPerson", new Which.All(), "MSH-9")))
                .toList();
        message.all("NK1")
                .forEach(nk1 -> losses.add(nk1.place(), "an event that deletes a person states no associated party"));
        message.all("PV1").forEach(pv1 -> losses.add(pv1.place(), "an event that deletes a person states no stay"));
        Optional<Instant> saidAt = saidAt(message, telling.trigger(), losses);
        outside(message, telling.trigger(), losses);
        return new Mapped<>(
                new Understood(saidAt, List.of(new Said(Said.PATIENT, "", patient)), withdrawn), losses.all());
    }

    /** Two PIDs, each for itself again; the event says nothing else of either (HL7 v2 chapter 3, A37). */
    private static Mapped<Understood> unlinked(Message message, Telling telling, Losses losses) {
        List<Segment> pids = message.all("PID");
        if (pids.size() != 2) {
            FaultKind kind = pids.size() < 2 ? FaultKind.MISSING : FaultKind.INVALID;
            throw new Fault(kind, "PID", "an event that unlinks names two patients");
        }
        PatientMapper patients = new PatientMapper(telling, losses);
        Unlinked two = new Unlinked(patients.identified(pids.get(0)), patients.identified(pids.get(1)), "PID");
        Stream.of("NK1", "PD1", "PV1", "PV2")
                .flatMap(name -> message.all(name).stream())
                .forEach(segment -> losses.add(
                        segment.place(), "an event that unlinks says only that the two patients are not one"));
        Optional<Instant> saidAt = saidAt(message, telling.trigger(), losses);
        outside(message, telling.trigger(), losses);
        return new Mapped<>(Understood.apart(saidAt, two), losses.all());
    }

    private static Segment onlyPatient(Message message) {
        List<Segment> pids = message.all("PID");
        if (pids.isEmpty()) {
            throw new Fault(FaultKind.MISSING, "PID", "the message tells of no patient");
        }
        if (pids.size() > 1) {
            throw new Fault(FaultKind.INVALID, "PID", "the message tells of more than one patient: send each in one");
        }
        return pids.get(0);
    }

    private static List<Said> said(Patient patient, Parties parties, Optional<EncounterMapper.Stay> stay) {
        List<Said> said = new ArrayList<>();
        said.add(new Said(Said.PATIENT, "", patient));
        for (Parties.Keyed related : parties.related()) {
            said.add(new Said(Said.link(said.size() + 1), related.key(), related.person(), related.emptied()));
        }
        stay.ifPresent(known ->
                said.add(new Said(Said.link(said.size() + 1), known.key(), known.encounter(), known.emptied())));
        return said;
    }

    /**
     * When the event happened (EVN-6), else when it was recorded (EVN-2), else when the message was made (MSH-7). EVN-6 of a
     * cancel is when the cancelled event happened (HL7 v2.5, 3.4.1.6), which is before the cancel.
     */
    private static Optional<Instant> saidAt(Message message, Trigger trigger, Losses losses) {
        Optional<Segment> evn = message.first("EVN");
        evn.ifPresent(segment -> Carried.loseRepeated(segment, Set.of(2, 6), losses));
        Carried.loseRepeated(message.header(), Set.of(7, 9, 10), losses);
        Optional<Instant> at = evn.filter(segment -> !trigger.isCancel())
                .flatMap(segment -> moment(segment, 6))
                .or(() -> evn.flatMap(segment -> moment(segment, 2)))
                .or(() -> moment(message.header(), 7));
        if (at.isEmpty()) {
            losses.add("EVN-2", "no readable time says when this was so");
        }
        return at;
    }

    private static Optional<Instant> moment(Segment segment, int field) {
        return segment.text(field).flatMap(StatedTime::of).map(StatedTime::instant);
    }

    /** One loss for each kind of segment that the record has no room for; the raw message is kept. */
    private static void outside(Message message, Trigger trigger, Losses losses) {
        message.segments().stream()
                .map(Segment::name)
                .distinct()
                .filter(name -> !Message.isRead(name) || (name.equals("MRG") && !trigger.isMerge()))
                .forEach(name -> losses.add(name, outside(name)));
        Stream.of("EVN", "PD1", "PV1", "PV2")
                .filter(name -> message.all(name).size() > 1)
                .forEach(name -> losses.add(name, "only the first segment of this name is read"));
        if (!message.unreadable().isEmpty()) {
            losses.add("line " + message.unreadable().get(0), "lines that are no segment are not read");
        }
    }

    private static String outside(String name) {
        if (CLINICAL.contains(name)) {
            return "clinical content is outside the record";
        }
        if (MONEY.contains(name)) {
            return "insurance and accounts are outside the record";
        }
        return name.startsWith("Z")
                ? "a local segment is kept with the raw message only"
                : "the segment is kept with the raw message only";
    }
}
