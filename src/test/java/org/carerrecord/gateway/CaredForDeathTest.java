package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After the death of the person cared for nothing reopens their caring (carer-model.md, contributions 6). */
@OnEachStore
class CaredForDeathTest {

    private final Sandbox gateway;
    private final User practice;
    private final String number = People.nhsNumber();
    private final String carersNumber = People.nhsNumber();

    CaredForDeathTest(Store store) {
        gateway = Sandbox.on(store);
        practice = gateway.as("gp");
    }

    @Test
    void aFlagThatIsPushedIsOver() {
        String patient = push();
        assertThat(flags()).containsExactly("active");

        practice.update(patient, died());
        assertThat(flags()).containsExactly("inactive");

        Bundle flagAlone = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        Fhir.put(
                flagAlone,
                "urn:uuid:4f0a1f5c-2f6c-4a3c-9a53-0d6fbc1f6a03",
                Fhir.hasCarer(patient),
                "Flag?patient.identifier=" + Fhir.token(number));
        assertThat(practice.fhir("POST", "/fhir", Fhir.json(flagAlone)).status())
                .isEqualTo(200);
        assertThat(flags()).as("the flag alone, once more").containsExactly("inactive");

        practice.update(patient, Fhir.patient(number));
        assertThat(flags()).as("it was said wrongly").containsExactly("active");
    }

    @Test
    void aFlagOfWhomNobodyCaresForIsOverToo() {
        String patient = practice.create(Fhir.patient(number));
        practice.create(Fhir.hasCarer(patient));
        assertThat(flags()).containsExactly("active");

        practice.update(patient, died());

        assertThat(flags()).containsExactly("inactive");
    }

    @Test
    void whoeverIsSaidToBeginAfterItNeverDid() {
        String patient = push();
        practice.update(patient, died());
        RelatedPerson carer = carer();
        for (String start : List.of("2026-11-02", "2026-11", "2027")) {
            RelatedPerson later = Fhir.carer(carersNumber, patient);
            later.getPeriod().getStartElement().setValueAsString(start);
            practice.update("RelatedPerson/" + carer.getIdElement().getIdPart(), later);

            assertThat(state(carer())).isEqualTo("ended null 2026-10-11");
        }
        RelatedPerson earlier = Fhir.carer(carersNumber, patient);
        earlier.getPeriod().getStartElement().setValueAsString("2026");
        practice.update("RelatedPerson/" + carer.getIdElement().getIdPart(), earlier);
        assertThat(state(carer())).isEqualTo("ended 2026 2026-10-11");
    }

    @ParameterizedTest
    @ValueSource(strings = {"declined", "in-error"})
    void whoNeverCaredIsNoFormerCarer(String status) {
        String patient = practice.create(Fhir.patient(number));
        RelatedPerson never = Fhir.carer(carersNumber, patient);
        never.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType(status));
        practice.create(never);

        practice.update(patient, died());

        assertThat(state(carer())).isEqualTo(status + " null 2026-10-11");
    }

    private Patient died() {
        Patient died = Fhir.patient(number);
        died.setDeceased(new DateTimeType("2026-10-11"));
        return died;
    }

    private String push() {
        return Fhir.reference(
                practice.fhir("POST", "/fhir", Fhir.json(Fhir.push(number, carersNumber)))
                        .bundle(),
                0);
    }

    private List<String> flags() {
        return practice.get("/fhir/Flag?patient.identifier=" + User.NHS_NUMBER + number).found(Flag.class).stream()
                .map(flag -> flag.getStatus().toCode())
                .toList();
    }

    private RelatedPerson carer() {
        List<RelatedPerson> carers = practice.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + number)
                .found(RelatedPerson.class);
        assertThat(carers).hasSize(1);
        return carers.getFirst();
    }

    private static String state(RelatedPerson carer) {
        return carer.getExtensionString(Canonical.Extension.STATEMENT_STATUS) + " "
                + carer.getPeriod().getStartElement().getValueAsString() + " "
                + carer.getPeriod().getEndElement().getValueAsString();
    }
}
