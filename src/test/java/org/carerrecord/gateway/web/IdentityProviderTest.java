package org.carerrecord.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.nimbusds.jose.JOSEException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.carerrecord.gateway.Issuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** Keys that change, times that pass, settings that are not whole. */
class IdentityProviderTest {

    private final OAuth2ResourceServerProperties settings = new OAuth2ResourceServerProperties();

    private JwtDecoder tokens(Issuer issuer, Clock clock) {
        settings.getJwt().setIssuerUri(Issuer.NAME);
        settings.getJwt().setJwkSetUri(issuer.keys());
        settings.getJwt().setAudiences(List.of(Issuer.AUDIENCE));
        settings.getJwt().setJwsAlgorithms(List.of("RS384"));
        return new IdentityProvider().tokens(settings, clock);
    }

    @Test
    void aKeyThatIsNewIsAskedForAndOneThatIsWithdrawnIsNone() throws JOSEException {
        try (Issuer issuer = new Issuer()) {
            JwtDecoder tokens = tokens(issuer, Clock.systemUTC());
            String before = issuer.token(claims -> claims);
            assertThat(tokens.decode(before).getSubject()).isEqualTo("hospital-engine");

            issuer.rotate("second");

            assertThat(tokens.decode(issuer.token(claims -> claims)).getSubject())
                    .isEqualTo("hospital-engine");
            assertThatExceptionOfType(JwtException.class).isThrownBy(() -> tokens.decode(before));
        }
    }

    @Test
    void aTokenEndsWhileTheGatewayRuns() {
        try (Issuer issuer = new Issuer()) {
            String token = issuer.token(claims -> claims);

            assertThat(tokens(issuer, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)))
                            .decode(token)
                            .getSubject())
                    .isEqualTo("hospital-engine");
            assertThatExceptionOfType(BadJwtException.class)
                    .isThrownBy(() -> tokens(issuer, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(7)))
                            .decode(token));
        }
    }

    @Test
    void aProviderThatIsAwayIsNoBadToken() {
        Issuer issuer = new Issuer();
        String token = issuer.token(claims -> claims);
        JwtDecoder tokens = tokens(issuer, Clock.systemUTC());
        issuer.close();

        assertThatExceptionOfType(JwtException.class)
                .isThrownBy(() -> tokens.decode(token))
                .isNotInstanceOf(BadJwtException.class);
    }

    @Test
    void withoutAProviderNoTokenIsValid() {
        JwtDecoder none = new IdentityProvider().tokens(settings, Clock.systemUTC());

        assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> none.decode("token"));
    }

    @Test
    void aProviderIsNamedWhole() {
        settings.getJwt().setIssuerUri(Issuer.NAME);
        settings.getJwt().setJwkSetUri("https://identity.example.org/keys");

        assertThatIllegalStateException()
                .isThrownBy(() -> new IdentityProvider().tokens(settings, Clock.systemUTC()))
                .withMessageContaining("audiences");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "none", "winifred"})
    void onlySignaturesByPrivateKeysAreAccepted(String algorithm) {
        settings.getJwt().setIssuerUri(Issuer.NAME);
        settings.getJwt().setJwkSetUri("https://identity.example.org/keys");
        settings.getJwt().setAudiences(List.of(Issuer.AUDIENCE));
        settings.getJwt().setJwsAlgorithms(List.of(algorithm));

        assertThatIllegalStateException()
                .isThrownBy(() -> new IdentityProvider().tokens(settings, Clock.systemUTC()))
                .withMessageContaining("jws-algorithms");
    }
}
