package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, Search, "Elements" and "Summary": what goes out where a client asks for a part. */
@OnEachStore
class InPartTest {

    private final User tester;
    private final String observation;

    InPartTest(Store store) {
        tester = Sandbox.on(store).as("tester");
        Observation said = new Observation()
                .setStatus(ObservationStatus.FINAL)
                .setCode(new CodeableConcept().setText("hours of care"))
                .setValue(new StringType("forty"));
        said.addPerformer(new Reference("Practitioner/elsewhere"));
        observation = tester.create(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/fhir+json", "application/fhir+xml"})
    void whatR4RequiresIsThereWhateverIsAskedFor(String format) {
        User client = tester.with("Accept", format);
        String one = "/fhir/" + observation + "?_elements=value";
        String found = "/fhir/Observation?_elements=value&_id=" + observation.substring("Observation/".length());

        for (String path : new String[] {one, found}) {
            Answer answer = client.get(path);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text())
                    .as(path)
                    .contains("forty", "final", "hours of care")
                    .doesNotContain("elsewhere", "mandatory");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"_summary=count", "_count=0"})
    void aCountTellsOfWhatItIs(String asked) {
        Bundle counted =
                tester.get("/fhir/Observation?code:text=hours&" + asked).bundle();

        assertThat(counted.getTotal()).isPositive();
        assertThat(counted.getEntry()).isEmpty();
        assertThat(counted.getLink("self").getUrl()).contains("/fhir/Observation?", asked, "code%3Atext=hours");
    }
}
