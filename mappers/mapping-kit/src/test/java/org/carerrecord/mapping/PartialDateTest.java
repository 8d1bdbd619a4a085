package org.carerrecord.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartialDateTest {

    @ParameterizedTest
    @CsvSource({
        "1944,1944,YEAR,1944-01-01,1944-12-31",
        "194402,1944-02,MONTH,1944-02-01,1944-02-29",
        "19440229,1944-02-29,DAY,1944-02-29,1944-02-29",
        "194402291530,1944-02-29,DAY,1944-02-29,1944-02-29",
        "19440229153000.1234+0100,1944-02-29,DAY,1944-02-29,1944-02-29"
    })
    void aDateIsAsExactAsItWasSaid(
            String compact, String fhir, TemporalPrecisionEnum precision, LocalDate first, LocalDate last) {
        PartialDate date = PartialDate.of(compact).orElseThrow();

        assertThat(date).hasToString(fhir);
        assertThat(date.precision()).isEqualTo(precision);
        assertThat(date.first()).isEqualTo(first);
        assertThat(date.last()).isEqualTo(last);
        assertThat(date.toFhir().getValueAsString()).isEqualTo(fhir);
        assertThat(date.toFhir().getPrecision()).isEqualTo(precision);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\"",
                "44",
                "1944-02-29",
                "19430229",
                "19441301",
                "194400",
                "00000101",
                "unknown",
                "194402291"
            })
    void whatIsNoDateIsEmpty(String compact) {
        assertThat(PartialDate.of(compact)).isEmpty();
    }

    @Test
    void aMonthBeginsOnItsFirstDay() {
        LocalDate second = LocalDate.of(1944, 2, 2);

        assertThatThrownBy(() -> new PartialDate(second, TemporalPrecisionEnum.MONTH))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
