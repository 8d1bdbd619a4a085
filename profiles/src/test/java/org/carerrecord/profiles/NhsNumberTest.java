package org.carerrecord.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NhsNumberTest {

    @ParameterizedTest
    @ValueSource(strings = {"9990000018", "999 000 0026", "999-000-0034", "9990000069", "3333333333"})
    void tenDigitsWithTheirCheckDigitAreANumber(String text) {
        assertThat(NhsNumber.of(text)).map(NhsNumber::value).hasValue(text.replaceAll("\\D", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "9990000000",
                "9990000019",
                "999000001",
                "99900000181",
                "0000000000",
                "1111111111",
                "222 222 2222",
                "444-444-4444",
                "9999999999",
                "0123456789",
                "999000001X",
                "٩٩٩٠٠٠٠٠١٨"
            })
    void nothingElseIs(String text) {
        assertThat(NhsNumber.of(text)).isEmpty();
        assertThatThrownBy(() -> new NhsNumber(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itsTextDoesNotTellIt() {
        assertThat(new NhsNumber("9990000018")).asString().doesNotContain("999");
    }
}
