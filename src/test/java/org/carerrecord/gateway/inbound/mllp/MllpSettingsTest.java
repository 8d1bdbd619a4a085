package org.carerrecord.gateway.inbound.mllp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class MllpSettingsTest {

    @Test
    void hasDefaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(new MllpSettings(
                        2575,
                        null,
                        64,
                        5 * 1024 * 1024,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(20)));
    }

    @Test
    void takesAnAddress() {
        MllpSettings settings = bound(Map.of("gateway.mllp.address", "127.0.0.1"));
        assertThat(settings.address()).isNotNull().matches(address -> address.isLoopbackAddress());
    }

    private static MllpSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("gateway.mllp", MllpSettings.class);
    }
}
