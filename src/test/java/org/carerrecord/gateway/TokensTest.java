package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestSecurityComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of an identity provider: which are valid, and whom they stand for. */
class TokensTest extends TokenBearers {

    @Test
    void bothOfSmartsAlgorithmsAreValid() {
        assertThat(bearing(issuer.token(claims -> claims)).get("/fhir/Patient").status())
                .isEqualTo(200);
        assertThat(bearing(issuer.elliptic()).get("/fhir/Patient").status()).isEqualTo(200);
    }

    Stream<Arguments> attacks() throws JOSEException {
        Date past = Date.from(Instant.now().minusSeconds(120));
        Date future = Date.from(Instant.now().plusSeconds(120));
        String valid = issuer.token(claims -> claims);
        return Stream.of(
                Arguments.of("expired", issuer.token(claims -> claims.expirationTime(past))),
                Arguments.of("without an end", issuer.token(claims -> claims.expirationTime(null))),
                Arguments.of("not valid yet", issuer.token(claims -> claims.notBeforeTime(future))),
                Arguments.of("issued in the future", issuer.token(claims -> claims.issueTime(future))),
                Arguments.of("for another audience", issuer.token(claims -> claims.audience("https://elsewhere"))),
                Arguments.of("for no audience", issuer.token(claims -> claims.audience((String) null))),
                Arguments.of("of another issuer", issuer.token(claims -> claims.issuer("https://elsewhere"))),
                Arguments.of("of no issuer", issuer.token(claims -> claims.issuer(null))),
                Arguments.of("of no client", issuer.token(claims -> claims.subject(null))),
                Arguments.of(
                        "of an unknown key",
                        Issuer.rs384(
                                new RSAKeyGenerator(2048).keyID("unknown").generate(),
                                Issuer.claims().build())),
                Arguments.of(
                        "of another key under a known name",
                        Issuer.rs384(
                                new RSAKeyGenerator(2048)
                                        .keyID(issuer.rsa().getKeyID())
                                        .generate(),
                                Issuer.claims().build())),
                Arguments.of("unsigned", new PlainJWT(Issuer.claims().build()).serialize()),
                Arguments.of(
                        "signed with the public key as a secret",
                        Issuer.signed(
                                JWSAlgorithm.HS256,
                                issuer.rsa().getKeyID(),
                                new MACSigner(issuer.rsa().toRSAPublicKey().getEncoded()),
                                Issuer.claims().build())),
                Arguments.of("with another body", swapped(valid)),
                Arguments.of("cut", valid.substring(0, valid.length() - 10)),
                Arguments.of("no token", "nonsense"),
                Arguments.of("of the sandbox, but not quite", "Sandbox-hospital"));
    }

    private static String swapped(String token) {
        String[] parts = token.split("\\.");
        String body = new PlainJWT(Issuer.claims().claim("ods", "ZT1").build())
                .serialize()
                .split("\\.")[1];
        return parts[0] + "." + body + "." + parts[2];
    }

