package org.carerrecord.gateway.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.carerrecord.gateway.packaged.PackagedGateway.Answer;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;

/** A hospital's message goes in, the council reads one carer record; from outside, on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MainJob {

    private static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
    private static final String EDITH = "9990000018";
    private static final FhirContext R4 = FhirContext.forR4();

    private PackagedGateway gateway;

    abstract PackagedGateway start();

    @BeforeAll
    void startTheJar(TestReporter reporter) {
        gateway = start();
        reporter.publishEntry("from start to first answer %.1f s"
                .formatted(gateway.untilFirstAnswer().toMillis() / 1000.0));
    }

    @AfterAll
    void stopTheJar() {
        gateway.close();
    }

    @Test
    void whatTheHospitalSendsOverHttpTheCouncilReadsAMomentLaterWithWhoSaidIt() throws IOException {
        assertThat(post(story("carer-named-at-discharge/1-admission.hl7"))).contains("MSA|AA|W0001");
        assertThat(post(story("carer-named-at-discharge/2-discharge.hl7"))).contains("MSA|AA|W0002");

        Bundle found = council()
                .search()
                .forResource(RelatedPerson.class)
                .where(RelatedPerson.PATIENT.hasChainedProperty(
                        Patient.IDENTIFIER.exactly().systemAndIdentifier(NHS_NUMBER, EDITH)))
                .include(RelatedPerson.INCLUDE_PATIENT)
                .returnBundle(Bundle.class)
                .execute();

        RelatedPerson tom = of(RelatedPerson.class, found)
                .filter(carer ->
                        carer.getNameFirstRep().getGivenAsSingleString().equalsIgnoreCase("Tom"))
                .findFirst()
                .orElseThrow();
        assertThat(of(Patient.class, found)
                        .map(patient -> patient.getIdentifierFirstRep().getValue()))
                .containsExactly(EDITH);
        assertThat(tom.getExtension())
                .anySatisfy(
                        status -> assertThat(status.getValue().primitiveValue()).isEqualTo("confirmed"));
        assertThat(council()
                        .read()
                        .resource(RelatedPerson.class)
                        .withId(tom.getIdPart())
                        .execute()
                        .getNameFirstRep()
                        .getFamily())
                .isEqualToIgnoringCase("Marlow");
        assertThat(council()
                        .read()
                        .resource(RelatedPerson.class)
                        .withIdAndVersion(tom.getIdPart(), "1")
                        .execute()
                        .getMeta()
                        .getVersionId())
                .isEqualTo("1");
        assertThat(council()
                        .history()
                        .onInstance("RelatedPerson/" + tom.getIdPart())
                        .returnBundle(Bundle.class)
                        .execute()
                        .getEntry())
                .hasSize(1);
        Provenance said = of(
                        Provenance.class,
                        council()
                                .search()
                                .forResource(Provenance.class)
                                .where(Provenance.TARGET.hasId("RelatedPerson/" + tom.getIdPart()))
                                .returnBundle(Bundle.class)
                                .execute())
                .findFirst()
                .orElseThrow();
        assertThat(said.getAgentFirstRep().getWho().getIdentifier().getValue()).isEqualTo("RZ1");
        assertThat(said.getEntityFirstRep().getWhat().getDisplay()).isEqualTo("MSH-10 W0002");
    }

    @Test
    void whatTheHospitalSendsOverMllpIsThereWhenItIsAcknowledged() throws IOException {
        String sent = story("young-carer/1-admission.hl7");
        try (MllpSender hospital = new MllpSender(gateway.mllpPort())) {
            assertThat(hospital.send(sent.getBytes(StandardCharsets.UTF_8))).contains("MSA|AA|W0111");
        }

        Answer fate = gateway.get("sandbox-hospital", "/messages?controlId=W0111");

        assertThat(fate.status()).isEqualTo(200);
        assertThat(fate.body()).contains("\"outcome\":\"AA\"").contains("RelatedPerson/");
    }

    @Test
    void aPracticePushesACarerFlagAsOneTransactionAndOnceMoreToNoEffect() throws IOException {
        Bundle push = R4.newJsonParser()
                .parseResource(
                        Bundle.class,
                        Files.readString(PackagedGateway.ROOT.resolve("test-data/fhir-push/carer-flag/push.json")));

        Bundle first = client("sandbox-gp").transaction().withBundle(push).execute();
        Bundle again = client("sandbox-gp").transaction().withBundle(push).execute();

        assertThat(locations(again)).isEqualTo(locations(first)).hasSize(3);
        assertThat(of(
                                RelatedPerson.class,
                                council()
                                        .search()
                                        .byUrl("RelatedPerson?patient.identifier=" + NHS_NUMBER + "%7C" + EDITH)
                                        .returnBundle(Bundle.class)
                                        .execute())
                        .filter(carer -> carer.getNameFirstRep().getFamily().equals("Hale")))
                .hasSize(1);
        assertThat(of(
                        Flag.class,
                        council()
                                .search()
                                .byUrl("Flag?patient.identifier=" + NHS_NUMBER + "%7C" + EDITH)
                                .returnBundle(Bundle.class)
                                .execute()))
                .hasSize(1);
    }

    @Test
    void theBarOfAnIdentifierMayStandPlainInTheUrl() throws IOException {
        post(story("carer-named-at-discharge/1-admission.hl7"));

        String answer = plainHttp("/fhir/Patient?identifier=" + NHS_NUMBER + "|" + EDITH);

        assertThat(answer).startsWith("HTTP/1.1 200").contains("\"value\":\"" + EDITH + "\"");
    }

    @Test
    void whatBecameOfAMessageIsToldWithItsLosses() throws IOException {
        assertThat(post(story("wrong-check-digit/1-admission.hl7"))).contains("MSA|AA|W0061");

        Answer fate = gateway.get("sandbox-hospital", "/messages?controlId=W0061");

        assertThat(fate.body())
                .contains("\"outcome\":\"AA\"")
                .contains("\"losses\":[{\"place\":\"PID-3[1]\"")
                .doesNotContain("9990000043");
    }

    @Test
    void whatNobodyCanApplyIsRefusedWithTheReason() throws IOException {
        assertThat(post(story("wrong-check-digit-only/1-admission.hl7"))).contains("MSA|AE|W0071");
        assertThat(post(story("unreadable/1-admission.hl7"))).contains("MSA|AR|");
    }

    @Test
    void withoutATokenThereIsNothing() {
        assertThat(gateway.ask(java.net.http.HttpRequest.newBuilder(gateway.http("/fhir/Patient")))
                        .status())
                .isEqualTo(401);
        assertThat(gateway.get("nobody", "/fhir/Patient").status()).isEqualTo(401);
    }

    private String post(String message) {
        Answer answer = gateway.postHl7("sandbox-hospital", message.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    /** As a client that encodes nothing, like curl. */
    private String plainHttp(String pathAndQuery) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.getOutputStream()
                    .write(("GET " + pathAndQuery
                                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sandbox-council\r\n"
                                    + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private IGenericClient council() {
        return client("sandbox-council");
    }

    private IGenericClient client(String token) {
        IGenericClient client = R4.newRestfulGenericClient(gateway.http("/fhir").toString());
        client.registerInterceptor(new BearerTokenAuthInterceptor(token));
        return client;
    }

    private static String story(String file) throws IOException {
        return Files.readString(PackagedGateway.ROOT.resolve("test-data/hospital-discharge/" + file));
    }

    private static List<String> locations(Bundle answer) {
        return answer.getEntry().stream()
                .map(entry -> entry.getResponse().getLocation())
                .toList();
    }

    private static <T extends Resource> Stream<T> of(Class<T> type, Bundle bundle) {
        return bundle.getEntry().stream()
                .map(BundleEntryComponent::getResource)
                .filter(type::isInstance)
                .map(type::cast);
    }
}
