package org.carerrecord.hospitaldischarge.resource;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.datatype.Dates;
import org.carerrecord.hospitaldischarge.datatype.Identifiers;
import org.carerrecord.hospitaldischarge.datatype.Losses;
import org.carerrecord.hospitaldischarge.datatype.Tables;
import org.carerrecord.hospitaldischarge.datatype.Telling;
import org.carerrecord.hospitaldischarge.segment.Repetition;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterHospitalizationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * PV1 to Encounter (v2-to-FHIR, PV1[Encounter]); the trigger says how far the stay has come.
 *
 * <p>PV1-14 is kept as words: whether a sender means the NHS source of admission or HL7 table 0023 is not said.
 */
final class EncounterMapper {

    private static final Set<Integer> CARRIED = Set.of(1, 2, 3, 10, 14, 19, 36, 44, 45);

    private static final String V2_0203 = "http://terminology.hl7.org/CodeSystem/v2-0203";

    private static final Coding UNKNOWN_CLASS = new Coding(Systems.V2_0004, "U", "Unknown");

    /** A stay under the sender's key. */
    record Stay(String key, Encounter encounter) {}

    private final Telling telling;
    private final Losses losses;

    EncounterMapper(Telling telling, Losses losses) {
        this.telling = telling;
        this.losses = losses;
    }

    /** Empty when there is no stay to tell of, or, with a loss, nothing that tells it from another. */
    Optional<Stay> map(Segment pv1) {
        Optional<Repetition> number = pv1.first(19).filter(cx -> cx.component(1).isPresent());
        if (number.isEmpty() && isAboutThePersonOnly()) {
            return Optional.empty();
        }
        Optional<String> key = number.map(cx -> cx.text(4) + "|" + cx.text(1))
                .or(() -> Dates.dateTime(pv1, 44, losses).map(start -> "admitted:" + start.getValueAsString()));
        if (key.isEmpty()) {
            losses.add(pv1.place(), "neither visit number nor time of admission tells this stay from another");
        }
        return key.map(known -> new Stay(known, encounter(pv1, number)));
    }

    /** A28 and A31 carry a PV1 only because their structure asks for one (HL7 v2 chapter 3). */
    private boolean isAboutThePersonOnly() {
        return Set.of("A28", "A31").contains(telling.trigger());
    }

    private Encounter encounter(Segment pv1, Optional<Repetition> number) {
        Encounter encounter = new Encounter();
        number.flatMap(cx -> Identifiers.local(cx, telling.ods(), losses)).ifPresent(identifier -> {
            encounter.addIdentifier(visit(identifier));
        });
        encounter.setStatus(status(pv1));
        encounter.setClass_(patientClass(pv1));
        pv1.first(10).ifPresent(service -> encounter.setServiceType(words(service)));
        encounter.setSubject(Telling.patient());
        Dates.dateTime(pv1, 44, losses).ifPresent(start -> encounter.getPeriod().setStartElement(start));
        if (encounter.getStatus() == EncounterStatus.FINISHED) {
            Dates.dateTime(pv1, 45, losses)
                    .ifPresent(end -> encounter.getPeriod().setEndElement(end));
        } else if (pv1.isPresent(45)) {
            losses.add(pv1.place(45), "a time of discharge in a message that tells of no discharge");
        }
        hospitalization(pv1).ifPresent(encounter::setHospitalization);
        pv1.first(3)
                .flatMap(EncounterMapper::location)
                .ifPresent(ward -> encounter.addLocation().setLocation(ward));
        encounter.setServiceProvider(telling.teller());
        losses.addUnread(pv1, CARRIED);
        return encounter;
    }

    private static Identifier visit(Identifier identifier) {
        identifier.setType(new CodeableConcept(new Coding(V2_0203, "VN", "Visit number")));
        return identifier;
    }

    /** A03 means that the stay is over, whatever PV1-45 says. */
    private EncounterStatus status(Segment pv1) {
        return switch (telling.trigger()) {
            case "A03" -> EncounterStatus.FINISHED;
            case "A05" -> EncounterStatus.PLANNED;
            case "A01" -> EncounterStatus.INPROGRESS;
            case "A04" -> byClass(pv1);
            default -> pv1.isPresent(45) ? EncounterStatus.FINISHED : byClass(pv1);
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

    private Optional<EncounterHospitalizationComponent> hospitalization(Segment pv1) {
        EncounterHospitalizationComponent hospitalization = new EncounterHospitalizationComponent();
        pv1.first(14).ifPresent(source -> hospitalization.setAdmitSource(words(source)));
        Optional<Coding> destination = pv1.text(36).flatMap(Tables::dischargeDestination);
        destination.map(CodeableConcept::new).ifPresent(hospitalization::setDischargeDisposition);
        if (destination.isEmpty() && pv1.isPresent(36)) {
            losses.add(pv1.place(36), "not a discharge destination of the NHS Data Dictionary");
        }
        return Optional.of(hospitalization).filter(said -> !said.isEmpty());
    }

    private static CodeableConcept words(Repetition coded) {
        return new CodeableConcept().setText(coded.component(2).orElse(coded.text(1)));
    }

    /** PL, for example {@code RZ1^WARD 3^BED 2^RZ101}: point of care, room, bed, facility; named, not a resource. */
    private static Optional<Reference> location(Repetition place) {
        String display = Stream.of(1, 2, 3, 4)
                .map(place::text)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return display.isEmpty() ? Optional.empty() : Optional.of(new Reference().setDisplay(display));
    }
}
