package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a partner without a ground tries in order to see a person, and does not see. */
@OnEachStore
class LeakTest {

    private final Sandbox gateway;
    private final User hospital;
    private final User stranger;
    private final String number = People.nhsNumber();
    private final String path;

    LeakTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        stranger = gateway.as("gp-2");
        Patient secret = Fhir.patient(number);
        secret.getAddressFirstRep().getLine().getFirst().setValue("Lane " + number);
        path = created(hospital.fhir("POST", "/fhir/Patient", Fhir.json(secret)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"family=Fairweather", "identifier=" + User.NHS_NUMBER})
    void deletingWhatOneNeverSaidShowsNothing(String condition) {
        stranger.delete("/fhir/Patient?" + (condition.endsWith("%7C") ? condition + number : condition));

        assertThat(stranger.get(path).status()).isEqualTo(404);
        assertThat(hospital.get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"family=Fairweather", "birthdate=1938-07-09", "_lastUpdated=gt2025", "_id="})
    void aConditionFindsNobodyWhomTheCallerMayNotSee(String condition) {
        String asked = condition.endsWith("_id=") ? condition + path.substring(path.lastIndexOf('/') + 1) : condition;
        Answer answer = stranger.with("Prefer", "return=representation")
                .fhir("PUT", "/fhir/Patient?" + asked, "{\"resourceType\":\"Patient\",\"active\":true}");

        assertThat(answer.text()).doesNotContain(number);
        assertThat(stranger.get(path).status()).isEqualTo(404);
        assertThat(hospital.get(path).header("ETag")).isEqualTo("W/\"1\"");
    }

    @Test
    void whoOnlyContributesReadsNobodyElsesWords() {
        User centre = gateway.as("carers-centre").with("Prefer", "return=representation");
        Patient bare = new Patient();
        bare.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(number);
        Answer answer = centre.fhir("POST", "/fhir/Patient", Fhir.json(bare));

        assertThat(answer.status()).isLessThan(300);
        assertThat(answer.text()).doesNotContain("Fairweather", "Lane");
        assertThat(centre.get(path).status()).isEqualTo(404);
        assertThat(centre.get(path + "/_history/1").status()).isEqualTo(404);
    }

    @Test
    void anotherOrganisationsLocalNumberIsNoKey() {
        String local = Systems.local("RZ1", "MAIN");
        Patient known = Fhir.patient(People.nhsNumber());
        known.addIdentifier().setSystem(local).setValue("100234");
        String knownPath = created(hospital.fhir("POST", "/fhir/Patient", Fhir.json(known)));
        Patient guessed = new Patient();
        guessed.addIdentifier().setSystem(local).setValue("100234");

        Answer answer =
                stranger.with("Prefer", "return=representation").fhir("POST", "/fhir/Patient", Fhir.json(guessed));

        assertThat(answer.text()).doesNotContain("Tanners Row");
        assertThat(stranger.get(knownPath).status()).isEqualTo(404);
    }

    @Test
    void whatWasSaidUnconfirmedStaysWithItsSourceInTheHistoryToo() {
        User council = gateway.as("council");
        council.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + number);
        String carerNumber = People.nhsNumber();
        RelatedPerson stated = Fhir.carer(carerNumber, path.substring("/fhir/".length()));
        stated.getNameFirstRep().setFamily("Whispered");
        stated.getBirthDateElement().setValueAsString("1961-05-06");
        String carer = created(council.fhir("POST", "/fhir/RelatedPerson", Fhir.json(stated)));
        assertThat(hospital.get(carer).status()).isEqualTo(404);

        RelatedPerson confirmed = Fhir.carer(carerNumber, path.substring("/fhir/".length()));
        confirmed.getBirthDateElement().setValueAsString("1961-05-06");
        hospital.fhir("POST", "/fhir/RelatedPerson", Fhir.json(confirmed));

        assertThat(hospital.get(carer).text()).contains("Barnaby").doesNotContain("Whispered");
        assertThat(hospital.get(carer + "/_history/1").status()).isEqualTo(404);
        assertThat(hospital.get(carer + "/_history").text()).doesNotContain("Whispered");
    }

    @Test
    void aRestrictedPersonIsMaskedForOthersThanTheSource() {
        String restricted = People.nhsNumber();
        Patient patient = Fhir.patient(restricted);
        patient.getMeta().addSecurity(new Coding(Systems.V3_CONFIDENTIALITY, "R", null));
        hospital.fhir("POST", "/fhir/Patient", Fhir.json(patient));
        String asked = "/fhir/Patient?identifier=" + User.NHS_NUMBER + restricted;

        Answer masked = gateway.as("council").get(asked);
        assertThat(masked.bundle().getTotal()).isOne();
        assertThat(masked.text()).contains("masked", "REDACTED", "Fairweather").doesNotContain("Tanners Row");
        assertThat(hospital.get(asked).text()).contains("Tanners Row");
    }

    @Test
    void aYoungCarerIsSeenByTheSourceAloneAndOpensNoFlag() {
        RelatedPerson young = Fhir.carer(People.nhsNumber(), path.substring("/fhir/".length()));
        young.addExtension()
                .setUrl(Canonical.Extension.CARER_KIND)
                .setValue(new CodeableConcept(new Coding(Canonical.CodeSystem.CARER_KIND, "young", null)));
        hospital.fhir("POST", "/fhir/RelatedPerson", Fhir.json(young));
        User council = gateway.as("council");
        String asked = "?patient.identifier=" + User.NHS_NUMBER + number;

        assertThat(council.get("/fhir/RelatedPerson" + asked).bundle().getTotal())
                .isZero();
        assertThat(council.get("/fhir/Flag" + asked).bundle().getTotal()).isZero();
    }

    @Test
    void aHugeExponentAndACompressedBodyAreRefusedAtOnce() {
        String huge = "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"http://x\",\"valueDecimal\":1e99999}]}";

        assertThat(hospital.fhir("POST", "/fhir/Patient", huge).status()).isEqualTo(400);
        assertThat(hospital.with("Content-Encoding", "gzip")
                        .fhir("POST", "/fhir/Patient", "x")
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/Patient?_id=%00", "/fhir/Provenance?target=", "/messages?controlId=%00"})
    void aQueryThatCannotBeMeantIsNoMistakeOfTheServer(String query) {
        assertThat(hospital.get(query).status()).isLessThan(500);
    }

    @Test
    void whatNobodyIsTheSubjectOfIsStoredToo() {
        String episode = "{\"resourceType\":\"EpisodeOfCare\",\"status\":\"active\",\"patient\":{\"display\":\"x\"}}";

        assertThat(hospital.fhir("POST", "/fhir/EpisodeOfCare", episode).status())
                .isEqualTo(201);
    }

    @Test
    void anEmptyCharacterInTheControlIdIsAnswered() {
        Answer answer = hospital.hl7(Adt.admission("A\0B", People.nhsNumber()).text());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("MSA|A");
    }

    private static String created(Answer answer) {
        assertThat(answer.status()).isEqualTo(201);
        return "/fhir/"
                + new IdType(answer.header("Content-Location"))
                        .toUnqualifiedVersionless()
                        .getValue();
    }
}
