package org.carerrecord.hospitaldischarge.resource;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.datatype.Carried;
import org.carerrecord.hospitaldischarge.datatype.Components;
import org.carerrecord.hospitaldischarge.datatype.Concepts;
import org.carerrecord.hospitaldischarge.datatype.Dates;
import org.carerrecord.hospitaldischarge.datatype.Identifiers;
import org.carerrecord.hospitaldischarge.datatype.Tables;
import org.carerrecord.hospitaldischarge.datatype.Telling;
import org.carerrecord.hospitaldischarge.segment.Repetition;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Said;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * PV1 and PV2 to Encounter (v2-to-FHIR, PV1[Encounter] and PV2[Encounter]); the trigger says how far the stay has come.
 *
 * <p>PV1-4 is kept as words unless it names a system: whether a sender means the NHS admission method or HL7 table 0007 is not
 * said.
 */
final class EncounterMapper {

    private static final Carried PV1 = new Carried(Set.of(1, 2, 3, 4, 6, 10, 14, 19, 36, 44, 45), Set.of(7, 8, 9, 17));
    private static final Carried PV2 = new Carried(Set.of(3, 8, 9), Set.of());
    private static final Set<Integer> OF_PLACE = Set.of(1, 2, 3, 4);

    private static final String V2_0203 = "http://terminology.hl7.org/CodeSystem/v2-0203";

    private static final Coding UNKNOWN_CLASS = new Coding(Systems.V2_0004, "U", "Unknown");

    /** What a cancelled discharge takes back. */
    private static final Set<String> DISCHARGE =
            Set.of("status", "period.end", "hospitalization.dischargeDisposition", "hospitalization.destination");

    /**
     * A stay under the sender's key.
     *
     * @param emptied what the event takes back of what was said of the stay before
     */
    record Stay(String key, Encounter encounter, Set<String> emptied) {}

    private final Telling telling;
    private final Losses losses;

    EncounterMapper(Telling telling, Losses losses) {
        this.telling = telling;
        this.losses = losses;
    }

    /** Empty when there is no stay to tell of, or, with a loss, nothing that tells it from another. */
    Optional<Stay> map(Optional<Segment> pv1, Optional<Segment> pv2) {
        Optional<Stay> stay = pv1.flatMap(segment -> stay(segment, pv2));
        if (stay.isEmpty()) {
            pv2.ifPresent(segment -> Carried.NOTHING.lose(segment, losses));
        }
        return stay;
    }

    private Optional<Stay> stay(Segment pv1, Optional<Segment> pv2) {
        Optional<Repetition> number = pv1.first(19).filter(cx -> cx.component(1).isPresent());
        if (number.isEmpty() && telling.trigger().isAboutThePersonOnly()) {
            return Optional.empty();
        }
        Optional<String> key = number.map(cx -> cx.text(4) + "|" + cx.text(1))
                .or(() -> Dates.dateTime(pv1, 44, losses).map(start -> "admitted:" + start.getValueAsString()));
        if (key.isEmpty()) {
            losses.add(pv1.place(), "neither visit number nor time of admission tells this stay from another");
        }
        return key.map(known -> new Stay(known, encounter(pv1, pv2, number), emptied()));
    }

    private Set<String> emptied() {
        return switch (telling.trigger().stay()) {
            case OPEN_AGAIN -> DISCHARGE;
            case CANCELLED -> Set.of("status");
            default -> Set.of();
        };
    }

