package org.carerrecord.gateway;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.carerrecord.profiles.NhsNumber;

/** Numbers for people who do not exist: of the range 999 that is never issued. */
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
}
