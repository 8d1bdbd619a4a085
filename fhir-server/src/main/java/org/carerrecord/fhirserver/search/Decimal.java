package org.carerrecord.fhirserver.search;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number as it is searched for: exact, and with the half of its last digit's unit by which it is not known (R4, 3.1.1.4.6
 * "number").
 *
 * <p>{@code 100} stands for 99.5 to 100.5, {@code 100.00} for 99.995 to 100.005; with an exponent at least one decimal counts,
 * since R4 has {@code 1e2} stand for 95 to 105.
 */
record Decimal(BigDecimal value, BigDecimal half) {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,40}(?:\\.(\\d{1,40}))?(?:[eE]([+-]?\\d{1,3}))?");
    private static final BigDecimal TENTH = new BigDecimal("0.1");

    /** The number; empty for what is none, or is none that a database's double precision can hold. */
    static Optional<Decimal> of(String text) {
        Matcher parts = NUMBER.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(text);
        int decimals = parts.group(1) == null ? 0 : parts.group(1).length();
        int exponent = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
        int known = parts.group(2) == null ? decimals : Math.max(decimals, 1);
        Decimal decimal = new Decimal(value, BigDecimal.valueOf(5, known + 1).scaleByPowerOfTen(exponent));
        return Double.isInfinite(decimal.low()) || Double.isInfinite(decimal.high())
                ? Optional.empty()
                : Optional.of(decimal);
    }

    /** A number as the index holds it; what is too large for it is the largest, and there is one nought only. */
    static double held(BigDecimal number) {
        return Math.clamp(number.doubleValue(), -Double.MAX_VALUE, Double.MAX_VALUE) + 0.0;
    }

    double exact() {
        return value.doubleValue();
    }

    double low() {
        return value.subtract(half).doubleValue();
    }

    double high() {
        return value.add(half).doubleValue();
    }

    /** The lower end of about this number: a tenth less, as R4 recommends (3.1.1.4.5, ap). */
    double aboutLow() {
        return held(value.subtract(value.abs().multiply(TENTH)));
    }

    double aboutHigh() {
        return held(value.add(value.abs().multiply(TENTH)));
    }
}
