package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code $validate}. */
@OnEachStore
class ValidateTest {

    private static final String GOOD =
            """
            {"resourceType":"RelatedPerson","active":true,"patient":{"reference":"Patient/1"},
             "relationship":[{"coding":[{"system":"https://fhir.hl7.org.uk/CodeSystem/UKCore-AdditionalPersonRelationshipRole","code":"Carer","display":"Carer"}]}],
             "extension":[{"url":"https://carerrecord.org/fhir/StructureDefinition/CarerRecord-StatementStatus","valueCode":"stated"}],
             "name":[{"family":"Zzsecret"}]}
            """;

    private final Sandbox gateway;
    private final User hospital;

    ValidateTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
    }

    @BeforeEach
    void empty() {
        gateway.empty();
    }

    private Answer validate(String query, String json) {
        return hospital.fhir("POST", "/fhir/RelatedPerson/$validate" + query, json);
    }

    private static List<String> errors(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.resource(OperationOutcome.class).getIssue().stream()
                .filter(issue -> issue.getSeverity() == IssueSeverity.ERROR)
                .map(issue -> issue.getExpression().getFirst().getValue() + ": " + issue.getDiagnostics())
                .toList();
    }

    @Test
    void whatIsRightIsSaidToBeRight() {
        assertThat(errors(validate("?profile=" + Canonical.Profile.CARER, GOOD)))
                .isEmpty();
        assertThat(gateway.jdbc()
                        .sql("select count(*) from resource")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void whatTheProfileForbidsIsNamedWithItsPlaceAndWithoutContent() {
        Answer answer = validate(
                "?profile=" + Canonical.Profile.CARER,
                GOOD.replace("\"Carer\"", "\"Zzcode\"").replace("\"stated\"", "\"zzstatus\""));

        assertThat(errors(answer)).isNotEmpty();
        assertThat(answer.places()).contains("RelatedPerson.extension[0].value");
        assertThat(answer.text())
                .doesNotContain("Zzsecret")
                .doesNotContain("zzstatus")
                .doesNotContain("Zzcode");
    }

    @Test
    void theResourceMayComeInParameters() {
        String given = "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\",\"resource\":"
                + GOOD.replace("\"patient\":{\"reference\":\"Patient/1\"},", "")
                + "},{\"name\":\"profile\",\"valueUri\":\"" + Canonical.Profile.CARER
                + "\"},{\"name\":\"mode\",\"valueCode\":\"create\"}]}";

        assertThat(errors(validate("", given))).anyMatch(error -> error.contains("patient"));
    }

    @Test
    void theGatewaysOwnRulesAreHeldToo() {
        String bad = GOOD.replace(
                "\"name\"",
                "\"identifier\":[{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\",\"value\":\"9990000019\"}],\"name\"");

        assertThat(errors(validate("", bad))).anyMatch(error -> error.startsWith("RelatedPerson.identifier[0].value"));
    }

    @Test
    void aWriteThatTheAgreementDoesNotGiveIsForbidden() {
        Answer answer = hospital.fhir(
                "POST",
                "/fhir/Goal/$validate?mode=create",
                "{\"resourceType\":\"Goal\",\"lifecycleStatus\":\"active\",\"description\":{\"text\":\"a\"},"
                        + "\"subject\":{\"display\":\"a\"}}");

        assertThat(errors(answer)).anyMatch(error -> error.contains("agreement"));
    }

    @Test
    void anInstanceIsHeldAgainstWhatIsAskedFor() {
        String patient = hospital.fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient("9990000018")))
                .header("Location")
                .replaceAll("^https?://[^/]+|/_history.*", "");

        assertThat(errors(hospital.get(patient + "/$validate?profile=" + Canonical.Profile.PATIENT)))
                .isEmpty();
        assertThat(errors(hospital.get(patient + "/$validate?mode=delete"))).isEmpty();
        assertThat(gateway.as("council").get(patient + "/$validate").status()).isEqualTo(404);
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        assertThat(validate("?mode=maybe", GOOD).status()).isEqualTo(400);
        assertThat(validate("?speed=high", GOOD).status()).isEqualTo(400);
        assertThat(validate("", "").status()).isEqualTo(400);
        assertThat(validate("", "{\"resourceType\":\"RelatedPerson\",\"Zz secret\":1}")
                        .text())
                .doesNotContain("Zzsecret");
        assertThat(errors(validate("?profile=http://elsewhere.example/p", GOOD)))
                .containsExactly("RelatedPerson: the profile that was asked for is not known here");
        assertThat(errors(validate("", Fhir.json(Fhir.patient("9990000018"))))).hasSize(1);
    }
}
