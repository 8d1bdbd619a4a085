package org.carerrecord.gateway;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A gateway that believes an identity provider, and those who bear its tokens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TokenBearers {

    static final String TOKEN_ENDPOINT = "https://identity.example.org/token";
    static final int LIMIT = 150;

    final Issuer issuer = new Issuer();
    String request = "";
    Sandbox gateway;

    @BeforeAll
    void start() {
        gateway = Sandbox.with(
                "tokens",
                Stream.concat(
                                Stream.of(issuer.settings()),
                                Stream.of(
                                        "--gateway.oauth2.token-endpoint=" + TOKEN_ENDPOINT,
                                        "--gateway.oauth2.clients.shared-portal=ZL1,ZV1",
                                        "--gateway.requests-per-minute=" + LIMIT,
                                        "--server.tomcat.connection-timeout=300ms",
                                        "--server.tomcat.keep-alive-timeout=20s"))
                        .toArray(String[]::new));
    }

    @AfterAll
    void stop() {
        gateway.stop();
        issuer.close();
    }

    @BeforeEach
    void nextRequest() {
        request = People.uuid();
    }

    User bearing(String token) {
        return gateway.stranger().with("Authorization", "Bearer " + token).with("X-Request-ID", request);
    }

    User scoped(String scopes) {
        return bearing(issuer.token(
                claims -> claims.subject(scopes).claim("client_id", "scoped").claim("scope", scopes)));
    }
}
