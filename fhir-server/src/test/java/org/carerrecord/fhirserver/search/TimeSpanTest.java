package org.carerrecord.fhirserver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpanTest {

    @ParameterizedTest
    @CsvSource({
        "2024,2024-01-01T00:00:00Z,2025-01-01T00:00:00Z",
        "2024-02,2024-02-01T00:00:00Z,2024-03-01T00:00:00Z",
        "2024-02-29,2024-02-29T00:00:00Z,2024-03-01T00:00:00Z",
        "2024-12-31,2024-12-31T00:00:00Z,2025-01-01T00:00:00Z",
        "2024-02-29T10:15Z,2024-02-29T10:15:00Z,2024-02-29T10:16:00Z",
        "2024-02-29T10:15:30Z,2024-02-29T10:15:30Z,2024-02-29T10:15:31Z",
        "2024-02-29T10:15:30.250Z,2024-02-29T10:15:30.250Z,2024-02-29T10:15:30.251Z",
        "2024-02-29T10:15:30+01:00,2024-02-29T09:15:30Z,2024-02-29T09:15:31Z",
        "2024-02-29T00:15:30.5-05:30,2024-02-29T05:45:30.500Z,2024-02-29T05:45:30.501Z",
        "2024-02-29T10:15:30,2024-02-29T10:15:30Z,2024-02-29T10:15:31Z",
        "1941,1941-01-01T00:00:00Z,1942-01-01T00:00:00Z"
    })
    void aDateCoversAllThatItLeavesOpen(String text, Instant low, Instant high) {
        assertThat(TimeSpan.of(text)).contains(new TimeSpan(low.toEpochMilli(), high.toEpochMilli()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2024-",
                "2024-13",
                "2023-02-29",
                "2024-1-1",
                "20240101",
                "24:00",
                "2024-02-29T",
                "2024-02-29T25:00",
                "2024-02-29 10:15",
                "2024-02-29T10:15:30+99:00",
                "-999",
                "12345-01",
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "yesterday"
            })
    void whatIsNoFhirDateIsEmpty(String text) {
        assertThat(TimeSpan.of(text)).isEmpty();
    }
}
