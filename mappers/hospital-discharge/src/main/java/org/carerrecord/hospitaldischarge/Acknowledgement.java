package org.carerrecord.hospitaldischarge;

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
import org.carerrecord.hospitaldischarge.segment.SegmentWriter;

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

    static final DateTimeFormatter TIME =
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
    private final SegmentWriter message;

    private Acknowledgement(AdtHeader to) {
        this.to = to;
        this.message = new SegmentWriter(to.delimiters());
    }

    static byte[] of(Optional<AdtHeader> to, String code, List<AckError> told, String newControlId, Instant at) {
        return new Acknowledgement(to.orElse(UNKNOWN)).bytes(code, told, newControlId, at);
    }

    private byte[] bytes(String code, List<AckError> told, String newControlId, Instant at) {
        List<AckError> errors = told.stream().filter(AckError::isError).toList();
        header(newControlId, at);
        if (isBefore25()) {
            String text = errors.stream().findFirst().map(AckError::text).orElse("");
            message.add("MSA", code, message.text(to.controlId()), message.text(cut(text)));
            errors.forEach(error -> message.add("ERR", oldLocation(error)));
        } else {
            message.add("MSA", code, message.text(to.controlId()));
            errors.forEach(error -> error(error));
            atMostTen(told.stream().filter(one -> !one.isError()).toList()).forEach(loss -> error(loss));
        }
        return message.written().getBytes(CharacterSets.named(to.characterSet()));
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

    private void header(String newControlId, Instant at) {
        String type = to.trigger().isEmpty() ? "ACK" : message.components("ACK", to.trigger(), "ACK");
        message.addHeader(
                "MSH",
                message.text(to.receivingApplication()),
                message.text(to.receivingFacility()),
                message.text(to.sendingApplication()),
                message.text(to.sendingFacility()),
                TIME.format(at),
                "",
                type,
                message.text(newControlId),
                message.text(to.processingId()),
                message.text(to.version()),
                "",
                "",
                "",
                "",
                "",
                message.text(to.characterSet()));
    }

    /** ERR of 2.5 and later: ERR-2 location, ERR-3 code, ERR-4 severity, ERR-7 and ERR-8 text. */
    private void error(AckError error) {
        String text = message.text(error.text());
        message.add(
                "ERR",
                "",
                location(error),
                message.components(error.code(), "", "HL70357"),
                error.severity(),
                "",
                "",
                message.text(error.place()),
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
        return message.components(parts);
    }

    /** ELD, as ERR-1 was until 2.4: segment, sequence, field, code. */
    private String oldLocation(AckError error) {
        Matcher place = PLACE.matcher(error.place());
        if (!place.matches()) {
            return message.components("", "", "", error.code());
        }
        String sequence = part(place, 2);
        return message.components(place.group(1), sequence.isEmpty() ? "1" : sequence, part(place, 3), error.code());
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
}
