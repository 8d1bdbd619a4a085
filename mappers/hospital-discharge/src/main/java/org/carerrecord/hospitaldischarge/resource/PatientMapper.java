package org.carerrecord.hospitaldischarge.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.datatype.Addresses;
import org.carerrecord.hospitaldischarge.datatype.Carried;
import org.carerrecord.hospitaldischarge.datatype.Dates;
import org.carerrecord.hospitaldischarge.datatype.Identifiers;
import org.carerrecord.hospitaldischarge.datatype.Languages;
import org.carerrecord.hospitaldischarge.datatype.Names;
import org.carerrecord.hospitaldischarge.datatype.Practitioners;
import org.carerrecord.hospitaldischarge.datatype.Sexes;
import org.carerrecord.hospitaldischarge.datatype.Tables;
import org.carerrecord.hospitaldischarge.datatype.Telecoms;
import org.carerrecord.hospitaldischarge.datatype.Telling;
import org.carerrecord.hospitaldischarge.segment.Repetition;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Sender;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.ContactComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;

/**
 * PID and PD1 to Patient (v2-to-FHIR, PID[Patient] and PD1[Patient]).
 *
 * <p>An NHS number carries no verification status: no field of ADT that is confirmed to hold one is known.
 */
final class PatientMapper {

    private static final Carried PID = new Carried(Set.of(1, 7, 8, 15, 16, 29, 30), Set.of(2, 3, 4, 5, 11, 13, 14, 40));
    private static final Carried PD1 = new Carried(Set.of(), Set.of(3, 4));

    /** Codes of HL7 table 0002 that mean something else in the NHS list: P separated, N not disclosed. */
    private static final Set<String> MARITAL_CODES_OF_TWO_LISTS = Set.of("P", "N");

    private final Telling telling;
    private final Losses losses;

    PatientMapper(Telling telling, Losses losses) {
        this.telling = telling;
        this.losses = losses;
    }

    /**
     * Who is told of, and nothing that is said of them.
     *
     * @throws Fault at PID-3 when nothing identifies the patient
     */
    Patient identified(Segment pid) {
        Patient patient = new Patient();
        patient.getMeta().addProfile(Canonical.Profile.PATIENT);
        identifiers(pid).forEach(patient::addIdentifier);
        return patient;
    }

    /**
     * @param contacts who among the NK1s is held within the Patient
     * @throws Fault at PID-3 when nothing identifies the patient
     */
    Patient map(Segment pid, Optional<Segment> pd1, List<ContactComponent> contacts) {
        Patient patient = identified(pid);
        Names.of(pid, 5, losses).forEach(patient::addName);
        telecoms(pid).forEach(patient::addTelecom);
        Sexes.of(pid, 8, losses).ifPresent(patient::setGender);
        Dates.date(pid, 7, losses).ifPresent(patient::setBirthDateElement);
        deceased(pid).ifPresent(patient::setDeceased);
        Addresses.of(pid, 11, losses).forEach(patient::addAddress);
        maritalStatus(pid).ifPresent(patient::setMaritalStatus);
        contacts.forEach(patient::addContact);
        Languages.of(pid, 15, losses)
                .ifPresent(language -> patient.addCommunication().setLanguage(language));
        pd1.ifPresent(segment -> generalPractitioners(segment).forEach(patient::addGeneralPractitioner));
        PID.lose(pid, losses);
        pd1.ifPresent(segment -> PD1.lose(segment, losses));
        return patient;
    }

    private List<Identifier> identifiers(Segment pid) {
        List<Repetition> numbers = Stream.of(3, 2, 4)
                .flatMap(field -> pid.field(field).stream())
                .filter(cx -> !cx.isNull())
                .toList();
        List<Identifier> identifiers = new ArrayList<>();
        for (Identifier identifier : Identifiers.of(numbers, telling.sender().ods(), losses)) {
            if (identifiers.stream().noneMatch(held -> Identifiers.isSame(held, identifier))) {
                identifiers.add(identifier);
            }
        }
        if (identifiers.isEmpty()) {
            throw numbers.stream().anyMatch(Identifiers::isMeantAsNhsNumber)
                    ? new Fault(FaultKind.INVALID, "PID-3", "the only identifier is an NHS number that cannot be one")
                    : new Fault(FaultKind.MISSING, "PID-3", "nothing identifies the patient");
        }
        if (identifiers.stream().filter(PatientMapper::isNhsNumber).count() > 1) {
            // To choose would be to guess, and a wrong link is far worse than a refused message.
            throw new Fault(FaultKind.INVALID, "PID-3", "two different NHS numbers cannot be one patient's");
        }
        return identifiers;
    }

    private static boolean isNhsNumber(Identifier identifier) {
        return Systems.NHS_NUMBER.equals(identifier.getSystem());
    }

    private List<ContactPoint> telecoms(Segment pid) {
        return Stream.of(
                        Telecoms.of(pid, 13, Optional.of(ContactPointUse.HOME), losses),
                        Telecoms.of(pid, 14, Optional.of(ContactPointUse.WORK), losses),
                        Telecoms.of(pid, 40, Optional.empty(), losses))
                .flatMap(List::stream)
                .toList();
    }

    /** PID-29 is the time of death, PID-30 says whether (HL7 table 0136); a time is enough. */
    private Optional<Type> deceased(Segment pid) {
        Optional<Type> time = Dates.dateTime(pid, 29, losses).map(Type.class::cast);
        Optional<String> indicator = pid.text(30).map(text -> text.toUpperCase(Locale.ROOT));
        if (time.isPresent()) {
            if (indicator.filter("N"::equals).isPresent()) {
                losses.add(pid.place(30), "contradicts the time of death, which is carried");
            }
            return time;
        }
        return indicator.flatMap(text -> switch (text) {
            case "Y" -> Optional.<Type>of(new BooleanType(true));
            case "N" -> Optional.<Type>of(new BooleanType(false));
            default -> {
                losses.add(pid.place(30), "neither Y nor N");
                yield Optional.<Type>empty();
            }
        });
    }

    private Optional<CodeableConcept> maritalStatus(Segment pid) {
        return pid.first(16).flatMap(status -> {
            boolean ofTable = status.text(3).endsWith("0002");
            boolean ambiguous = MARITAL_CODES_OF_TWO_LISTS.contains(status.text(1)) && !ofTable;
            Optional<CodeableConcept> known = ambiguous
                    ? Optional.empty()
                    : Tables.maritalStatus(status.text(1)).map(CodeableConcept::new);
            if (known.isEmpty()) {
                losses.add(status.place(), "the marital status cannot be told from its code");
            }
            return known;
        });
    }

    private List<Reference> generalPractitioners(Segment pd1) {
        Stream<Reference> practices = pd1.field(3).stream()
                .filter(xon -> !xon.isNull())
                .map(PatientMapper::practice)
                .filter(reference -> !reference.isEmpty());
        Stream<Reference> doctors = pd1.field(4).stream()
                .filter(xcn -> !xcn.isNull())
                .flatMap(xcn -> Practitioners.of(xcn, telling.sender().ods(), losses).stream());
        return Stream.concat(practices, doctors).toList();
    }

    /** XON, for example {@code HILL TOP SURGERY^^Z00001}: 1 name, 3 or 10 ODS code. */
    private static Reference practice(Repetition xon) {
        Optional<String> ods = xon.component(10).or(() -> xon.component(3));
        Reference practice = ods.map(code -> Sender.organisation(code.toUpperCase(Locale.ROOT)))
                .orElseGet(Reference::new);
        return practice.setDisplay(xon.component(1).orElse(null));
    }
}
