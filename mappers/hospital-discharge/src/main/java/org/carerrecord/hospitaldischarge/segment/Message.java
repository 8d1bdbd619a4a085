package org.carerrecord.hospitaldischarge.segment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/**
 * A message as its segments, in the order in which they were sent, whatever order the standard asks for.
 *
 * @param delimiters as MSH-1 and MSH-2 declare them
 * @param segments MSH first
 * @param unreadable the numbers of the lines that are no segment, the MSH being line 1
 */
public record Message(Delimiters delimiters, List<Segment> segments, List<Integer> unreadable) {

    /** Segments that stand once in an ADT message, so that their place needs no number. */
    private static final Set<String> SINGLE = Set.of("MSH", "EVN", "PID", "PD1", "PV1", "PV2", "MRG");

    /** Segments whose fields are read; of all others the name is enough. */
    private static final Set<String> READ = Set.of("MSH", "EVN", "PID", "PD1", "NK1", "PV1", "PV2", "MRG");

    /** More than anybody has of relatives, and of messages. */
    private static final int MOST_SEGMENTS = 1_000;

    /** More fields, repetitions or components than any segment, field or data type has. */
    private static final int MOST = 500;

    public Message {
        segments = List.copyOf(segments);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Reads a message with or without MLLP framing, its segments ended by CR, LF or both.
     *
     * @throws Fault UNREADABLE at MSH, or at MSH-18 for the character set; TOO_COSTLY at a segment
     */
    public static Message read(byte[] raw) {
        List<String> lines = lines(text(raw));
        if (lines.isEmpty()) {
            throw new Fault(FaultKind.UNREADABLE, "MSH", "there is no message");
        }
        Delimiters delimiters = Delimiters.of(lines.get(0))
                .orElseThrow(() ->
                        new Fault(FaultKind.UNREADABLE, "MSH", "an HL7 v2 message begins with MSH and its delimiters"));
        Map<String, Integer> counts = new HashMap<>();
        List<Segment> segments = new ArrayList<>();
        List<Integer> unreadable = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (isSegment(line, delimiters)) {
                String name = line.substring(0, 3);
                segments.add(segment(line, counts.merge(name, 1, Integer::sum), delimiters));
            } else if (!line.isEmpty()) {
                unreadable.add(i + 1);
            }
        }
        if (counts.getOrDefault("MSH", 0) != 1) {
            throw new Fault(FaultKind.UNREADABLE, "MSH", "one message is read at a time, or a batch of at most 1,000");
        }
        return new Message(delimiters, segments, unreadable);
    }

    /** The MSH segment alone, of whatever can be read of it, so that an acknowledgement finds its way back. */
    public static Optional<Message> headerOnly(byte[] raw) {
        String text = CharacterSets.isUtf16(raw)
                ? new String(raw, StandardCharsets.UTF_16)
                : new String(raw, 0, endOfFirstLine(raw), StandardCharsets.ISO_8859_1);
        return lines(text).stream().findFirst().flatMap(Message::headerOnly);
    }

    private static Optional<Message> headerOnly(String line) {
        return Delimiters.of(line)
                .map(delimiters -> new Message(delimiters, List.of(segment(line, 1, delimiters)), List.of()));
    }

    /** Whether the fields of segments of that name can be asked for. */
    public static boolean isRead(String name) {
        return READ.contains(name);
    }

    public Segment header() {
        return segments.get(0);
    }

    /** The first segment of that name. */
    public Optional<Segment> first(String name) {
        return segments.stream().filter(segment -> segment.name().equals(name)).findFirst();
    }

    public List<Segment> all(String name) {
        return segments.stream().filter(segment -> segment.name().equals(name)).toList();
    }

    private static String text(byte[] raw) {
        if (CharacterSets.isUtf16(raw)) {
            return CharacterSets.decode(raw, "UNICODE UTF-16");
        }
        String declared =
                headerOnly(raw).flatMap(message -> message.header().text(18)).orElse("");
        return CharacterSets.decode(raw, declared);
    }

    /** Lines without what surrounds a message: MLLP's 0B and 1C, byte order mark, NUL, blanks. */
    private static List<String> lines(String text) {
        int start = 0;
        while (start < text.length() && isAround(text.charAt(start))) {
            start++;
        }
        if (text.startsWith("ï»¿", start)) {
            start += 3;
        }
        return text.substring(start).lines().map(Message::withoutFraming).toList();
    }

    private static String withoutFraming(String line) {
        int end = line.length();
        while (end > 0 && isAround(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end).stripLeading();
    }

    private static int endOfFirstLine(byte[] raw) {
        int at = 0;
        while (at < raw.length && raw[at] >= 0 && raw[at] <= ' ') {
            at++;
        }
        while (at < raw.length && raw[at] != '\r' && raw[at] != '\n') {
            at++;
        }
        return at;
    }

    private static boolean isAround(char c) {
        return c <= ' ' || c == '\uFEFF';
    }

    private static boolean isSegment(String line, Delimiters delimiters) {
        return line.length() >= 3
                && isCapital(line.charAt(0))
                && isCapitalOrDigit(line.charAt(1))
                && isCapitalOrDigit(line.charAt(2))
                && (line.length() == 3 || line.charAt(3) == delimiters.field());
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isCapitalOrDigit(char c) {
        return isCapital(c) || (c >= '0' && c <= '9');
    }

    private static Segment segment(String line, int number, Delimiters delimiters) {
        String name = line.substring(0, 3);
        boolean repeats = !SINGLE.contains(name);
        if (!isRead(name)) {
            return new Segment(name, number, repeats);
        }
        refuseFlood(name, number, line, delimiters);
        return Segment.of(name, number, repeats, line, delimiters);
    }

    private static void refuseFlood(String name, int number, String line, Delimiters delimiters) {
        if (number > MOST_SEGMENTS) {
            throw new Fault(FaultKind.TOO_COSTLY, name, "more segments of this name than are read");
        }
        int fields = 0;
        int repetitions = 0;
        int components = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == delimiters.field()) {
                fields++;
                repetitions = 0;
                components = 0;
            } else if (c == delimiters.repetition()) {
                repetitions++;
                components = 0;
            } else if (c == delimiters.component() || c == delimiters.subcomponent()) {
                components++;
            }
            if (fields > MOST || repetitions > MOST || components > MOST) {
                throw new Fault(FaultKind.TOO_COSTLY, name, "more fields, repetitions or components than are read");
            }
        }
    }
}
