package org.carerrecord.gateway.web;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import java.util.Map;
import org.carerrecord.gateway.GatewaySettings;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** An identity provider that does not answer is no fault of the token; a flood of unknown keys is no outage. */
class BearerTokensTest {

    private static final GatewaySettings SETTINGS = new Binder(
                    new MapConfigurationPropertySource(Map.of("gateway.sandbox", "false")))
            .bind("gateway", GatewaySettings.class)
            .get();

    private static BearerTokens failing(JwtException failure) {
        return new BearerTokens(
                new SandboxTokens(SETTINGS),
                token -> {
                    throw failure;
                },
                SETTINGS);
    }

    @Test
    void anOutageIsToldAsOne() {
        assertThatExceptionOfType(BearerTokens.Unreachable.class).isThrownBy(() -> failing(new JwtException("away"))
                .authenticate(new BearerTokenAuthenticationToken("token")));
    }

    @Test
    void unknownKeysAreNone() {
        assertThatExceptionOfType(InvalidBearerTokenException.class)
                .isThrownBy(() -> failing(new JwtException("limited", new RateLimitReachedException()))
                        .authenticate(new BearerTokenAuthenticationToken("token")));
    }
}
