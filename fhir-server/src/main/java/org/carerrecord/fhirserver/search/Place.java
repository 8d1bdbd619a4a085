package org.carerrecord.fhirserver.search;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The last match of a page: the next page begins after it.
 *
 * @param keys its sort keys as text, empty where it has no value
 */
public record Place(String id, List<Optional<String>> keys) {

    private static final String NONE = "~";

    public Place {
        keys = List.copyOf(keys);
    }

    /** As one line of text: {@code id,=key,~}. */
    public String text() {
        StringBuilder text = new StringBuilder(id);
        for (Optional<String> key : keys) {
            text.append(',')
                    .append(key.map(value -> "=" + URLEncoder.encode(value, StandardCharsets.UTF_8))
                            .orElse(NONE));
        }
        return text.toString();
    }

    /** The place that {@link #text} told. */
    static Place of(String text) {
        String[] parts = text.split(",");
        return new Place(
                parts[0],
                Arrays.stream(parts)
                        .skip(1)
                        .map(part -> part.equals(NONE)
                                ? Optional.<String>empty()
                                : Optional.of(URLDecoder.decode(part.substring(1), StandardCharsets.UTF_8)))
                        .toList());
    }
}
