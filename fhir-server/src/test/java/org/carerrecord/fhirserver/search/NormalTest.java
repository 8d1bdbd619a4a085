package org.carerrecord.fhirserver.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {

    @ParameterizedTest
    @CsvSource({
        "Müller,muller",
        "  Ó  Brien ,o brien",
        "ZOË,zoe",
        "Łukasz,łukasz",
        "ﬁona,fiona",
        "İpek,ipek",
        "Straße,strasse",
        "ΝΙΚΟΣ,νικοσ"
    })
    void accentsCaseAndSpacesDoNotCount(String text, String normal) {
        assertThat(Normal.text(text)).isEqualTo(normal);
    }

    @Test
    void aTextIsCutToTheColumnWithoutHalvingACharacter() {
        assertThat(Normal.text("x".repeat(400))).hasSize(300);
        assertThat(Normal.cut("x".repeat(299) + "\uD83D\uDE00")).hasSize(299);
        assertThat(Normal.cut("x".repeat(298) + "\uD83D\uDE00y")).hasSize(300);
        assertThat(Normal.cut("a\u0000b")).isEqualTo("ab");
    }

    @Test
    void thePrefixEndsBeforeTheNextCharacter() {
        assertThat(Normal.after("mar")).isEqualTo("mas");
        assertThat(Normal.after("mar\uD7FF")).isEqualTo("mar\uE000");
        assertThat(Normal.after("\uFFFF")).isEqualTo("\uD800\uDC00");
        assertThat(Normal.after("m\uD83D\uDE00")).isEqualTo("m\uD83D\uDE01");
        assertThat(Normal.after("m\uD83D\uDFFF")).isEqualTo("m\uD83E\uDC00");
        assertThat(Normal.after("m\uDBFF\uDFFF")).isEqualTo("n");
    }
}
