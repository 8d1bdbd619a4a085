package org.carerrecord.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SNOMED CT identifiers end in a Verhoeff check digit (SNOMED CT Release File Specification, 6.2). */
class SnomedCodeTest {

    /** No other number of nine digits or more is in these files. */
    private static final Pattern LONG_NUMBER = Pattern.compile("(?<![\\w.-])\\d{9,18}(?![\\w.-]*\\w)");

    private static final String PERMUTATION = "1576283094";
    private static final String DIHEDRAL =
            "0123456789123406789523401789563401289567401239567859876043216598710432" + "765982104387659321049876543210";

    static Set<String> codes() {
        Set<String> codes = new TreeSet<>();
        Stream.of("/profiles", "/tables")
                .flatMap(folder -> Artefacts.files(folder).stream())
                .forEach(file -> {
                    Matcher number = LONG_NUMBER.matcher(withoutPlaceholder(file));
                    while (number.find()) {
                        codes.add(number.group());
                    }
                });
        return codes;
    }

    private static String withoutPlaceholder(Path file) {
        return Artefacts.text(file).replace("'0123456789'", "").replace("'3333333333'", "");
    }

    @ParameterizedTest
    @MethodSource("codes")
    void theCheckDigitOfEveryCodeHolds(String code) {
        assertThat(checkDigitHolds(code)).isTrue();
    }

    @Test
    void theTwoCodesOfTheFlagsAreSeen() {
        assertThat(codes()).contains("823411000000109", "224484003");
    }

    @ParameterizedTest
    @ValueSource(strings = {"184156008", "136632100000010", "823411000000108"})
    void aCodeWhoseCheckDigitFailsIsNoticed(String code) {
        assertThat(checkDigitHolds(code)).isFalse();
    }

    private static boolean checkDigitHolds(String code) {
        int sum = 0;
        for (int place = 0; place < code.length(); place++) {
            int digit = code.charAt(code.length() - 1 - place) - '0';
            for (int times = 0; times < place % 8; times++) {
                digit = PERMUTATION.charAt(digit) - '0';
            }
            sum = DIHEDRAL.charAt(sum * 10 + digit) - '0';
        }
        return sum == 0;
    }
}