    private Encounter encounter(Segment pv1, Optional<Segment> pv2, Optional<Repetition> number) {
        Encounter encounter = new Encounter();
        number.flatMap(cx -> Identifiers.local(cx, telling.sender().ods(), losses))
                .ifPresent(identifier -> {
                    encounter.addIdentifier(visit(identifier));
                });
        encounter.setStatus(status(pv1));
        encounter.setClass_(patientClass(pv1));
        Concepts.of(pv1, 4, losses).ifPresent(encounter::addType);
        Concepts.of(pv1, 10, losses).ifPresent(encounter::setServiceType);
        encounter.setSubject(new Reference(Said.PATIENT));
        Participants.of(pv1, telling.sender().ods(), losses).forEach(encounter::addParticipant);
        Dates.dateTime(pv1, 44, losses).ifPresent(start -> encounter.getPeriod().setStartElement(start));
        if (encounter.getStatus() == EncounterStatus.FINISHED) {
            Dates.dateTime(pv1, 45, losses)
                    .ifPresent(end -> encounter.getPeriod().setEndElement(end));
        } else if (pv1.isPresent(45)) {
            losses.add(pv1.place(45), "a time of discharge in a message that tells of no discharge");
        }
        pv2.flatMap(segment -> Concepts.of(segment, 3, losses)).ifPresent(encounter::addReasonCode);
        Hospitalizations.of(pv1, telling.trigger(), losses).ifPresent(encounter::setHospitalization);
        locations(pv1).forEach(encounter::addLocation);
        encounter.setServiceProvider(telling.sender().reference());
        PV1.lose(pv1, losses);
        pv2.ifPresent(this::lost);
        return encounter;
    }

    /** The two expected times would need extensions of R5 (v2-to-FHIR, PV2[Encounter]). */
    private void lost(Segment pv2) {
        if (pv2.isPresent(8)) {
            losses.add(pv2.place(8), "FHIR R4 has no element for an expected time of admission");
        }
        if (pv2.isPresent(9)) {
            losses.add(pv2.place(9), "FHIR R4 has no element for an expected time of discharge");
        }
        PV2.lose(pv2, losses);
    }

    private static Identifier visit(Identifier identifier) {
        identifier.setType(new CodeableConcept(new Coding(V2_0203, "VN", "Visit number")));
        return identifier;
    }

    /** A03 means that the stay is over, whatever PV1-45 says; A13 that it is not, whatever PV1-45 says. */
    private EncounterStatus status(Segment pv1) {
        return switch (telling.trigger().stay()) {
            case OVER -> EncounterStatus.FINISHED;
            case PLANNED -> EncounterStatus.PLANNED;
            case BEGUN, OPEN_AGAIN -> EncounterStatus.INPROGRESS;
            case CANCELLED -> EncounterStatus.CANCELLED;
            case GOES_ON, NONE -> byClass(pv1);
            case AS_TOLD -> pv1.isPresent(45) ? EncounterStatus.FINISHED : byClass(pv1);
        };
    }

    /** v2-to-FHIR, table PatientClass[EncounterStatus]: planned for a preadmission, else in progress. */
    private static EncounterStatus byClass(Segment pv1) {
        return switch (pv1.text(2).orElse("")) {
            case "P" -> EncounterStatus.PLANNED;
            case "U" -> EncounterStatus.UNKNOWN;
            default -> EncounterStatus.INPROGRESS;
        };
    }

    private Coding patientClass(Segment pv1) {
        Optional<Coding> known = pv1.text(2).flatMap(Tables::encounterClass);
        if (known.isEmpty()) {
            losses.add(pv1.place(2), "the patient class is absent or in no table");
        }
        return known.orElseGet(UNKNOWN_CLASS::copy);
    }

    /** PV1-3 and, beside it, PV1-6: where the patient was before. */
    private List<EncounterLocationComponent> locations(Segment pv1) {
        Optional<EncounterLocationComponent> now = pv1.first(3).flatMap(this::location);
        Optional<EncounterLocationComponent> before =
                pv1.first(6).flatMap(this::location).map(place -> place.setStatus(EncounterLocationStatus.COMPLETED));
        if (before.isPresent()) {
            now.ifPresent(place -> place.setStatus(EncounterLocationStatus.ACTIVE));
        }
        return Stream.of(now, before).flatMap(Optional::stream).toList();
    }

    /** PL, for example {@code RZ1^WARD 3^BED 2^RZ101}: point of care, room, bed, facility; named, not a resource. */
    private Optional<EncounterLocationComponent> location(Repetition place) {
        Components.unread(place, OF_PLACE, losses);
        String display = OF_PLACE.stream()
                .sorted()
                .map(place::text)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return Optional.of(display).filter(named -> !named.isEmpty()).map(named -> new EncounterLocationComponent()
                .setLocation(new Reference().setDisplay(named)));
    }
}
