package org.carerrecord.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecurityTest {

    /** What Spring Security 7.1 lets through by itself. */
    private static final Pattern NAME = Pattern.compile("[\\p{IsAssigned}&&[^\\p{IsControl}]]*");

    private static final Pattern VALUE = Pattern.compile("[\\p{IsAssigned}&&[[^\\p{IsControl}]||\\t]]*");

    @Test
    void headersAreAsStrictAsSpringsOwn() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(SecurityTest::isToldOtherwise))
                .isEmpty();
    }

    private static boolean isToldOtherwise(int c) {
        String text = "a" + Character.toString(c) + "z";
        return Security.isText(text, allowed -> false) != NAME.matcher(text).matches()
                || Security.isText(text, allowed -> allowed == '\t')
                        != VALUE.matcher(text).matches();
    }
}
