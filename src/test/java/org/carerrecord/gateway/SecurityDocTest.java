package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.gateway.inbound.SenderBindings;
import org.carerrecord.gateway.inbound.mllp.MllpSettings;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;

/** Every setting in the examples of docs/security.md is one that the gateway reads. */
class SecurityDocTest {

    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n(.*?)```");

    private static final int TOKENS = 0;
    private static final int MLLP = 1;

    private static MutablePropertySources sources(int number) {
        try {
            String page = Files.readString(Sandbox.project("docs/security.md"));
            Matcher block = EXAMPLE.matcher(page);
            for (int i = 0; i <= number; i++) {
                assertThat(block.find()).as("an example").isTrue();
            }
            MutablePropertySources sources = new MutablePropertySources();
            new YamlPropertySourceLoader()
                    .load("example", new ByteArrayResource(block.group(1).getBytes(StandardCharsets.UTF_8)))
                    .forEach(sources::addLast);
            return sources;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Fails for a setting that is bound to nothing. */
    private static <T> T bound(int example, String prefix, Class<T> type) {
        return new Binder(ConfigurationPropertySources.from(sources(example)))
                .bind(prefix, Bindable.of(type), new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                .get();
    }

    @Test
    void springsSettingsAreSprings() {
        OAuth2ResourceServerProperties.Jwt jwt = bound(
                        TOKENS, "spring.security.oauth2.resourceserver", OAuth2ResourceServerProperties.class)
                .getJwt();

        assertThat(jwt.getIssuerUri()).isEqualTo("https://identity.example.org");
        assertThat(jwt.getJwkSetUri()).isEqualTo("https://identity.example.org/keys");
        assertThat(jwt.getAudiences()).containsExactly("https://gateway.example.org/fhir");
        assertThat(jwt.getJwsAlgorithms()).containsExactly("RS384", "ES384", "RS512");
    }

    @Test
    void ourSettingsAreOurs() {
        GatewaySettings settings = bound(TOKENS, "gateway", GatewaySettings.class);
        GatewaySettings plain = new Binder(List.of()).bindOrCreate("gateway", GatewaySettings.class);

        assertThat(settings.oauth2().tokenEndpoint()).isEqualTo("https://identity.example.org/token");
        assertThat(settings.oauth2().clients()).isEqualTo(Map.of("shared-portal", List.of("ZL1", "ZV1")));
        assertThat(settings.oauth2().organisationClaim())
                .isEqualTo(plain.oauth2().organisationClaim())
                .isEqualTo("ods");
        assertThat(settings.requestsPerMinute())
                .isEqualTo(plain.requestsPerMinute())
                .isEqualTo(3_000_000);
        assertThat(settings.bodyTimeout()).isEqualTo(plain.bodyTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void theSettingsOfMllpAreOurs() {
        assertThat(bound(MLLP, "gateway.mllp", MllpSettings.class).tls())
                .isEqualTo(new MllpSettings.Tls("gateway.crt", "gateway.key", "senders.crt"));
        assertThat(bound(MLLP, "gateway.senders", SenderBindings.class).certificates())
                .isEqualTo(Map.of("pas.rz1.example", "RZ1"));
    }
}
