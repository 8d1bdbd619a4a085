package org.carerrecord.fhirserver.search;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** The query part of a URL and its parameters. */
public final class QueryStrings {

    private QueryStrings() {}

    /**
     * The parameters of {@code name=value&name=value}, decoded, in order.
     *
     * @param place what a fault names
     * @throws Fault INVALID_SEARCH
     */
    public static Map<String, String[]> parse(String place, String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (query.isEmpty()) {
            return Map.of();
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new Fault(FaultKind.INVALID_SEARCH, place, "write a condition as parameter=value");
            }
            values.computeIfAbsent(decode(place, pair.substring(0, equals)), name -> new ArrayList<>())
                    .add(decode(place, pair.substring(equals + 1)));
        }
        Map<String, String[]> parameters = new LinkedHashMap<>();
        values.forEach((name, all) -> parameters.put(name, all.toArray(String[]::new)));
        return parameters;
    }

    public static String write(Map<String, String[]> parameters) {
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, values) ->
                Arrays.stream(values).forEach(value -> pairs.add(encode(name) + "=" + encode(value))));
        return String.join("&", pairs);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String place, String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException cause) {
            throw new Fault(FaultKind.INVALID_SEARCH, place, "a condition is not encoded as a URL", cause);
        }
    }
}
