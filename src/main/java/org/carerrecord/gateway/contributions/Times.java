package org.carerrecord.gateway.contributions;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** When elements were spoken of, as a column holds it: lines of a time, a blank and the element's name. */
final class Times {

    private Times() {}

    /** The lines in the order of the names; null for none. */
    static @Nullable String written(Map<String, Instant> times) {
        return times.isEmpty()
                ? null
                : new TreeMap<>(times)
                        .entrySet().stream()
                                .map(one -> one.getValue() + " " + one.getKey())
                                .collect(Collectors.joining("\n"));
    }

    static Map<String, Instant> read(@Nullable String lines) {
        return lines == null
                ? Map.of()
                : lines.lines()
                        .map(line -> line.split(" ", 2))
                        .collect(Collectors.toUnmodifiableMap(line -> line[1], line -> Instant.parse(line[0])));
    }
}
