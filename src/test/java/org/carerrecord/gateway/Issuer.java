package org.carerrecord.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;

/** An identity provider, as far as a gateway sees it: its keys, and tokens that it signed. */
public final class Issuer implements AutoCloseable {

    public static final String NAME = "https://identity.example.org";
    public static final String AUDIENCE = "https://gateway.example.org/fhir";

    private final WireMockServer server = new WireMockServer(options().dynamicPort());
    private RSAKey rsa;
    private final ECKey ec;

    public Issuer() {
        try {
            rsa = new RSAKeyGenerator(2048).keyID("first").generate();
            ec = new ECKeyGenerator(Curve.P_384).keyID("elliptic").generate();
        } catch (JOSEException cause) {
            throw new IllegalStateException(cause);
        }
        server.start();
        publish();
    }

    /** From now on another key signs; the one before is withdrawn. */
    public void rotate(String keyId) throws JOSEException {
        rsa = new RSAKeyGenerator(2048).keyID(keyId).generate();
        publish();
    }

    private void publish() {
        server.stubFor(get("/keys").willReturn(okJson(new JWKSet(List.<JWK>of(rsa, ec)).toString(true))));
    }

    public String keys() {
        return server.url("/keys");
    }

    /** The settings of a gateway that trusts it. */
    public String[] settings() {
        String jwt = "--spring.security.oauth2.resourceserver.jwt.";
        return new String[] {jwt + "issuer-uri=" + NAME, jwt + "jwk-set-uri=" + keys(), jwt + "audiences=" + AUDIENCE};
    }

    RSAKey rsa() {
        return rsa;
    }

    /** What a valid token of the hospital's says. */
    static JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(AUDIENCE)
                .subject("hospital-engine")
                .claim("ods", "RZ1")
                .claim("scope", "system/*.cruds")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    /** A token of the hospital's, but for what is changed. */
    public String token(UnaryOperator<JWTClaimsSet.Builder> changed) {
        return rs384(rsa, changed.apply(claims()).build());
    }

    /** A token of the hospital's with these scopes. */
    String scoped(String scopes) {
        return token(claims -> claims.claim("scope", scopes));
    }

    String elliptic() {
        try {
            return signed(JWSAlgorithm.ES384, ec.getKeyID(), new ECDSASigner(ec), claims().build());
        } catch (JOSEException cause) {
            throw new IllegalStateException(cause);
        }
    }

    static String rs384(RSAKey key, JWTClaimsSet claims) {
        try {
            return signed(JWSAlgorithm.RS384, key.getKeyID(), new RSASSASigner(key), claims);
        } catch (JOSEException cause) {
            throw new IllegalStateException(cause);
        }
    }

    static String signed(JWSAlgorithm algorithm, String keyId, JWSSigner by, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .keyID(keyId)
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims);
        token.sign(by);
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop();
    }
}
