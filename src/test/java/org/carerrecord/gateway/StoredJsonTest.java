package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes out as it is stored is what goes out when it is parsed and written again: body, links and headers. */
@OnEachStore
class StoredJsonTest {

    private static final List<String> HEADERS = List.of("Content-Type", "Content-Location", "ETag", "Last-Modified");

    private final User tester;
    private final String path;

    StoredJsonTest(Store store) {
        tester = Sandbox.on(store).as("tester");
        Patient patient = Fhir.patient(People.nhsNumber());
        patient.getNameFirstRep().setFamily("O\u2019Fairweather \"Winnie\" \\ caf\u00e9 \ud83d\ude42 </div>");
        patient.getBirthDateElement().setValueAsString("1938-07");
        path = new IdType(
                        tester.fhir("POST", "/fhir/Patient", Fhir.json(patient)).header("Location"))
                .toUnqualifiedVersionless()
                .getValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/_history/1"})
    void aReadIsTheSameAsItsPrettyForm(String version) {
        Answer stored = tester.get("/fhir/" + path + version);
        Answer written = tester.get("/fhir/" + path + version + "?_pretty=true");

        assertThat(stored.text()).doesNotContain("\n");
        assertThat(written.text()).contains("\n");
        assertThat(stored.resource(Patient.class).equalsDeep(written.resource(Patient.class)))
                .isTrue();
        for (String header : HEADERS) {
            assertThat(stored.header(header)).as(header).isNotEmpty().isEqualTo(written.header(header));
        }
    }

    @Test
    void aSearchIsTheSameAsItsPrettyForm() {
        String query = "/fhir/Patient?_id=" + new IdType(path).getIdPart() + "&_revinclude=Provenance:target";
        Bundle stored = tester.get(query).bundle();
        Bundle written = tester.get(query + "&_pretty=true").bundle();

        assertThat(stored.getEntry()).hasSize(2);
        stored.setId(written.getIdElement());
        stored.setLink(written.getLink());
        // The time of the bundle, which R4 leaves open.
        written.setMeta(null);
        assertThat(Fhir.json(stored)).isEqualTo(Fhir.json(written));
    }

    @Test
    void aSearchThatFindsNobodyIsABundleToo() {
        Bundle none = tester.get("/fhir/Patient?_id=nobody").bundle();

        assertThat(none.getTotal()).isZero();
        assertThat(none.getEntry()).isEmpty();
    }

    @Test
    void whoAsksForAPartGetsAPart() {
        Patient part = tester.get("/fhir/" + path + "?_elements=birthDate").resource(Patient.class);

        assertThat(part.hasName()).isFalse();
        assertThat(part.getMeta().getTag("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "SUBSETTED"))
                .isNotNull();
    }
}
