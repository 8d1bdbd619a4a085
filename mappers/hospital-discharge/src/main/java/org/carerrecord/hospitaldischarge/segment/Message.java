package org.carerrecord.hospitaldischarge.segment;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.GenericMessage;
import ca.uhn.hl7v2.model.GenericSegment;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.parser.ParserConfiguration;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9]{2}");

    /** Segments that stand once in an ADT message, so that their place needs no number. */
    private static final Set<String> SINGLE = Set.of("MSH", "EVN", "PID", "PD1", "PV1", "PV2", "MRG");

    /** Segments whose fields are read; of all others the name is enough. */
    private static final Set<String> READ = Set.of("MSH", "EVN", "PID", "PD1", "NK1", "PV1", "PV2", "MRG");

    /**
     * More fields, repetitions or components than any segment, field or data type has: HAPI's time and ours grow with the
     * square of their number.
     */
    private static final int MOST = 500;

    private static final PipeParser PARSER = parser();

    /** HAPI wants a message around a segment; nothing is ever put into it. */
    private static final GenericMessage PARENT = new GenericMessage.UnknownVersion(new GenericModelClassFactory());

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
                : new String(raw, StandardCharsets.ISO_8859_1);
        return lines(text).stream().findFirst().flatMap(line -> Delimiters.of(line)
                .map(delimiters -> new Message(delimiters, List.of(segment(line, 1, delimiters)), List.of())));
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
        List<String> lines = new ArrayList<>();
        for (String line : LINE_END.split(text.substring(start))) {
            int end = line.length();
            while (end > 0 && isAround(line.charAt(end - 1))) {
                end--;
            }
            lines.add(line.substring(0, end).stripLeading());
        }
        return lines;
    }

    private static boolean isAround(char c) {
        return c <= ' ' || c == '\uFEFF';
    }

    private static boolean isSegment(String line, Delimiters delimiters) {
        return line.length() >= 3
                && NAME.matcher(line.substring(0, 3)).matches()
                && (line.length() == 3 || line.charAt(3) == delimiters.field());
    }

    private static Segment segment(String line, int number, Delimiters delimiters) {
        String name = line.substring(0, 3);
        GenericSegment fields = new GenericSegment(PARENT, name);
        if (isRead(name)) {
            refuseFlood(name, number, line, delimiters);
            try {
                PARSER.parse(fields, line, delimiters.asHapi());
            } catch (HL7Exception | RuntimeException quotesTheField) {
                // HAPI's message repeats what the field holds, and a cause ends in logs.
                throw new Fault(FaultKind.UNREADABLE, name, "the segment cannot be read");
            }
        }
        return new Segment(name, number, !SINGLE.contains(name), fields);
    }

    private static void refuseFlood(String name, int number, String line, Delimiters delimiters) {
        if (number > MOST) {
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

    private static PipeParser parser() {
        ParserConfiguration configuration = new ParserConfiguration();
        configuration.setEscaping(new Escapes());
        configuration.setAllowUnknownVersions(true);
        return new PipeParser(new DefaultHapiContext(
                configuration, ValidationContextFactory.noValidation(), new GenericModelClassFactory()));
    }
}
