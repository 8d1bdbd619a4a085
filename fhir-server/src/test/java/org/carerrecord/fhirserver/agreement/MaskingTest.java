package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.validation.Structure;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MaskingTest {

    private static final String PATIENT =
            """
            {"resourceType":"Patient","id":"1",
             "meta":{"versionId":"2","lastUpdated":"2026-11-22T08:00:00Z","source":"urn:SECRET",
               "profile":["https://carerrecord.org/fhir/StructureDefinition/CarerRecord-Patient"],
               "security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}],
               "tag":[{"code":"SECRET"}]},
             "text":{"status":"generated","div":"<div xmlns='http://www.w3.org/1999/xhtml'>SECRET</div>"},
             "contained":[{"resourceType":"Organization","id":"o","name":"SECRET"}],
             "extension":[{"url":"http://example.org/ward","valueString":"SECRET"}],
             "identifier":[
               {"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018","assigner":{"display":"SECRET"}},
               {"system":"urn:SECRET","value":"SECRET"}],
             "active":true,
             "name":[{"family":"Marlow","given":["Edith"]}],
             "telecom":[{"system":"phone","value":"SECRET"},{"system":"email","value":"SECRET"}],
             "gender":"female","birthDate":"1941-03-02","_birthDate":{"extension":[{"url":"http://example.org","valueCode":"x"}]},
             "deceasedBoolean":false,
             "address":[{"line":["SECRET"]}],
             "maritalStatus":{"text":"SECRET"},
             "photo":[{"title":"SECRET"}],
             "contact":[{"telecom":[{"value":"SECRET"}],"organization":{"display":"SECRET"}}],
             "communication":[{"language":{"text":"Welsh"}}],
             "generalPractitioner":[{"reference":"Organization/SECRET"}],
             "managingOrganization":{"reference":"Organization/SECRET"},
             "link":[{"other":{"reference":"Patient/SECRET"},"type":"seealso"}]}
            """;

    private static final String CARER =
            """
            {"resourceType":"RelatedPerson","id":"2",
             "extension":[
               {"url":"https://carerrecord.org/fhir/StructureDefinition/CarerRecord-LivesWith","valueBoolean":true},
               {"url":"https://carerrecord.org/fhir/StructureDefinition/CarerRecord-StatementStatus","valueCode":"confirmed"}],
             "identifier":[{"system":"urn:SECRET","value":"SECRET"}],
             "patient":{"reference":"Patient/1","display":"SECRET","identifier":{"value":"SECRET"}},
             "relationship":[{"text":"daughter"}],"name":[{"family":"Hale"}],
             "telecom":[{"value":"SECRET"}],"address":[{"text":"SECRET"}],"period":{"start":"2026"}}
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode masked(String type, String content) throws Exception {
        return masked(Mask.ALL, type, content);
    }

    private static JsonNode masked(Mask mask, String type, String content) throws Exception {
        return JSON.readTree(Masking.mask(mask, type, content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aNumberThatIsNotToldIsLeftOut() throws IOException {
        byte[] carer =
                """
                {"resourceType":"RelatedPerson","id":"2","meta":{"versionId":"1","security":[{"code":"REDACTED"}]},
                 "text":{"status":"generated","div":"<div>999 000 0018</div>"},
                 "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"},
                   {"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000026"},{"value":"9990000034"}]}
                """
                        .getBytes(StandardCharsets.UTF_8);
        long one = Hash.word("9990000018");
        long other = Hash.word("9990000026");

        assertThat(Masking.numbers(Set.of(one, other), carer)).isSameAs(carer);
        JsonNode told = JSON.readTree(Masking.numbers(Set.of(other), carer));
        assertThat(told.path("identifier").findValuesAsText("value")).containsExactly("9990000026", "9990000034");
        assertThat(told.has("text")).as("a narrative may say it, too").isFalse();
        assertThat(told.at("/meta/versionId").asText()).isEqualTo("1");
        assertThat(told.at("/meta/security/1/code").asText()).isEqualTo("REDACTED");
        assertThat(told.at("/meta/security/1/system").asText()).isEqualTo(Systems.V3_OBSERVATION_VALUE);
        byte[] less = Masking.numbers(Set.of(), JSON.writeValueAsBytes(told));
        assertThat(JSON.readTree(less).path("identifier").findValuesAsText("value"))
                .containsExactly("9990000034");
        assertThat(JSON.readTree(less).at("/meta/security")).as("labelled once").hasSize(2);
    }

    @Test
    void whatHasNoOtherIdentifierHasNone() throws IOException {
        byte[] carer =
                """
                {"resourceType":"RelatedPerson","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number"}]}
                """
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(new String(Masking.numbers(Set.of(), carer), StandardCharsets.UTF_8))
                .isEqualTo("{\"resourceType\":\"RelatedPerson\",\"meta\":{\"security\":[{\"system\":\""
                        + Systems.V3_OBSERVATION_VALUE + "\",\"code\":\"REDACTED\"}]}}");
    }

    @Test
    void nothingThatIsHiddenIsLeft() throws Exception {
        assertThat(masked("Patient", PATIENT).toString()).doesNotContain("SECRET");
        assertThat(masked("RelatedPerson", CARER).toString()).doesNotContain("SECRET", "LivesWith");
        assertThat(masked("Person", PATIENT.replace("\"Patient\"", "\"Person\""))
                        .toString())
                .doesNotContain("SECRET");
    }

    @Test
    void whatIsNotHiddenIsTold() throws Exception {
        JsonNode told = masked("Patient", PATIENT);

        assertThat(told.at("/id").asText()).isEqualTo("1");
        assertThat(told.at("/meta/versionId").asText()).isEqualTo("2");
        assertThat(told.at("/identifier/0/value").asText()).isEqualTo("9990000018");
        assertThat(told.at("/identifier")).hasSize(1);
        assertThat(told.at("/name/0/family").asText()).isEqualTo("Marlow");
        assertThat(told.at("/birthDate").asText()).isEqualTo("1941-03-02");
        assertThat(told.has("_birthDate")).isTrue();
        assertThat(told.at("/communication")).hasSize(1);
        JsonNode carer = masked("RelatedPerson", CARER);
        assertThat(carer.at("/extension/0/valueCode").asText()).isEqualTo("confirmed");
        assertThat(carer.at("/patient/reference").asText()).isEqualTo("Patient/1");
        assertThat(carer.has("identifier")).isFalse();
        assertThat(carer.at("/period/start").asText()).isEqualTo("2026");
    }

    @Test
    void whatIsHiddenIsSaidToBe() throws Exception {
        JsonNode told = masked("Patient", PATIENT);

        assertThat(told.at("/meta/security").findValuesAsText("code")).containsExactly("R", "REDACTED");
        for (String place :
                new String[] {"/telecom/0", "/address/0", "/generalPractitioner/0", "/managingOrganization"}) {
            assertThat(told.at(place + "/extension/0/url").asText()).as(place).isEqualTo(Systems.DATA_ABSENT_REASON);
            assertThat(told.at(place + "/extension/0/valueCode").asText()).isEqualTo("masked");
        }
        assertThat(told.at("/telecom")).hasSize(1);
    }

    @Test
    void besideSomebodyRestrictedTheHomeIsHidden() throws Exception {
        String told = masked(Mask.HOME, "Patient", PATIENT).toString();
        String carer = masked(Mask.HOME, "RelatedPerson", CARER).toString();

        for (String hidden : new String[] {"\"div\"", "contained", "\"contact\"", "photo", "http://example.org/ward"}) {
            assertThat(told).doesNotContain(hidden);
        }
        JsonNode patient = masked(Mask.HOME, "Patient", PATIENT);
        for (String place : new String[] {"/telecom/0", "/address/0"}) {
            assertThat(patient.at(place + "/extension/0/valueCode").asText()).isEqualTo("masked");
            assertThat(patient.at(place)).hasSize(1);
        }
        assertThat(carer).doesNotContain("LivesWith").contains("confirmed", "\"display\":\"SECRET\"", "masked");
    }

    @Test
    void besideSomebodyRestrictedAllElseIsTold() throws Exception {
        JsonNode told = masked(Mask.HOME, "Patient", PATIENT);

        assertThat(told.at("/identifier")).hasSize(2);
        assertThat(told.at("/meta/source").asText()).isEqualTo("urn:SECRET");
        assertThat(told.at("/meta/security").findValuesAsText("code")).containsExactly("R", "REDACTED");
        assertThat(told.at("/generalPractitioner/0/reference").asText()).isEqualTo("Organization/SECRET");
        assertThat(told.at("/managingOrganization/reference").asText()).isEqualTo("Organization/SECRET");
        assertThat(told.has("maritalStatus")).isTrue();
        assertThat(told.has("link")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mask.class,
            names = {"HOME", "ALL"})
    void whatIsMaskedIsValid(Mask mask) {
        for (String[] one :
                new String[][] {{"Patient", PATIENT.replaceAll("(?s)\"contained\".*?}],", "")}, {"RelatedPerson", CARER}
                }) {
            Resource told = (Resource) TheRecord.CONTEXT
                    .newJsonParser()
                    .parseResource(new String(
                            Masking.mask(mask, one[0], one[1].getBytes(StandardCharsets.UTF_8)),
                            StandardCharsets.UTF_8));
            new Structure(TheRecord.CONTEXT).check(one[0], told);
            TheRecord.VALIDATION.full().require(one[0], told);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "U, NONE, NONE",
        "R, RESTRICTED, ABSENT",
        "V, ABSENT, ABSENT",
        "REDACTED, ABSENT, ABSENT",
        ", NONE, NONE"
    })
    void theStrictestLabelCounts(String code, Label person, Label other) {
        Patient patient = new Patient();
        Encounter encounter = new Encounter();
        patient.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "U", null);
        patient.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, code, null);
        encounter.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, code, null);

        assertThat(Label.of(patient)).isEqualTo(person);
        assertThat(Label.of(encounter)).isEqualTo(other);
        assertThat(Label.of(new Patient())).isEqualTo(Label.NONE);
    }

    @Test
    void theMarkOfAMaskedAnswerIsNoLabel() {
        Patient patient = new Patient();
        patient.getMeta().addSecurity(Systems.V3_OBSERVATION_VALUE, "REDACTED", null);

        assertThat(Label.of(patient)).isEqualTo(Label.NONE);
    }

    @Test
    void theParametersThatAreToldExist() {
        for (String type : Restricted.PEOPLE) {
            assertThat(TheRecord.PARAMETERS.of(type).keySet().stream()
                            .filter(code -> Restricted.isSearchable(Mask.ALL, type, code)))
                    .as(type)
                    .isNotEmpty()
                    .doesNotContain(
                            "address",
                            "phone",
                            "email",
                            "telecom",
                            "identifier",
                            "organization",
                            "general-practitioner",
                            "link");
            assertThat(TheRecord.PARAMETERS.of(type).keySet().stream()
                            .filter(code -> Restricted.isSearchable(Mask.HOME, type, code)))
                    .as(type)
                    .isNotEmpty()
                    .doesNotContain(
                            "address",
                            "address-city",
                            "address-country",
                            "address-postalcode",
                            "address-state",
                            "address-use",
                            "phone",
                            "email",
                            "telecom",
                            "_source",
                            "_text",
                            "_content");
        }
    }
}
