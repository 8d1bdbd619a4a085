package org.carerrecord.fhirserver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {

    /** The examples of R4, 3.1.1.4.6. */
    @ParameterizedTest
    @CsvSource({"100,99.5,100.5", "100.00,99.995,100.005", "1e2,95,105", "5.4,5.35,5.45", "-2,-2.5,-1.5", "+7,6.5,7.5"})
    void aNumberIsKnownAsFarAsItIsWritten(String text, double low, double high) {
        Decimal decimal = Decimal.of(text).orElseThrow();
        assertThat(decimal.low()).isEqualTo(low);
        assertThat(decimal.high()).isEqualTo(high);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", ".5", "5.", "1e", "1e1000", "1e309", "-1e309", "1 2", "\u0661", "0x1p3", "NaN"})
    void whatIsNoNumberIsNone(String text) {
        assertThat(Decimal.of(text)).isEmpty();
    }

    @Test
    void whatIsTooLargeIsHeldAsTheLargest() {
        assertThat(Decimal.held(new BigDecimal("1e400"))).isEqualTo(Double.MAX_VALUE);
        assertThat(Decimal.held(new BigDecimal("-1e400"))).isEqualTo(-Double.MAX_VALUE);
    }
}
