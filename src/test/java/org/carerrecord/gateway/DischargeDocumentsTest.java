package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** A hospital's discharge documents and notices go in by {@code POST /intake/fhir}, whatever their version of FHIR. */
@OnEachStore
class DischargeDocumentsTest {

    private static final String XML = "application/fhir+xml";
    private static final String EDITH = "?patient.identifier=" + User.NHS_NUMBER + "9990000018";
    private static final String SAMIR = "?patient.identifier=" + User.NHS_NUMBER + "9990000042";

    private final User hospital;
    private final User council;

    DischargeDocumentsTest(Store store) {
        Sandbox sandbox = Sandbox.on(store);
        sandbox.empty();
        hospital = sandbox.as("hospital");
        council = sandbox.as("council");
    }

    @Test
    void aCarerOfTheNarrativeIsPossibleAndItsSourceAloneSeesTheSentence() throws IOException {
        Answer taken = send("daughter-in-the-narrative/1-document.stu3.xml", XML);

        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        assertThat(hospital.get(taken.header("Location")).text())
                .contains("\"transfer-of-care\"", "\"doc-1\"", "\"AA\"");
        RelatedPerson ruth = only(hospital.get("/fhir/RelatedPerson" + EDITH).found(RelatedPerson.class));
        assertThat(ruth.getExtensionByUrl(Canonical.Extension.STATEMENT_STATUS)
                        .getValue()
                        .primitiveValue())
                .isEqualTo("possible");
        assertThat(ruth.getExtensionByUrl(Canonical.Extension.NAMED_IN)
                        .getValue()
                        .primitiveValue())
                .isEqualTo("Her daughter, Ruth Hale, is her main carer.");
        assertThat(council.get("/fhir/RelatedPerson" + EDITH).found(RelatedPerson.class))
                .isEmpty();
        Encounter stay = only(council.get("/fhir/Encounter" + EDITH).found(Encounter.class));
        assertThat(stay.getStatus()).isEqualTo(Encounter.EncounterStatus.FINISHED);
        assertThat(only(council.get("/fhir/Communication" + EDITH).found(Communication.class))
                        .getPayload())
                .hasSize(2);
    }

    @Test
    void whatIsCodedIsStatedAndSoConfirmedByAHospitalThatAsksCarers() throws IOException {
        send("uk-core-document/1-document.r4.json", "application/fhir+json; fhirVersion=4.0");

        assertThat(only(council.get("/fhir/RelatedPerson" + EDITH).found(RelatedPerson.class))
                        .getNameFirstRep()
                        .getFamily())
                .isEqualTo("Hale");
    }

    @Test
    void aDocumentSentAgainIsTheSameAndWithOtherContentsARefusal() throws IOException {
        Answer first = send("document-sent-again/1-document.stu3.xml", XML);
        Answer again = send("document-sent-again/1-document.stu3.xml", XML);
        Answer later = send("document-sent-again/2-document.stu3.xml", XML);

        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(later.status()).as(later.text()).isEqualTo(409);
        assertThat(later.places()).containsExactly("Bundle.identifier");
    }

    @Test
    void noticesTellWhetherTheCarerWasConsultedAndAWithdrawalTakesThatBack() throws IOException {
        send("notice-withdrawn/1-notice.dstu2.xml", XML + "; fhirVersion=1.0");
        Answer discharge = send("notice-withdrawn/2-notice.dstu2.xml", XML);

        assertThat(discharge.status()).as(discharge.text()).isEqualTo(200);
        assertThat(hospital.get(discharge.header("Location")).text()).contains("\"care-act-notice\"", "\"notice-4\"");
        assertThat(consultations(EDITH)).hasSize(2);

        Answer withdrawal = send("notice-withdrawn/3-withdrawal.dstu2.xml", XML);
        assertThat(withdrawal.text()).doesNotContain("MessageHeader.event");
        assertThat(only(consultations(EDITH)).getItemFirstRep().getText()).contains("Assessment Notice");
        assertThat(council.get("/fhir/RelatedPerson" + EDITH).found(RelatedPerson.class))
                .hasSize(1);

        send("notice-withdrawn/4-withdrawal.dstu2.xml", XML);
        assertThat(consultations(EDITH)).isEmpty();
        assertThat(council.get("/fhir/RelatedPerson" + EDITH).found(RelatedPerson.class))
                .hasSize(1);
    }

    @Test
    void noKnownCarerIsAnAnswer() throws IOException {
        send("notice-of-discharge/1-notice.dstu2.xml", XML);

        assertThat(only(consultations(SAMIR))
                        .getItemFirstRep()
                        .getAnswerFirstRep()
                        .getValueCoding()
                        .getCode())
                .isEqualTo("NKC");
    }

    @Test
    void whatCannotBeTakenIsRefusedAtItsPlaceAndKept() throws IOException {
        Answer refused = send("no-subject/1-document.stu3.xml", XML);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.places()).containsExactly("Bundle.entry[0].resource.subject");
        assertThat(hospital.get(refused.header("Location")).text()).contains("\"transfer-of-care\"", "\"AR\"");
        assertThat(send("notice-answered/1-answer.dstu2.xml", XML).status()).isEqualTo(422);
    }

    private List<QuestionnaireResponse> consultations(String patient) {
        return council.get("/fhir/QuestionnaireResponse" + patient).found(QuestionnaireResponse.class);
    }

    private Answer send(String document, String type) throws IOException {
        return hospital.with("Content-Type", type)
                .ask(
                        "POST",
                        "/intake/fhir",
                        Files.readAllBytes(Sandbox.project("test-data/discharge-documents/" + document)));
    }

    private static <T> T only(List<T> of) {
        assertThat(of).hasSize(1);
        return of.getFirst();
    }
}
