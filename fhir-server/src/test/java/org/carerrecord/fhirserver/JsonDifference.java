package org.carerrecord.fhirserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where two resources differ, element by element. */
final class JsonDifference {

    private static final Pattern ATTRIBUTE = Pattern.compile(" [\\w:-]+ ?= ?(\"[^\"]*\"|'[^']*')");
    private static final Pattern TAG = Pattern.compile("<\\w+(" + ATTRIBUTE.pattern() + ")+ ?/?>");

    private JsonDifference() {}

    /** The first place at which two trees differ; empty when they do not. */
    static String between(JsonNode expected, JsonNode actual) {
        return difference("", expected, actual);
    }

    private static String difference(String place, JsonNode expected, JsonNode actual) {
        if (expected.equals(actual)) {
            return "";
        }
        if (expected.isObject() && actual.isObject()) {
            for (Map.Entry<String, JsonNode> field : expected.properties()) {
                String inside = difference(place + "." + field.getKey(), field.getValue(), actual.path(field.getKey()));
                if (!inside.isEmpty()) {
                    return inside;
                }
            }
            return fields(expected).containsAll(fields(actual)) ? "" : place + " has more";
        }
        if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                String inside = difference(place + "[" + i + "]", expected.get(i), actual.get(i));
                if (!inside.isEmpty()) {
                    return inside;
                }
            }
            return "";
        }
        if (expected.isNumber() && actual.isNumber()) {
            // HAPI writes an exponent out.
            boolean same =
                    expected.asText().contains("E") && expected.decimalValue().compareTo(actual.decimalValue()) == 0;
            return same ? "" : place;
        }
        return texts(place, normal(place, expected.asText()), normal(place, actual.asText()));
    }

    /** An array of nulls beside primitives that are without values (R4, 2.6.2.3). */
    private static boolean isNothing(JsonNode value) {
        return value.isArray() && value.valueStream().allMatch(JsonNode::isNull);
    }

    private static Set<String> fields(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.properties().stream()
                .filter(field -> !isNothing(field.getValue()))
                .forEach(field -> names.add(field.getKey()));
        return names;
    }

    /**
     * What may be written in two ways: empty elements, white space and the order of attributes of XHTML, white space in base64
     * and around markdown (R4, 2.24.0.1).
     */
    private static String normal(String place, String text) {
        if (place.endsWith(".div")) {
            return TAG.matcher(text.replaceAll("\\s+", " "))
                    .replaceAll(tag -> Matcher.quoteReplacement(ordered(tag.group())))
                    .replaceAll("<(\\w+)((?: [^<>]*)?)></\\1>", "<$1$2/>")
                    .replaceAll(" ?(/?>) ?", "$1")
                    .replaceAll(" ?<", "<");
        }
        return place.endsWith(".data") ? text.replaceAll("\\s", "") : text.strip();
    }

    private static String ordered(String tag) {
        return ATTRIBUTE.split(tag, 2)[0]
                + ATTRIBUTE
                        .matcher(tag)
                        .results()
                        .map(MatchResult::group)
                        .sorted()
                        .collect(Collectors.joining())
                + tag.substring(tag.replaceAll("[ /]*>$", "").length());
    }

    private static String texts(String place, String expected, String actual) {
        if (expected.equals(actual)) {
            return "";
        }
        int same = 0;
        while (same < Math.min(expected.length(), actual.length()) && expected.charAt(same) == actual.charAt(same)) {
            same++;
        }
        int from = Math.max(0, same - 40);
        return place + ": " + expected.substring(from, Math.min(expected.length(), same + 40)) + " became "
                + actual.substring(from, Math.min(actual.length(), same + 40));
    }
}
