package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** Records of general practice and PDS, over {@code POST /intake/fhir} and out of {@code GET /export/gp}. */
@OnEachStore
class GpRecordsTest {

    private static final String STU3 = "application/fhir+json; fhirVersion=3.0";
    private static final String FHIR = "application/fhir+json";

    private static final String TOM = "9990000026";
    private static final String RUTH = "9990000034";
    private static final String EDITH = "9990000018";

    private final Sandbox sandbox;
    private final User practice;

    GpRecordsTest(Store store) {
        sandbox = Sandbox.on(store);
        sandbox.empty();
        practice = sandbox.as("gp");
    }

    @Test
    void isACarerStandsOnTheCarersOwnRecordAndTheMessageTellsWhatWasLost() throws IOException {
        Answer taken = send("is-a-carer-on-own-record/1-record.stu3.json", STU3);

        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        assertThat(taken.places()).containsExactly("Bundle.entry[3].resource");
        assertThat(practice.get(taken.header("Location")).text()).contains("\"gp-record\"", "\"AA\"", "entry[3]");
        Flag flag = only(flags(TOM));
        assertThat(flag.getStatus()).isEqualTo(FlagStatus.ACTIVE);
        assertThat(flag.getCode().getCodingFirstRep().getCode()).isEqualTo("is-carer");
        assertThat(flag.getPeriod().getStartElement().getValueAsString()).isEqualTo("2023-05-04");
    }

    @Test
    void theSameRecordAgainMakesNoNewVersion() throws IOException {
        send("contact-cares-for/1-record.stu3.json", STU3);
        String before = only(carers(EDITH)).getMeta().getVersionId();

        send("contact-cares-for/1-record.stu3.json", STU3);

        assertThat(only(carers(EDITH)).getMeta().getVersionId()).isEqualTo(before);
    }

    @Test
    void theNewestOfIsAndNoLongerACarerStandsAndWhoCaresAgainHasNoEnd() throws IOException {
        send("no-longer-a-carer/1-record.stu3.json", STU3);
        assertThat(only(flags(RUTH)).getStatus()).isEqualTo(FlagStatus.INACTIVE);

        Answer later = practice.with("Content-Type", STU3)
                .ask(
                        "POST",
                        "/intake/fhir",
                        Files.readString(Sandbox.project("test-data/gp-record/carer-again/1-record.stu3.json"))
                                .replace("\"lastUpdated\": \"2026-11-02", "\"lastUpdated\": \"2026-11-09")
                                .getBytes(UTF_8));
        assertThat(later.status()).isEqualTo(200);

        Flag flag = only(flags(RUTH));
        assertThat(flag.getStatus()).isEqualTo(FlagStatus.ACTIVE);
        assertThat(flag.getPeriod().hasEnd()).isFalse();
    }

    @Test
    void aCarerOfAContactIsConfirmedByAPracticeThatAsksThem() throws IOException {
        Answer taken = send("contact-cares-for/1-record.stu3.json", FHIR);

        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        assertThat(only(carers(EDITH)).getNameFirstRep().getFamily()).isEqualTo("Hale");
        assertThat(only(flags(EDITH)).getCode().getCodingFirstRep().getCode()).isEqualTo("has-carer");
    }

    @Test
    void relatedPeopleOfPdsAreOfThePersonWhoseNumberTheyHave() throws IOException {
        Answer taken = send("pds-related-people/1-list.json", FHIR);

        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        assertThat(only(carers(EDITH)).getNameFirstRep().getFamily()).isEqualTo("Hale");
    }

    @Test
    void whatCannotBeTakenIsRefusedAtItsPlaceAndKept() throws IOException {
        Answer refused = send("no-number/1-record.r4.json", FHIR);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.places()).containsExactly("Bundle.entry[0].resource.identifier");
        assertThat(practice.get(refused.header("Location")).text()).contains("\"AR\"", "identifier");
        assertThat(send("unreadable/1-broken.json", FHIR).status()).isEqualTo(400);
        assertThat(send("unreadable/4-patient.dstu2.json", FHIR + "; fhirVersion=1.0")
                        .status())
                .isEqualTo(422);
        assertThat(send("unreadable/1-broken.json", "text/plain").status()).isEqualTo(415);
    }

    @Test
    void theCarersGoOutAsUkCoreAndAsCodedEntriesUnderTheAgreementAndAudited() throws IOException {
        send("contact-cares-for/1-record.stu3.json", STU3);
        send("is-a-carer-on-own-record/1-record.stu3.json", STU3);
        String edith = "/export/gp?patient=" + id(EDITH);
        String request = People.uuid();

        Bundle bundle = practice.with("X-Request-ID", request)
                .with("Accept", FHIR)
                .get(edith)
                .bundle();

        assertThat(bundle.getEntry())
                .extracting(entry -> entry.getResource().fhirType())
                .containsExactly("Patient", "RelatedPerson", "Flag");
        assertThat(bundle.getEntry()
                        .get(1)
                        .getResource()
                        .getMeta()
                        .getProfile()
                        .getFirst()
                        .getValue())
                .endsWith("UKCore-RelatedPerson");
        assertThat(sandbox.audited(request, 200)).isEqualTo(1);
        Answer entries = practice.with("Accept", "text/csv").get("/export/gp?patient=" + id(TOM));
        assertThat(entries.text().lines().toList())
                .contains(TOM + ",1364141000000107,Unpaid caregiver,2023-05-04,Z00001,Sandbox Surgery");
        assertThat(entries.text()).doesNotContain("Edith", EDITH);
    }

    @Test
    void whoMayNotSeeThePersonGetsNothingOut() throws IOException {
        send("contact-cares-for/1-record.stu3.json", STU3);
        String edith = "/export/gp?patient=" + id(EDITH);

        assertThat(sandbox.as("hospice").get(edith).status()).isEqualTo(404);
        assertThat(sandbox.stranger().get(edith).status()).isEqualTo(401);
        assertThat(practice.get("/export/gp?patient=nobody").status()).isEqualTo(404);
        assertThat(practice.get("/export/gp").status()).isEqualTo(400);
    }

    private Answer send(String record, String type) throws IOException {
        return practice.with("Content-Type", type)
                .ask("POST", "/intake/fhir", Files.readAllBytes(Sandbox.project("test-data/gp-record/" + record)));
    }

    private List<Flag> flags(String number) {
        return practice.get("/fhir/Flag?subject=Patient/" + id(number)).found(Flag.class);
    }

    private List<RelatedPerson> carers(String number) {
        return practice
                .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + number)
                .found(RelatedPerson.class)
                .stream()
                .filter(related -> related.getRelationshipFirstRep().getCoding().stream()
                        .anyMatch(coding -> "Carer".equals(coding.getCode())))
                .toList();
    }

    private String id(String number) {
        return only(practice.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + number)
                        .found(Patient.class))
                .getIdElement()
                .getIdPart();
    }

    private static <T> T only(List<T> of) {
        assertThat(of).hasSize(1);
        return of.getFirst();
    }
}
