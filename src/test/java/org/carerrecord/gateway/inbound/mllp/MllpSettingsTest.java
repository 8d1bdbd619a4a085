package org.carerrecord.gateway.inbound.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                        32,
                        5 * 1024 * 1024,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(20),
                        null));
    }

    @Test
    void takesAnAddress() {
        MllpSettings settings = bound(Map.of("gateway.mllp.address", "127.0.0.1"));
        assertThat(settings.address()).isNotNull().matches(address -> address.isLoopbackAddress());
    }

    @ParameterizedTest
    @CsvSource({
        "port, -1",
        "port, 65536",
        "max-connections, 0",
        "max-connections-of-peer, 0",
        "max-message-bytes, 0",
        "idle-timeout, 0s",
        "message-timeout, -1s",
        "stop-timeout, 0s"
    })
    void refusesWhatIsOutOfItsRangeByName(String setting, String value) {
        String property = "gateway.mllp." + setting;
        assertThatThrownBy(() -> bound(Map.of(property, value)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageStartingWith(property + " is ");
    }

    private static MllpSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("gateway.mllp", MllpSettings.class);
    }
}
