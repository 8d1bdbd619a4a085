package org.carerrecord.gateway;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.carerrecord.profiles.NhsNumber;

/**
 * Numbers for people who do not exist: of the range 999 that is never issued. Numbers and marks are counted, not drawn: a drawn
 * one may by chance look like what stands where there is no number.
 */
final class People {

    private static final AtomicInteger NEXT = new AtomicInteger(555_000);

    private People() {}

    /** An NHS number that nobody else in these tests has. */
    static String nhsNumber() {
        while (true) {
            String nine = "999" + NEXT.incrementAndGet();
            String number = IntStream.range(0, 10)
                    .mapToObj(digit -> nine + digit)
                    .filter(ten -> NhsNumber.of(ten).isPresent())
                    .findFirst()
                    .orElse("");
            if (!number.isEmpty()) {
                return number;
            }
        }
    }

    /** Eight digits that no number in these tests has of another. */
    static String mark() {
        return "27" + NEXT.incrementAndGet();
    }

    /** An id that nothing else in these tests has. */
    static String uuid() {
        return new UUID(0x4000, Long.MIN_VALUE | NEXT.incrementAndGet()).toString();
    }
}
