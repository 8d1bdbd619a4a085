package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a token's scopes let its bearer do of what the agreement gives. */
class TokenScopesTest extends TokenBearers {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "system/Patient.rs|GET|/fhir/Patient|200",
                "system/Patient.read|GET|/fhir/Patient|200",
                "system/*.read|GET|/fhir/Patient|200",
                "system/*.*|GET|/fhir/_history|200",
                "system/Patient.s openid|GET|/fhir/Patient/_history|200",
                "system/Patient.r|GET|/fhir/Patient|403 system/Patient.s",
                "system/Patient.s|GET|/fhir/Patient/1|403 system/Patient.r",
                "system/Patient.r|GET|/fhir/Patient/1|404",
                "system/Patient.sr|GET|/fhir/Patient|403 system/Patient.s",
                "system/Patient.|GET|/fhir/Patient|403 system/Patient.s",
                "system/Patient.rs?identifier=1|GET|/fhir/Patient|403 system/Patient.s",
                "patient/Patient.rs user/Patient.rs|GET|/fhir/Patient|403 system/Patient.s",
                "|GET|/fhir/Patient|403 system/Patient.s",
                "system/Patient.rs|GET|/fhir/_history|403 system/*.s",
                "system/RelatedPerson.rs|GET|/fhir/RelatedPerson?patient.identifier=1|403 system/Patient.s",
                "system/RelatedPerson.rs|GET|/fhir/RelatedPerson?_include=RelatedPerson:patient|403 system/Patient.s",
                "system/Patient.rs|GET|/fhir/Patient?_has:RelatedPerson:patient:active=true|403 system/RelatedPerson.s",
                "system/Patient.rs|GET|/fhir/Patient?_revinclude=Flag:patient|403 system/Flag.s",
                "system/Patient.rs|GET|/fhir/Patient?_revinclude=Provenance:target|403 system/Provenance.s",
                "system/Patient.rs|GET|/fhir/Patient/1/$everything|404",
                "system/Flag.rs|GET|/fhir/Patient/1/$everything|403 system/Patient.r",
                "system/Patient.read|POST|/fhir/Patient|403 system/Patient.c",
                "system/Patient.rsud|POST|/fhir/Patient|403 system/Patient.c",
                "system/Patient.rscd|PUT|/fhir/Patient/1|403 system/Patient.u",
                "system/Patient.rscu|DELETE|/fhir/Patient/1|403 system/Patient.d",
                "system/Patient.cruds|GET|/messages?controlId=1|403 system/*.r",
                "system/*.rs|GET|/messages?controlId=1|200",
                "system/*.rs|POST|/hl7v2|403 system/*.c",
                "system/*.rs|GET|/fhir/metadata|200"
            })
    void aScopeNarrows(String scopes, String method, String path, String told) {
        Answer answer = scoped(scopes == null ? "" : scopes)
                .with("Content-Type", "application/fhir+json")
                .ask(
                        method,
                        path.replace("|", "%7C"),
                        method.startsWith("P")
                                ? Fhir.json(Fhir.patient(People.nhsNumber())).getBytes(UTF_8)
                                : new byte[0]);

        assertThat(answer.status()).isEqualTo(Integer.parseInt(told.split(" ")[0]));
        if (told.contains(" ")) {
            assertThat(answer.text()).contains("the token lacks the scope " + told.split(" ")[1] + "\"");
        }
    }

    @Test
    void entriesOfABundleAreNarrowedOneByOne() {
        Bundle batch = new Bundle().setType(BundleType.BATCH);
        batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl("Patient");
        batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl("Flag");
        batch.addEntry()
                .setResource(Fhir.patient(People.nhsNumber()))
                .getRequest()
                .setMethod(HTTPVerb.POST)
                .setUrl("Patient");
        User reader = scoped("system/Patient.rs");

        Bundle answer = reader.fhir("POST", "/fhir", Fhir.json(batch)).bundle();
        Answer refused = reader.fhir("POST", "/fhir", Fhir.json(batch.setType(BundleType.TRANSACTION)));

        assertThat(answer.getEntry().stream()
                        .map(entry -> entry.getResponse().getStatus().substring(0, 3)))
                .containsExactly("200", "403", "403");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.places()).containsExactly("Bundle.entry[1].request");
    }

    @Test
    void whatIsNotInScopeIsInNoAnswer() {
        String patient = People.nhsNumber();
        Bundle pushed = gateway.as("hospital")
                .fhir("POST", "/fhir", Fhir.json(Fhir.push(patient, People.nhsNumber())))
                .bundle();
        String id = Fhir.reference(pushed, 0);
        User reader = scoped("system/Patient.rs");

        Answer everything = reader.get("/fhir/" + id + "/$everything");
        Answer included = reader.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient + "&_revinclude=*");

        assertThat(everything.bundle().getEntry()).hasSize(1);
        assertThat(included.status()).isIn(200, 400);
        assertThat(included.text()).doesNotContain("RelatedPerson/");
    }

    @Test
    void whoMayWriteAndNotReadIsToldNoContent() {
        String patient = People.nhsNumber();
        Answer created = scoped("system/Patient.cu")
                .with("Prefer", "return=representation")
                .fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(patient)));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text()).doesNotContain("Fairweather");
        assertThat(scoped("system/Patient.cud")
                        .with("Prefer", "return=representation")
                        .fhir(
                                "PUT",
                                "/fhir/Patient?identifier=" + User.NHS_NUMBER + patient,
                                Fhir.json(Fhir.patient(patient)))
                        .text())
                .doesNotContain("Fairweather");
    }

    @Test
    void noScopeGivesWhatTheAgreementDoesNot() {
        User fire = bearing(issuer.token(claims -> claims.claim("ods", "ZF1")));

        assertThat(fire.fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(People.nhsNumber())))
                        .status())
                .isEqualTo(403);
        assertThat(fire.get("/fhir/Patient").bundle().getEntry()).isEmpty();
    }

    @Test
    void theCarerRecordTellsWhoSaidItToWhoMayReadThat() {
        String patient = scoped("system/*.cruds")
                .fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(People.nhsNumber())))
                .header("Location")
                .replaceAll(".*/(Patient/[^/]+).*", "$1");
        String path = "/fhir/" + patient + "/$carer-record";

        assertThat(scoped("system/Patient.rs system/Provenance.rs").get(path).text())
                .contains("\"Provenance\"");
        assertThat(scoped("system/Patient.rs").get(path).text())
                .contains("\"Patient\"")
                .doesNotContain("\"Provenance\"");
    }
}
