package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** What a FHIR write contributes where others speak, too. */
@OnEachStore
class ContributionsByFhirTest extends ContributionCalls {

    ContributionsByFhirTest(Store store) {
        super(store);
    }

    @Test
    void whatAPutLeavesAsItIsStaysOthersWords() {
        String reference = push(hospital);
        push(community);
        Patient seen = read(community, "Patient/" + patientId(), Patient.class);
        put(hospital, seen.setGender(AdministrativeGender.FEMALE));
        Patient again = read(community, "Patient/" + patientId(), Patient.class);
        again.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960779");

        put(community, again);

        assertThat(read(hospital, "Patient/" + patientId(), Patient.class).getGender())
                .isEqualTo(AdministrativeGender.FEMALE);
        Parameters said = said(community, "Patient/" + patientId());
        assertThat(part(said, 0, "by")).contains("RZ2");
        assertThat(part(said, 0, "said")).contains("01632960779").doesNotContain("female");
        assertThat(hospital.delete("/fhir/" + reference).status()).isIn(200, 204);
    }

    @Test
    void aPatchIsOnlyWhatItChanges() {
        String reference = push(hospital);
        carers(gateway.as("council"));
        User council = gateway.as("council");

        Answer patched = council.with("Content-Type", "application/json-patch+json")
                .ask(
                        "PATCH",
                        "/fhir/" + reference,
                        "[{\"op\":\"add\",\"path\":\"/gender\",\"value\":\"male\"}]"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(patched.status()).isEqualTo(200);
        assertThat(read(hospital, reference).getGender()).isEqualTo(AdministrativeGender.MALE);
        assertThat(part(said(council, reference), 0, "said"))
                .contains("male")
                .doesNotContain("Barnaby", "01632960777", "Carer");
        hospital.delete("/fhir/" + reference);
        RelatedPerson left = read(council, reference);
        assertThat(left.hasName()).isFalse();
        assertThat(Fhir.json(left)).as("a word on it states nothing").contains("unsupported", "male");
    }

    @Test
    void aSoleWriterReadsBackWhatItWrote() {
        String reference = push(hospital);
        RelatedPerson written = Fhir.carer(carer, "Patient/" + patientId());
        written.setId(reference);
        written.setActive(true).setGender(AdministrativeGender.MALE);
        written.getTelecom().clear();
        put(hospital, written);

        RelatedPerson back = read(hospital, reference);
        back.setMeta(null);
        back.setId(back.getIdElement().toVersionless());

        assertThat(Fhir.json(back)).isEqualTo(Fhir.json(written));
    }

    @Test
    void ifMatchIsAgainstTheSharedVersion() {
        String reference = push(hospital);
        push(community);
        RelatedPerson seen = read(hospital, reference);
        seen.setGender(AdministrativeGender.MALE);
        put(community, read(community, reference).setGender(AdministrativeGender.OTHER));

        assertThat(hospital.with("If-Match", "W/\"" + seen.getMeta().getVersionId() + "\"")
                        .fhir("PUT", "/fhir/" + reference, Fhir.json(seen))
                        .status())
                .isEqualTo(412);
    }

    @Test
    void whatIsSentBackMaskedIsNotSaidAndWhatWasNotShownIsNotTakenBack() {
        String reference = push(hospital);
        RelatedPerson known = Fhir.carer(carer, "Patient/" + patientId());
        known.setId(reference);
        known.addIdentifier().setSystem("urn:own").setValue("own-1");
        put(hospital, known);
        push(community);
        RelatedPerson restricted = Fhir.carer(carer, "Patient/" + patientId());
        restricted.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        assertThat(community.fhir("PUT", condition(), Fhir.json(restricted)).status())
                .isEqualTo(200);
        RelatedPerson masked = read(hospital, reference);
        assertThat(Fhir.json(masked)).contains("masked", "REDACTED").doesNotContain("01632960777", "own-1");

        put(hospital, masked.setGender(AdministrativeGender.MALE));

        assertThat(part(said(hospital, reference), 0, "said"))
                .contains("male", "01632960777", "own-1")
                .doesNotContain("masked", "REDACTED", "\"R\"");
        assertThat(said(hospital, reference).getParameter()).as("others' words").hasSize(1);
        assertThat(Fhir.json(read(gateway.as("tester"), reference)))
                .contains("male", "01632960777", "own-1", "\"R\"")
                .doesNotContain("masked", "REDACTED");
    }

    /** A reference to a version is one to the person (R4, 2.3.0.1). */
    @Test
    void whoeverIsReferredToByVersionHasOneFlagThatFollowsTheirCarer() {
        String person = hospital.create(Fhir.patient(patient));
        RelatedPerson carer = read(hospital, hospital.create(Fhir.carer(this.carer, person)));
        carer.getPatient().setReference(person + "/_history/1");

        put(hospital, carer);
        assertThat(flags()).singleElement().extracting(Flag::getStatus).isEqualTo(FlagStatus.ACTIVE);

        carer.getPeriod().setEndElement(new DateTimeType("2020-01-31"));
        put(hospital, carer);
        assertThat(flags()).singleElement().extracting(Flag::getStatus).isEqualTo(FlagStatus.INACTIVE);
    }

    private List<Flag> flags() {
        return gateway.as("tester")
                .get("/fhir/Flag?patient.identifier=" + User.NHS_NUMBER + patient)
                .found(Flag.class);
    }
}
