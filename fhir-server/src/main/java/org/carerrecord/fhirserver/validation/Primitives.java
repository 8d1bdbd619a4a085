package org.carerrecord.fhirserver.validation;

import java.time.YearMonth;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.carerrecord.fhirserver.search.ReferenceText;

/** The rules of R4's primitive datatypes (R4, 2.24.0.1), for the text of a value and the name of its type. */
public final class Primitives {

    private static final String DAY = "(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";
    private static final String TIME_OF_DAY = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?";
    private static final String ZONE = "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))";

    private static final Pattern DATE = Pattern.compile("(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?|" + DAY);
    private static final Pattern INSTANT = Pattern.compile(DAY + "T" + TIME_OF_DAY + ZONE);
    private static final Pattern TIME = Pattern.compile(TIME_OF_DAY);
    private static final Pattern INTEGER = Pattern.compile("0|[-+]?[1-9][0-9]{0,9}");
    private static final Pattern DECIMAL = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final String OID = "urn:oid:";
    private static final Pattern ARC = Pattern.compile("0|[1-9][0-9]*");
    private static final Pattern UUID =
            Pattern.compile("urn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private static final int BASE64_GROUP = 4;
    private static final int MOST_PADDING = 2;
    private static final int MONTH_ENDS = "2020-02".length();
    private static final int DAY_ENDS = "2020-02-01".length();

    private Primitives() {}

    /**
     * What is wrong with a value.
     *
     * @param type {@code dateTime}
     */
    public static Optional<String> wrong(String type, String value) {
        if (value.isBlank()) {
            return Optional.of("a value is not empty, and more than white space: leave it out");
        }
        return switch (type) {
            case "string", "markdown" -> text(value);
            case "id" ->
                unless(
                        ReferenceText.isId(value) || value.startsWith("urn:"),
                        "an id has 1 to 64 letters, digits, hyphens and dots");
            case "code" -> unless(isCode(value), "a code has no white space but single spaces inside");
            case "uri", "url", "canonical" -> uri(value);
            case "oid" -> unless(isOid(value), "an oid is written as urn:oid:1.2.3");
            case "uuid" -> unless(UUID.matcher(value).matches(), "a uuid is written as urn:uuid: and a UUID");
            case "boolean" -> unless(value.equals("true") || value.equals("false"), "write true or false");
            case "integer" -> unless(isInteger(value, Integer.MIN_VALUE), "write a whole number of 32 bits");
            case "positiveInt" -> unless(isInteger(value, 1), "it must be a whole number, 1 or more");
            case "unsignedInt" -> unless(isInteger(value, 0), "it must be a whole number, 0 or more");
            case "decimal" -> unless(DECIMAL.matcher(value).matches(), "write a decimal number");
            case "base64Binary" -> unless(isBase64(value), "this is no base64 (RFC 4648, 4)");
            case "date" ->
                unless(
                        DATE.matcher(value).matches() && isOfCalendar(value),
                        "a date is written as yyyy, yyyy-mm or yyyy-mm-dd, and is one of the calendar");
            case "dateTime" ->
                unless(
                        (DATE.matcher(value).matches() || INSTANT.matcher(value).matches()) && isOfCalendar(value),
                        "a dateTime is a date, or yyyy-mm-ddThh:mm:ss with a time zone; a time of day has seconds");
            case "instant" ->
                unless(
                        INSTANT.matcher(value).matches() && isOfCalendar(value),
                        "an instant is written as yyyy-mm-ddThh:mm:ss with a time zone");
            case "time" -> unless(TIME.matcher(value).matches(), "a time is written as hh:mm:ss");
            default -> Optional.empty();
        };
    }

    /** R4, "Primitive Types", string: no control characters but tab, carriage return and line feed. */
    private static Optional<String> text(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' && c != '\r' && c != '\n') {
                return Optional.of("control characters have no place in a string");
            }
            if (Character.isSurrogate(c)) {
                boolean isPair = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (!isPair) {
                    return Optional.of("half a surrogate pair is no character");
                }
                i++;
            }
        }
        return Optional.empty();
    }

    /** One arc after the other: a pattern of all of them would need as much of the stack as there are. */
    private static boolean isOid(String value) {
        String[] arcs = value.substring(Math.min(OID.length(), value.length())).split("\\.", -1);
        return value.startsWith(OID)
                && arcs.length > 1
                && arcs[0].matches("[0-2]")
                && Arrays.stream(arcs).allMatch(arc -> ARC.matcher(arc).matches());
    }

    private static Optional<String> uri(String value) {
        return value.chars().anyMatch(Character::isWhitespace) ? Optional.of("a uri has no white space") : text(value);
    }

    private static boolean isCode(String value) {
        boolean afterSpace = true;
        for (int i = 0; i < value.length(); i++) {
            boolean space = Character.isWhitespace(value.charAt(i));
            if (space && afterSpace) {
                return false;
            }
            afterSpace = space;
        }
        return !afterSpace && text(value).isEmpty();
    }

    private static boolean isInteger(String value, int least) {
        if (!INTEGER.matcher(value).matches()) {
            return false;
        }
        long number = Long.parseLong(value);
        return number >= least && number <= Integer.MAX_VALUE;
    }

    /** Groups of four, padded at the end only; R4 allows white space around each. */
    private static boolean isBase64(String value) {
        int letters = 0;
        int padding = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '=') {
                padding++;
            } else if (isBase64(c)) {
                if (padding > 0) {
                    return false;
                }
                letters++;
            } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                return false;
            }
        }
        return padding <= MOST_PADDING && (letters + padding) % BASE64_GROUP == 0;
    }

    private static boolean isBase64(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }

    /** Whether the month has such a day, where there is one. */
    private static boolean isOfCalendar(String date) {
        return date.length() < DAY_ENDS
                || YearMonth.parse(date.substring(0, MONTH_ENDS))
                        .isValidDay(Integer.parseInt(date, MONTH_ENDS + 1, DAY_ENDS, 10));
    }

    private static Optional<String> unless(boolean holds, String reason) {
        return holds ? Optional.empty() : Optional.of(reason);
    }
}
