package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.MessageHeader.ResponseType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** R4, Messaging: {@code POST /fhir/$process-message}. */
@OnEachStore
class ProcessMessageTest {

    private final Sandbox sandbox;
    private final User practice;
    private final String number = People.nhsNumber();
    private final Bundle message = message(number);

    ProcessMessageTest(Store store) {
        sandbox = Sandbox.on(store);
        practice = sandbox.as("gp");
    }

    private static Bundle message(String number) {
        String patient = "urn:uuid:" + People.uuid();
        MessageHeader header = new MessageHeader();
        header.setId(People.uuid());
        header.setEvent(new Coding("https://example.org/events", "carer-registered", null));
        header.getSource().setEndpoint("https://example.org/practice");
        Bundle message = new Bundle().setType(BundleType.MESSAGE);
        message.setTimestampElement(new InstantType("2026-10-26T09:00:00Z"));
        message.addEntry()
                .setFullUrl("urn:uuid:" + header.getIdElement().getIdPart())
                .setResource(header);
        message.addEntry().setFullUrl(patient).setResource(Fhir.patient(number));
        message.addEntry().setResource(Fhir.carer(People.nhsNumber(), patient));
        return message;
    }

    private Answer send(Bundle sent) {
        return practice.fhir("POST", "/fhir/$process-message", Fhir.json(sent));
    }

    private static MessageHeader header(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.bundle().getType()).isEqualTo(BundleType.MESSAGE);
        return (MessageHeader) answer.bundle().getEntryFirstRep().getResource();
    }

    @Test
    void aMessageIsTakenAndAnsweredByOne() {
        Answer answer = send(message);

        MessageHeader header = header(answer);
        assertThat(header.getResponse().getCode()).isEqualTo(ResponseType.OK);
        assertThat(header.getResponse().getIdentifier())
                .isEqualTo(
                        message.getEntryFirstRep().getResource().getIdElement().getIdPart());
        assertThat(header.getEventCoding().getCode()).isEqualTo("carer-registered");
        assertThat(header.getResponse().getDetails().getReference())
                .isEqualTo(answer.bundle().getEntry().get(1).getFullUrl());
        assertThat(answer.bundle().getEntry().get(1).getResource()).isInstanceOf(OperationOutcome.class);
        assertThat(practice.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + number)
                        .found(RelatedPerson.class))
                .hasSize(1);
    }

    @Test
    void theSameAgainIsAnsweredTheSameAndIsNoNewVersion() {
        Answer first = send(message);
        Answer again = send(message);

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(practice.get("/messages?controlId="
                                + message.getEntryFirstRep()
                                        .getResource()
                                        .getIdElement()
                                        .getIdPart())
                        .text()
                        .split("\"outcome\""))
                .hasSize(2);
    }

    @Test
    void otherContentUnderTheSameNumberAndTimeIsAFatalError() {
        send(message);
        ((Patient) message.getEntry().get(1).getResource()).getNameFirstRep().setFamily("Elsewhere");

        assertThat(header(send(message)).getResponse().getCode()).isEqualTo(ResponseType.FATALERROR);
    }

    @Test
    void whatCannotBeTakenIsSaidWithItsPlace() {
        ((Patient) message.getEntry().get(1).getResource()).setIdentifier(null);

        Answer answer = send(message);

        assertThat(header(answer).getResponse().getCode()).isEqualTo(ResponseType.FATALERROR);
        OperationOutcome outcome =
                (OperationOutcome) answer.bundle().getEntry().get(1).getResource();
        assertThat(outcome.getIssueFirstRep().getExpression().getFirst().getValue())
                .isEqualTo("Bundle.entry[1].resource.identifier");
    }

    @Test
    void itIsSpokenInXmlToo() {
        byte[] xml = Fhir.CONTEXT.newXmlParser().encodeResourceToString(message).getBytes(UTF_8);

        Answer answer = practice.with("Content-Type", "application/fhir+xml")
                .with("Accept", "application/fhir+xml")
                .ask("POST", "/fhir/$process-message", xml);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains("<code value=\"ok\"/>");
    }

    @Test
    void whatIsNoMessageIsRefused() {
        assertThat(send(new Bundle().setType(BundleType.DOCUMENT)).status()).isEqualTo(422);
        assertThat(send(new Bundle().setType(BundleType.MESSAGE)).status()).isEqualTo(422);
        assertThat(practice.fhir("POST", "/fhir/$process-message", "{\"resourceType\":\"Patient\"}")
                        .status())
                .isEqualTo(422);
        assertThat(practice.fhir("POST", "/fhir/$process-message", "{").status())
                .isEqualTo(400);
        assertThat(practice.get("/fhir/$process-message").status()).isEqualTo(405);
        assertThat(sandbox.stranger()
                        .fhir("POST", "/fhir/$process-message", Fhir.json(message))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void whoMayNotContributeGetsAFatalError() {
        Answer refused = sandbox.as("fire").fhir("POST", "/fhir/$process-message", Fhir.json(message));

        assertThat(header(refused).getResponse().getCode()).isEqualTo(ResponseType.FATALERROR);
        assertThat(practice.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + number)
                        .found(Patient.class))
                .isEmpty();
    }

    @Test
    void theCapabilityStatementNamesIt() {
        CapabilityStatement offered = sandbox.stranger().get("/fhir/metadata").resource(CapabilityStatement.class);

        assertThat(offered.getRestFirstRep().getOperation())
                .extracting(operation -> operation.getName())
                .containsExactly("process-message");
    }
}
