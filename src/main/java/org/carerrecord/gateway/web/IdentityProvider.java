package org.carerrecord.gateway.web;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Whose tokens are valid here: signed by the identity provider, for this gateway, now (RFC 9068, RFC 8725).
 *
 * <p>Its keys are kept for five minutes. A key that is not among them is asked for at once, but not more than twice in half a
 * minute, whatever strangers send.
 */
@Configuration(proxyBeanMethods = false)
class IdentityProvider {

    /** How much its clock and ours may differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** RFC 9068, 2.1; JWT is what most providers still write. */
    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private static final int PATIENCE = Math.toIntExact(Duration.ofSeconds(3).toMillis());

    private static final int LARGEST_KEYS = 512 * 1024;

    @Bean
    JwtDecoder tokens(OAuth2ResourceServerProperties settings, Clock clock) {
        OAuth2ResourceServerProperties.Jwt jwt = settings.getJwt();
        @Nullable String issuer = jwt.getIssuerUri();
        @Nullable String keys = jwt.getJwkSetUri();
        List<String> audiences = jwt.getAudiences();
        if (issuer == null && keys == null && audiences.isEmpty()) {
            return token -> {
                throw new BadJwtException("there is no identity provider");
            };
        }
        if (Stream.of(issuer, keys).anyMatch(Objects::isNull) || audiences.isEmpty()) {
            throw new IllegalStateException(
                    "name the identity provider's issuer-uri, its jwk-set-uri and the audiences of this gateway, all"
                            + " three: spring.security.oauth2.resourceserver.jwt.*");
        }
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys(Objects.requireNonNull(keys)))
                .jwsAlgorithms(accepted -> {
                    accepted.clear();
                    jwt.getJwsAlgorithms().forEach(name -> accepted.add(algorithm(name)));
                })
                .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier(
                        new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null)))
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                times(clock),
                issued(clock),
                new JwtIssuerValidator(Objects.requireNonNull(issuer)),
                token -> told(!Collections.disjoint(
                        Objects.requireNonNullElse(token.getAudience(), List.<String>of()), audiences))));
        return decoder;
    }

    private static JWKSource<SecurityContext> keys(String address) {
        try {
            URL url = URI.create(address).toURL();
            return JWKSourceBuilder.create(url, new DefaultResourceRetriever(PATIENCE, PATIENCE, LARGEST_KEYS))
                    .refreshAheadCache(false)
                    .outageTolerant(true)
                    .build();
        } catch (MalformedURLException cause) {
            throw new IllegalStateException("spring.security.oauth2.resourceserver.jwt.jwk-set-uri is no URL", cause);
        }
    }

    private static SignatureAlgorithm algorithm(String name) {
        @Nullable SignatureAlgorithm algorithm = SignatureAlgorithm.from(name);
        if (algorithm == null) {
            throw new IllegalStateException(
                    "spring.security.oauth2.resourceserver.jwt.jws-algorithms has what is no signature by a private"
                            + " key");
        }
        return algorithm;
    }

    /** A token without an end is none. */
    private static OAuth2TokenValidator<Jwt> times(Clock clock) {
        JwtTimestampValidator times = new JwtTimestampValidator(SKEW);
        times.setAllowEmptyExpiryClaim(false);
        times.setClock(clock);
        return times;
    }

    private static OAuth2TokenValidator<Jwt> issued(Clock clock) {
        return token -> told(token.getIssuedAt() == null
                || !token.getIssuedAt().isAfter(clock.instant().plus(SKEW)));
    }

    private static OAuth2TokenValidatorResult told(boolean isValid) {
        return isValid
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN));
    }
}
