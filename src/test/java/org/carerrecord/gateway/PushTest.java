package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** A partner pushes a carer, and the council reads what was pushed. */
@OnEachStore
class PushTest {

    private final Sandbox gateway;
    private final String patient = People.nhsNumber();
    private final String carer = People.nhsNumber();

    PushTest(Store store) {
        gateway = Sandbox.on(store);
    }

    @Test
    void theSamePushAgainMakesNothingNew() {
        Bundle first = push("hospital").bundle();
        Bundle second = push("hospital").bundle();

        assertThat(statuses(first)).allMatch(status -> status.startsWith("201"));
        assertThat(statuses(second)).allMatch(status -> status.startsWith("200"));
        assertThat(Fhir.locations(second))
                .isEqualTo(Fhir.locations(first))
                .allMatch(place -> place.endsWith("/_history/1"));
    }

    @Test
    void theCouncilAsksWithTheBarPlainOrEncoded() throws IOException {
        push("hospital");

        String encoded = gateway.as("council")
                .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patient
                        + "&_include=RelatedPerson:patient")
                .text();
        String plain = raw("/fhir/RelatedPerson?patient.identifier=https://fhir.nhs.uk/Id/nhs-number|" + patient
                + "&_include=RelatedPerson:patient");

        assertThat(List.of(encoded, plain)).allSatisfy(answer -> assertThat(answer)
                .contains("\"total\":1", "\"Barnaby\"", "\"Winifred\"", "\"mode\":\"include\""));
    }

    @Test
    void whatWasPushedIsFoundReadAndListed() {
        Bundle pushed = push("hospital").bundle();
        User council = gateway.as("council");

        assertThat(council.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient)
                        .found(Patient.class))
                .hasSize(1);
        assertThat(council.get("/fhir/Flag?patient.identifier=" + User.NHS_NUMBER + patient)
                        .found(Flag.class))
                .hasSize(1);
        for (int entry = 0; entry < 3; entry++) {
            String reference = "/fhir/" + Fhir.reference(pushed, entry);
            assertThat(council.get(reference).status()).isEqualTo(200);
            assertThat(council.get(reference).header("ETag")).isEqualTo("W/\"1\"");
            assertThat(council.get(reference + "/_history/1").status()).isEqualTo(200);
            assertThat(council.get(reference + "/_history/2").status()).isEqualTo(404);
            assertThat(council.get(reference + "/_history").bundle().getEntry()).hasSize(1);
        }
    }

    @Test
    void anotherVersionLeavesTheFirstReadable() {
        Bundle pushed = push("hospital").bundle();
        Patient changed = Fhir.patient(patient);
        changed.getNameFirstRep().setFamily("Merryweather");
        String reference = "/fhir/" + Fhir.reference(pushed, 0);

        Answer updated = gateway.as("hospital").fhir("PUT", reference, Fhir.json(changed.setId(id(pushed))));

        assertThat(updated.status()).isEqualTo(200);
        User tester = gateway.as("tester");
        assertThat(tester.get(reference + "/_history/1").text()).contains("Fairweather");
        assertThat(tester.get(reference).text()).contains("Merryweather");
        assertThat(tester.get(reference + "/_history").bundle().getEntry()).hasSize(2);
        assertThat(gateway.as("hospital")
                        .with("If-Match", "W/\"1\"")
                        .fhir("PUT", reference, Fhir.json(changed))
                        .status())
                .isEqualTo(412);
    }

    @Test
    void whoSaidItIsTold() {
        String request = "5c9d5a0e-74a8-4a3c-8b0f-3a3f3a0b1c2d";
        String pushed = Fhir.reference(
                gateway.as("hospital")
                        .with("X-Request-ID", request)
                        .fhir("POST", "/fhir", Fhir.json(Fhir.push(patient, carer)))
                        .bundle(),
                0);
        String told = People.nhsNumber();
        gateway.as("hospital").hl7(Adt.admission("PROV1", told).carer("OSWALD").text());

        Provenance ofPush = gateway.as("tester")
                .get("/fhir/Provenance?target=" + pushed)
                .found(Provenance.class)
                .getFirst();
        Provenance ofMessage = gateway.as("tester")
                .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + told
                        + "&_revinclude=Provenance:target")
                .found(Provenance.class)
                .getFirst();

        assertThat(List.of(ofPush, ofMessage)).allSatisfy(provenance -> assertThat(
                        provenance.getAgentFirstRep().getWho().getIdentifier().getValue())
                .isEqualTo("RZ1"));
        assertThat(ofPush.getTargetFirstRep().getReference()).isEqualTo(pushed + "/_history/1");
        assertThat(ofPush.getEntityFirstRep().getWhat().getIdentifier().getValue())
                .isEqualTo(request);
        assertThat(Fhir.json(ofMessage)).contains("PROV1");
    }

    @Test
    void aCarerOfTwoParentsHasTwoRelationships() {
        String father = People.nhsNumber();
        push("hospital");

        Answer second = gateway.as("hospital").fhir("POST", "/fhir", Fhir.json(Fhir.push(father, carer)));

        assertThat(second.status()).isEqualTo(200);
        List<RelatedPerson> both = gateway.as("tester")
                .get("/fhir/RelatedPerson?identifier=" + User.NHS_NUMBER + carer)
                .found(RelatedPerson.class);
        assertThat(both).hasSize(2);
        assertThat(both.stream().map(one -> one.getPatient().getReference()).distinct())
                .hasSize(2);
    }

    @Test
    void aWithdrawnCarerTakesTheFlagAlong() {
        gateway.as("hospital")
                .hl7(Adt.admission("FLAG1", patient).carer("OSWALD").text());
        Flag open = flag();
        String carers = gateway.as("hospital")
                .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patient)
                .found(RelatedPerson.class)
                .getFirst()
                .getIdElement()
                .getIdPart();

        gateway.as("hospital").delete("/fhir/RelatedPerson/" + carers);

        assertThat(open.getStatus()).isEqualTo(Flag.FlagStatus.ACTIVE);
        assertThat(flag().getStatus()).isEqualTo(Flag.FlagStatus.INACTIVE);
    }

    @Test
    void hapisClientPushesAndReads() {
        Fhir.CONTEXT.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        IGenericClient client =
                Fhir.CONTEXT.newRestfulGenericClient("http://localhost:" + gateway.httpPort() + "/fhir");
        client.registerInterceptor(new BearerTokenAuthInterceptor("sandbox-hospital"));

        client.transaction().withBundle(Fhir.push(patient, carer)).execute();
        Bundle found = client.search()
                .forResource(RelatedPerson.class)
                .where(RelatedPerson.PATIENT.hasChainedProperty(
                        Patient.IDENTIFIER.exactly().systemAndValues("https://fhir.nhs.uk/Id/nhs-number", patient)))
                .include(RelatedPerson.INCLUDE_PATIENT)
                .returnBundle(Bundle.class)
                .execute();

        assertThat(found.getEntry()).hasSize(2);
    }

    private Answer push(String partner) {
        return gateway.as(partner).fhir("POST", "/fhir", Fhir.json(Fhir.push(patient, carer)));
    }

    private Flag flag() {
        return gateway.as("tester")
                .get("/fhir/Flag?patient.identifier=" + User.NHS_NUMBER + patient)
                .found(Flag.class)
                .getFirst();
    }

    private static String id(Bundle pushed) {
        return Fhir.reference(pushed, 0).substring("Patient/".length());
    }

    private static List<String> statuses(Bundle answer) {
        return answer.getEntry().stream()
                .map(entry -> entry.getResponse().getStatus())
                .toList();
    }

    /** As a browser or curl would: nothing in the URL is encoded. */
    private String raw(String target) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.httpPort())) {
            socket.getOutputStream()
                    .write(("GET " + target
                                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sandbox-council\r\n"
                                    + "Connection: close\r\n\r\n")
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
