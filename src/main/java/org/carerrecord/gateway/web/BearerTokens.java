package org.carerrecord.gateway.web;

import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.agreement.Scopes;
import org.carerrecord.gateway.GatewaySettings;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/** Whose a bearer token is: one of the sandbox's, or one that the identity provider signed. */
@Component
class BearerTokens implements AuthenticationManager {

    /** What an audit row holds of a client's name. */
    private static final int LONGEST_CLIENT = 200;

    private final SandboxTokens sandbox;
    private final JwtDecoder tokens;
    private final GatewaySettings.OAuth2 settings;

    BearerTokens(SandboxTokens sandbox, JwtDecoder tokens, GatewaySettings settings) {
        this.sandbox = sandbox;
        this.tokens = tokens;
        this.settings = settings.oauth2();
    }

    /** The identity provider cannot be asked for its keys. */
    static final class Unreachable extends AuthenticationException {
        private static final long serialVersionUID = 1L;

        Unreachable(Throwable cause) {
            super("the identity provider's keys cannot be had", cause);
        }
    }

    @Override
    public Authentication authenticate(Authentication presented) {
        String token = ((BearerTokenAuthenticationToken) presented).getToken();
        Bearer bearer = sandbox.bearer(token).orElseGet(() -> signed(token));
        return UsernamePasswordAuthenticationToken.authenticated(bearer, null, List.of());
    }

    private Bearer signed(String token) {
        Jwt jwt;
        try {
            jwt = tokens.decode(token);
        } catch (BadJwtException cause) {
            throw new InvalidBearerTokenException("this token is not valid here", cause);
        } catch (JwtException cause) {
            // Too many unknown keys are no outage.
            throw isLimited(cause)
                    ? new InvalidBearerTokenException("this token is not valid here", cause)
                    : new Unreachable(cause);
        }
        return new Bearer(
                Optional.of(client(jwt)),
                text(jwt, settings.organisationClaim()),
                Scopes.of(Stream.of("scope", "scp")
                        .flatMap(name -> words(jwt, name))
                        .toList()));
    }

    private static boolean isLimited(Throwable thrown) {
        @Nullable Throwable cause = thrown;
        while (cause != null && !(cause instanceof RateLimitReachedException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /** RFC 9068, 2.2; some providers write azp. */
    private static String client(Jwt jwt) {
        return Stream.of("client_id", "azp", "sub")
                .flatMap(name -> text(jwt, name).stream())
                .filter(name -> name.length() <= LONGEST_CLIENT)
                .findFirst()
                .orElseThrow(() -> new InvalidBearerTokenException("the token names no client"));
    }

    private static Optional<String> text(Jwt jwt, String claim) {
        return jwt.getClaims().get(claim) instanceof String text && !text.isBlank()
                ? Optional.of(text)
                : Optional.empty();
    }

    /** RFC 8693, 4.2: words with spaces between them; some providers write a list. */
    private static Stream<String> words(Jwt jwt, String claim) {
        Object value = Objects.requireNonNullElse(jwt.getClaims().get(claim), "");
        return value instanceof Collection<?> several
                ? several.stream().map(String::valueOf)
                : Arrays.stream(value.toString().split(" "));
    }
}
