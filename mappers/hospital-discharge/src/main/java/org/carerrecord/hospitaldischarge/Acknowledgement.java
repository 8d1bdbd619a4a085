package org.carerrecord.hospitaldischarge;

import ca.uhn.hl7v2.parser.EncodingCharacters;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.segment.CharacterSets;
import org.carerrecord.hospitaldischarge.segment.Delimiters;
import org.carerrecord.hospitaldischarge.segment.Escapes;

/**
 * The answer to one message (HL7 v2 chapter 2, ACK): MSH and MSA, and an ERR for each error.
 *
 * <p>Losses are told since 2.5, where ERR has a severity; before, any ERR reads as a failure.
 *
 * <pre>
 * MSH|^~\&amp;|ROUTE|ROUTE|PAS|RZ1|20261121103000+0000||ACK^A03^ACK|1|P|2.4|||||UNICODE UTF-8
 * MSA|AA|0001
 * </pre>
 */
final class Acknowledgement {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssxx", Locale.ROOT).withZone(ZoneId.of("Europe/London"));

    private static final Pattern PLACE =
            Pattern.compile("([A-Z][A-Z0-9]{2})(?:\\[(\\d+)])?(?:-(\\d+)(?:\\[(\\d+)])?(?:\\.(\\d+))?)?");

    /** MSA-3 holds 80 characters (HL7 v2.3 to 2.4, chapter 2). */
    private static final int MSA_TEXT = 80;

    /** So many losses a sender still reads; the gateway keeps all of them. */
    private static final int MOST_LOSSES = 10;

    private static final AdtHeader UNKNOWN =
            new AdtHeader("", "", "", "", "", "", "", "", "", "P", "2.4", "", "", "", Delimiters.USUAL);

    private final AdtHeader to;
    private final EncodingCharacters delimiters;

    Acknowledgement(Optional<AdtHeader> to) {
        this.to = to.orElse(UNKNOWN);
        Delimiters d = this.to.delimiters();
        this.delimiters =
                new EncodingCharacters(d.field(), d.component(), d.repetition(), d.escape(), d.subcomponent());
    }

    byte[] bytes(String code, List<AckError> told, String newControlId, Instant at) {
        List<AckError> errors = told.stream().filter(AckError::isError).toList();
        StringBuilder message = new StringBuilder();
        header(message, newControlId, at);
        if (isBefore25()) {
            String text = errors.stream().findFirst().map(AckError::text).orElse("");
            append(message, "MSA", code, escaped(to.controlId()), escaped(cut(text)));
            errors.forEach(error -> append(message, "ERR", oldLocation(error)));
        } else {
            append(message, "MSA", code, escaped(to.controlId()));
            errors.forEach(error -> error(message, error));
            atMostTen(told.stream().filter(one -> !one.isError()).toList()).forEach(loss -> error(message, loss));
        }
        return message.toString().getBytes(CharacterSets.named(to.characterSet()));
    }

    private List<AckError> atMostTen(List<AckError> losses) {
        if (losses.size() <= MOST_LOSSES) {
            return losses;
        }
        int listed = MOST_LOSSES - 1;
        AckError rest = new AckError(
                "",
                "0",
                "I",
                (losses.size() - listed) + " more losses: GET /messages?controlId= with MSA-2 tells them all");
        return Stream.concat(losses.stream().limit(listed), Stream.of(rest)).toList();
    }

    private void header(StringBuilder message, String newControlId, Instant at) {
        String type = to.trigger().isEmpty() ? "ACK" : components("ACK", to.trigger(), "ACK");
        append(
                message,
                "MSH" + to.delimiters().field() + to.delimiters().encoding(),
                escaped(to.receivingApplication()),
                escaped(to.receivingFacility()),
                escaped(to.sendingApplication()),
                escaped(to.sendingFacility()),
                TIME.format(at),
                "",
                type,
                escaped(newControlId),
                escaped(to.processingId()),
                escaped(to.version()),
                "",
                "",
                "",
                "",
                "",
                escaped(to.characterSet()));
    }

    /** ERR of 2.5 and later: ERR-2 location, ERR-3 code, ERR-4 severity, ERR-7 and ERR-8 text. */
    private void error(StringBuilder message, AckError error) {
        String text = escaped(error.text());
        append(
                message,
                "ERR",
                "",
                location(error),
                components(error.code(), "", "HL70357"),
                error.severity(),
                "",
                "",
                escaped(error.place()),
                text);
    }

    /** ERL: segment, sequence, field, repetition, component. */
    private String location(AckError error) {
        Matcher place = PLACE.matcher(error.place());
        if (!place.matches()) {
            return "";
        }
        String[] parts = new String[5];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = part(place, i + 1);
        }
        parts[1] = parts[1].isEmpty() ? "1" : parts[1];
        parts[3] = parts[3].isEmpty() && !parts[2].isEmpty() ? "1" : parts[3];
        return components(parts);
    }

    /** ELD, as ERR-1 was until 2.4: segment, sequence, field, code. */
    private String oldLocation(AckError error) {
        Matcher place = PLACE.matcher(error.place());
        if (!place.matches()) {
            return components("", "", "", error.code());
        }
        String sequence = part(place, 2);
        return components(place.group(1), sequence.isEmpty() ? "1" : sequence, part(place, 3), error.code());
    }

    private static String part(Matcher place, int group) {
        String part = place.group(group);
        return part == null ? "" : part;
    }

    private boolean isBefore25() {
        return to.version().matches("2\\.[0-4]([.].*)?");
    }

    private static String cut(String text) {
        return text.length() > MSA_TEXT ? text.substring(0, MSA_TEXT) : text;
    }

    private String escaped(String text) {
        return new Escapes().escape(text, delimiters);
    }

    private String components(String... parts) {
        return trimmed(String.join("" + delimiters.getComponentSeparator(), parts), delimiters.getComponentSeparator());
    }

    private void append(StringBuilder message, String... fields) {
        char separator = delimiters.getFieldSeparator();
        message.append(trimmed(String.join("" + separator, fields), separator)).append('\r');
    }

    private static String trimmed(String text, char separator) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == separator) {
            end--;
        }
        return text.substring(0, end);
    }
}