    @ParameterizedTest(name = "a token {0}")
    @MethodSource("attacks")
    void isRefused(String kind, String token) {
        String id = People.uuid();

        Answer answer = bearing(token).with("X-Request-ID", id).get("/fhir/Patient");

        assertThat(answer.status()).as(kind).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.places()).containsExactly("Authorization");
        assertThat(gateway.audited(id, 401)).isEqualTo(1);
    }

    @Test
    void aHugeTokenIsNotRead() {
        Answer answer = bearing(issuer.token(claims -> claims.claim("padding", "x".repeat(100_000))))
                .get("/fhir/Patient");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.places()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer a b", "Bearer a,b", "Basic cm9vdDpyb290", "bearer:x", "x", ""})
    void aMalformedAuthorizationIsNone(String authorization) {
        assertThat(gateway.stranger()
                        .with("Authorization", authorization)
                        .get("/fhir/Patient")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void ofTwoAuthorizationsNoneCounts() throws IOException {
        String header = "Authorization: Bearer sandbox-tester\r\n";
        try (HttpSocket socket = new HttpSocket(gateway)) {
            assertThat(socket.status("GET /fhir/Patient HTTP/1.1\r\nHost: localhost\r\n" + header + header + "\r\n"))
                    .contains(" 401 ");
        }
    }

    @Test
    void anOrganisationThatIsNoPartnerIsRefused() {
        assertThat(bearing(issuer.token(claims -> claims.claim("ods", "XX1")))
                        .get("/fhir/Patient")
                        .status())
                .isEqualTo(403);
        assertThat(bearing(issuer.token(claims -> claims.claim("ods", null)))
                        .get("/fhir/Patient")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aClientActsForItsOwnOrganisationOnly() {
        User hospital = bearing(issuer.token(claims -> claims));

        assertThat(hospital.with("NHSD-End-User-Organisation-ODS", "RZ1")
                        .get("/fhir/Patient")
                        .status())
                .isEqualTo(200);
        Answer other = hospital.with("NHSD-End-User-Organisation-ODS", "ZL1").get("/fhir/Patient");

        assertThat(other.status()).isEqualTo(403);
        assertThat(other.places()).containsExactly("NHSD-End-User-Organisation-ODS");
        assertThat(actors(403)).containsExactly("RZ1 hospital-engine");
        assertThat(gateway.as("hospital")
                        .with("NHSD-End-User-Organisation-ODS", "ZL1")
                        .get("/fhir/Patient")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aClientOfSeveralActsForOneThatItNames() {
        User portal = bearing(issuer.token(
                claims -> claims.claim("client_id", "shared-portal").claim("ods", null)));

        assertThat(portal.get("/fhir/Patient").places()).containsExactly("NHSD-End-User-Organisation-ODS");
        assertThat(portal.with("NHSD-End-User-Organisation-ODS", "RZ1")
                        .get("/fhir/Patient")
                        .status())
                .isEqualTo(403);
        for (String ods : List.of("ZL1", "ZV1")) {
            assertThat(portal.with("NHSD-End-User-Organisation-ODS", ods)
                            .get("/fhir/Patient")
                            .status())
                    .isEqualTo(200);
        }
        assertThat(actors(200)).containsExactlyInAnyOrder("ZL1 shared-portal", "ZV1 shared-portal");
    }

    private List<String> actors(int outcome) {
        return gateway.jdbc()
                .sql("select partner || ' ' || client from audit where request = ? and outcome = ?")
                .params(request, outcome)
                .query(String.class)
                .list();
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeAgain() {
        User hasty = bearing(issuer.token(claims -> claims.claim("client_id", "hasty")));
        Answer last = hasty.get("/fhir/Flag?_count=1");
        for (int i = 0; i < LIMIT && last.status() == 200; i++) {
            last = hasty.get("/fhir/Flag?_count=1");
        }

        assertThat(last.status()).isEqualTo(429);
        assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 61);
        assertThat(gateway.audited(request, 429)).isEqualTo(1);
        assertThat(bearing(issuer.token(claims -> claims.claim("client_id", "calm")))
                        .get("/fhir/Flag?_count=1")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/Patient", "/hl7v2"})
    void aBodyThatDoesNotComeIsNotWaitedFor(String path) throws IOException {
        try (HttpSocket socket = new HttpSocket(gateway)) {
            assertThat(socket.status("POST " + path
                            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sandbox-hospital\r\n"
                            + "Content-Type: " + (path.equals("/hl7v2") ? "text/plain" : "application/fhir+json")
                            + "\r\nContent-Length: 1000\r\n\r\n{"))
                    .contains(" 408 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/.well-known/smart-configuration", "/.well-known/smart-configuration"})
    void howToComeToATokenIsToldToEverybody(String path) {
        Answer answer = gateway.stranger().get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.text())
                .contains(
                        "\"token_endpoint\":\"" + TOKEN_ENDPOINT + "\"",
                        "\"client_credentials\"",
                        "\"RS384\",\"ES384\"",
                        "\"client-confidential-asymmetric\"");
    }

    @Test
    void theCapabilityStatementSaysSoToo() {
        CapabilityStatementRestSecurityComponent security = gateway.stranger()
                .get("/fhir/metadata")
                .resource(CapabilityStatement.class)
                .getRestFirstRep()
                .getSecurity();

        assertThat(security.getCors()).isFalse();
        assertThat(security.getServiceFirstRep().getCodingFirstRep().getCode()).isEqualTo("SMART-on-FHIR");
        assertThat(security.getExtensionFirstRep()
                        .getExtensionByUrl("token")
                        .getValue()
                        .primitiveValue())
                .isEqualTo(TOKEN_ENDPOINT);
    }

    @Test
    void whoNamesAnotherOrganisationIsCountedToo() {
        User astray = bearing(issuer.token(claims -> claims.claim("client_id", "astray")))
                .with("NHSD-End-User-Organisation-ODS", "ZX9");
        Answer last = astray.get("/fhir/Flag?_count=1");
        assertThat(last.status()).isEqualTo(403);
        for (int i = 0; i < LIMIT && last.status() == 403; i++) {
            last = astray.get("/fhir/Flag?_count=1");
        }

        assertThat(last.status()).isEqualTo(429);
    }
}
