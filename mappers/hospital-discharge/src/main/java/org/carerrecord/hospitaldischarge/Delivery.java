package org.carerrecord.hospitaldischarge;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.hospitaldischarge.segment.Delimiters;
import org.carerrecord.hospitaldischarge.segment.Message;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.hospitaldischarge.segment.SegmentWriter;

/**
 * What comes at one time: a message, several, or batches of them (HL7 v2 chapter 2, batch protocol).
 *
 * <pre>
 * [FHS] { [BHS] { MSH ... } [BTS] } [FTS]
 * </pre>
 *
 * <p>Each message is read and answered for itself, so that a bad one does not sink its neighbours. A batch is answered by a
 * batch of acknowledgements, a file by a file.
 *
 * @param file the FHS segment as it came
 */
public record Delivery(Optional<String> file, List<Batch> batches) {

    /**
     * Messages that are answered together.
     *
     * @param header the BHS segment as it came
     * @param messages their bytes as they came
     */
    public record Batch(Optional<String> header, List<byte[]> messages) {

        public Batch {
            messages = List.copyOf(messages);
        }
    }

    /** More are one message, which is then refused: each is a transaction of its own. */
    private static final int MOST = 1_000;

    private static final Pattern MARK = Pattern.compile(
            "(?:\\A[\\s\\x0b\\x1c\\x00]*(?:\\xef\\xbb\\xbf)?|[\\r\\n][ \\t]*)(FHS|BHS|MSH|BTS|FTS)(?![A-Za-z0-9])");

    public Delivery {
        batches = List.copyOf(batches);
    }

    /** What the bytes hold; what does not begin with MSH, FHS or BHS is one message. */
    public static Delivery of(byte[] raw) {
        String text = new String(raw, StandardCharsets.ISO_8859_1);
        Matcher mark = MARK.matcher(text);
        Optional<String> file = Optional.empty();
        List<Batch> batches = new ArrayList<>();
        Optional<String> header = Optional.empty();
        List<byte[]> messages = new ArrayList<>();
        int found = 0;
        boolean more = mark.lookingAt();
        while (more) {
            String name = mark.group(1);
            int start = mark.start(1);
            more = mark.find();
            String chunk = text.substring(start, more ? mark.start(1) : text.length());
            switch (name) {
                case "FHS" -> file = file.or(() -> Optional.of(chunk));
                case "BHS" -> {
                    close(batches, header, messages);
                    header = Optional.of(chunk);
                    messages = new ArrayList<>();
                }
                case "MSH" -> {
                    found++;
                    messages.add(chunk.getBytes(StandardCharsets.ISO_8859_1));
                }
                default -> {}
            }
        }
        close(batches, header, messages);
        boolean isOneMessage = found == 1 && file.isEmpty() && header.isEmpty();
        return isOneMessage || found == 0 || found > MOST
                ? new Delivery(Optional.empty(), List.of(new Batch(Optional.empty(), List.of(raw))))
                : new Delivery(file, batches);
    }

    private static void close(List<Batch> batches, Optional<String> header, List<byte[]> messages) {
        if (header.isPresent() || !messages.isEmpty()) {
            batches.add(new Batch(header, messages));
        }
    }

    /** The messages of all batches, in their order; one at least. */
    public List<byte[]> messages() {
        return batches.stream().flatMap(batch -> batch.messages().stream()).toList();
    }

    /**
     * The answer to all.
     *
     * @param acknowledgements one for each message, in their order; empty where its sender wants none
     * @param id new control id of the answering file; its batches have the same with their number
     * @param at when it is answered
     */
    public byte[] answer(List<byte[]> acknowledgements, String id, Instant at) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Iterator<byte[]> next = acknowledgements.iterator();
        file.ifPresent(fhs -> answer.writeBytes(header("FHS", fhs, id, at)));
        for (int number = 1; number <= batches.size(); number++) {
            Batch batch = batches.get(number - 1);
            String batchId = id + "-" + number;
            batch.header().ifPresent(bhs -> answer.writeBytes(header("BHS", bhs, batchId, at)));
            int told = 0;
            for (int i = 0; i < batch.messages().size(); i++) {
                byte[] acknowledgement = next.next();
                answer.writeBytes(acknowledgement);
                told += acknowledgement.length == 0 ? 0 : 1;
            }
            if (batch.header().isPresent()) {
                answer.writeBytes(trailer("BTS", batch.header().get(), told));
            }
        }
        file.ifPresent(fhs -> answer.writeBytes(trailer("FTS", fhs, batches.size())));
        return answer.toByteArray();
    }

    /** FHS and BHS alike: 3 to 6 applications and facilities, 7 time, 11 control id, 12 control id of what is answered. */
    private static byte[] header(String name, String to, String id, Instant at) {
        Optional<Segment> asked = asked(to);
        SegmentWriter answer = new SegmentWriter(delimiters(to));
        answer.addHeader(
                name,
                echo(asked, 5, answer),
                echo(asked, 6, answer),
                echo(asked, 3, answer),
                echo(asked, 4, answer),
                Acknowledgement.TIME.format(at),
                "",
                "",
                "",
                id,
                echo(asked, 11, answer));
        return answer.written().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] trailer(String name, String header, int count) {
        SegmentWriter answer = new SegmentWriter(delimiters(header));
        answer.add(name, Integer.toString(count));
        return answer.written().getBytes(StandardCharsets.UTF_8);
    }

    private static String echo(Optional<Segment> asked, int field, SegmentWriter answer) {
        return asked.flatMap(header -> header.text(field)).map(answer::text).orElse("");
    }

    private static Delimiters delimiters(String header) {
        return Delimiters.of("MSH" + header.substring(3)).orElse(Delimiters.USUAL);
    }

    /** FHS and BHS are laid out as MSH is. */
    private static Optional<Segment> asked(String header) {
        return Message.headerOnly(("MSH" + header.substring(3)).getBytes(StandardCharsets.ISO_8859_1))
                .map(Message::header);
    }
}
