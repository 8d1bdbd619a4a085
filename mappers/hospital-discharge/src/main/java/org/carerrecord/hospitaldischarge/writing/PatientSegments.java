package org.carerrecord.hospitaldischarge.writing;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.carerrecord.hospitaldischarge.segment.SegmentWriter;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.mapping.Losses;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.PatientCommunicationComponent;
import org.hl7.fhir.r4.model.Reference;

/** Patient to PID and PD1 (v2-to-FHIR, PID[Patient] and PD1[Patient], the way back). */
final class PatientSegments {

    private static final CodeTable MARITAL_STATUS = CodeTable.load("marital-status");

    private final SegmentWriter message;
    private final PersonFields fields;
    private final Losses losses;

    PatientSegments(SegmentWriter message, PersonFields fields, Losses losses) {
        this.message = message;
        this.fields = fields;
        this.losses = losses;
    }

    void write(Patient patient) {
        String[] pid = new String[30];
        Arrays.fill(pid, "");
        pid[0] = "1";
        pid[2] = fields.identifiers("Patient.identifier", patient.getIdentifier());
        pid[4] = fields.names("Patient.name", patient.getName());
        pid[6] = patient.hasBirthDate() ? DateFields.date(patient.getBirthDateElement()) : "";
        pid[7] = PersonFields.sex(patient.getGender());
        pid[10] = fields.addresses("Patient.address", patient.getAddress());
        pid[12] = fields.telecoms("Patient.telecom", patient.getTelecom(), false, Optional.of(ContactPointUse.HOME));
        pid[13] = fields.telecoms("Patient.telecom", patient.getTelecom(), true, Optional.of(ContactPointUse.WORK));
        pid[14] = fields.language(
                "Patient.communication",
                patient.getCommunication().stream()
                        .map(PatientCommunicationComponent::getLanguage)
                        .toList());
        pid[15] = maritalStatus(patient);
        deceased(patient, pid);
        message.add("PID", pid);
        practice(patient.getGeneralPractitioner());
        lost(patient);
    }

    private String maritalStatus(Patient patient) {
        for (Coding coding : patient.getMaritalStatus().getCoding()) {
            Optional<CodeTable.Code> code = MARITAL_STATUS.code(
                    Objects.requireNonNullElse(coding.getSystem(), ""),
                    Objects.requireNonNullElse(coding.getCode(), ""));
            if (code.isPresent()) {
                return message.components(
                        code.get().code(), message.text(code.get().meaning()), "HL70002");
            }
        }
        if (patient.hasMaritalStatus()) {
            losses.add("Patient.maritalStatus", "HL7 table 0002 has no code for it");
        }
        return "";
    }

    private static void deceased(Patient patient, String[] pid) {
        if (patient.getDeceased() instanceof DateTimeType time) {
            pid[28] = DateFields.time(time);
            pid[29] = "Y";
        } else if (patient.getDeceased() instanceof BooleanType dead && dead.getValue() != null) {
            pid[29] = dead.booleanValue() ? "Y" : "N";
        }
    }

    /** PD1-3 is the practice, PD1-4 the doctor. */
    private void practice(List<Reference> practitioners) {
        List<String> practices = practitioners.stream()
                .filter(one -> !isDoctor(one))
                .map(one -> message.components(
                        message.text(Objects.requireNonNullElse(one.getDisplay(), "")),
                        "",
                        message.text(
                                Objects.requireNonNullElse(one.getIdentifier().getValue(), ""))))
                .toList();
        List<String> doctors = practitioners.stream()
                .filter(PatientSegments::isDoctor)
                .map(this::doctor)
                .toList();
        if (!practitioners.isEmpty()) {
            message.add("PD1", "", "", message.repetitions(practices), message.repetitions(doctors));
        }
    }

    private static boolean isDoctor(Reference reference) {
        return "Practitioner".equals(reference.getType());
    }

    /** XCN; the name stands in one piece, as the record has it. */
    private String doctor(Reference doctor) {
        String system = Objects.requireNonNullElse(doctor.getIdentifier().getSystem(), "");
        String authority =
                system.endsWith("gmp-number") ? "GMP" : system.endsWith("gmc-number") ? "GMC" : fields.series(system);
        return message.components(
                message.text(Objects.requireNonNullElse(doctor.getIdentifier().getValue(), "")),
                message.text(Objects.requireNonNullElse(doctor.getDisplay(), "")),
                "",
                "",
                "",
                "",
                "",
                "",
                authority);
    }

    private void lost(Patient patient) {
        if (patient.hasExtension()) {
            losses.add("Patient.extension", "HL7 v2.4 has no field for extensions");
        }
        if (patient.hasPhoto()
                || patient.hasMultipleBirth()
                || patient.hasLink()
                || patient.hasManagingOrganization()) {
            losses.add("Patient", "photographs, multiple birth, links and the managing organisation are not sent");
        }
    }
}
