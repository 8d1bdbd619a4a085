package org.carerrecord.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatedTimeTest {

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource({
        "202601151030,2026-01-15T10:30:00Z,2026-01-15T10:30:00+00:00,winter",
        "202607151030,2026-07-15T09:30:00Z,2026-07-15T10:30:00+01:00,summer",
        "20260715103059,2026-07-15T09:30:59Z,2026-07-15T10:30:59+01:00,seconds",
        "20260715103059.1239,2026-07-15T09:30:59.123Z,2026-07-15T10:30:59.123+01:00,tenths of milliseconds are cut",
        "202607151030+0000,2026-07-15T10:30:00Z,2026-07-15T10:30:00+00:00,an offset that is said holds",
        "202607151030-0500,2026-07-15T15:30:00Z,2026-07-15T10:30:00-05:00,another continent",
        "2026071510,2026-07-15T09:00:00Z,2026-07-15T10:00:00+01:00,an hour",
        "202603290130,2026-03-29T01:30:00Z,2026-03-29T02:30:00+01:00,the hour that spring skips",
        "202610250130,2026-10-25T00:30:00Z,2026-10-25T01:30:00+01:00,the earlier of autumn's two",
        "202610250130+0000,2026-10-25T01:30:00Z,2026-10-25T01:30:00+00:00,the later one when its offset is said",
        "20260715,2026-07-14T23:00:00Z,2026-07-15,a day",
        "202607,2026-06-30T23:00:00Z,2026-07,a month",
        "2026,2026-01-01T00:00:00Z,2026,a year",
    })
    void aTimeIsAsExactAsItWasSaid(String compact, Instant instant, String fhir, String why) {
        StatedTime time = StatedTime.of(compact).orElseThrow();

        assertThat(time.instant()).as(why).isEqualTo(instant);
        assertThat(time.toFhir().getValueAsString()).as(why).isEqualTo(fhir);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\"",
                "202613",
                "20260230",
                "202601152400",
                "202601151060",
                "2026-01-15",
                "2026011510301",
                "20260115103000+9900"
            })
    void whatIsNoTimeIsEmpty(String compact) {
        assertThat(StatedTime.of(compact)).isEmpty();
    }
}
