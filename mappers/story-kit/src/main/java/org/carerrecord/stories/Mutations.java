package org.carerrecord.stories;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Breaks what came in, the same way for the same seed. */
public final class Mutations {

    private static final int LONGEST_PIECE = 200;

    private final Random random;
    private final List<byte[]> marks;

    /** @param marks what tells fields and lines apart in the format, and what its readers may stumble over */
    public Mutations(Random random, List<byte[]> marks) {
        this.random = random;
        this.marks = List.copyOf(marks);
    }

    /** A copy with up to eight changes; may be empty. */
    public byte[] of(byte[] good) {
        byte[] broken = good.clone();
        for (int changes = 1 + random.nextInt(8); changes > 0 && broken.length > 0; changes--) {
            broken = changed(broken, random.nextInt(broken.length));
        }
        return broken;
    }

    /** Texts as bytes of UTF-8. */
    public static List<byte[]> marks(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** A copy with up to five quoted texts in place of others: well-formed still, and it says something else. */
    public byte[] swapped(byte[] document) {
        byte[] said = document;
        for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
            List<int[]> quoted = quoted(said);
            if (!quoted.isEmpty()) {
                int[] one = quoted.get(random.nextInt(quoted.size()));
                int[] other = quoted.get(random.nextInt(quoted.size()));
                said = replaced(said, one[0], one[1] - one[0], Arrays.copyOfRange(said, other[0], other[1]));
            }
        }
        return said;
    }

    private static List<int[]> quoted(byte[] document) {
        List<int[]> quoted = new ArrayList<>();
        int open = -1;
        for (int at = 0; at < document.length; at++) {
            if (document[at] == '"' && open < 0) {
                open = at;
            } else if (document[at] == '"') {
                quoted.add(new int[] {open, at + 1});
                open = -1;
            }
        }
        return quoted;
    }

    private byte[] changed(byte[] message, int at) {
        return switch (random.nextInt(8)) {
            case 0 -> replaced(message, at, 1, new byte[] {(byte) random.nextInt(256)});
            case 1, 2 -> replaced(message, at, random.nextInt(3), mark());
            case 3, 4 -> replaced(message, at, 0, mark());
            case 5 -> replaced(message, at, 0, piece(message));
            case 6 -> replaced(message, at, random.nextInt(40), new byte[0]);
            default -> random.nextInt(8) == 0 ? Arrays.copyOf(message, at) : repeated(message, at);
        };
    }

    private byte[] mark() {
        return marks.get(random.nextInt(marks.size()));
    }

    private byte[] piece(byte[] message) {
        int from = random.nextInt(message.length);
        return Arrays.copyOfRange(message, from, Math.min(message.length, from + random.nextInt(LONGEST_PIECE)));
    }

    private byte[] repeated(byte[] message, int at) {
        byte[] result = message;
        byte[] mark = mark();
        for (int times = random.nextInt(90); times > 0; times--) {
            result = replaced(result, at, 0, mark);
        }
        return result;
    }

    /** A copy with other bytes instead of some. */
    public static byte[] replaced(byte[] message, int at, int length, byte[] by) {
        int end = Math.min(message.length, at + length);
        byte[] result = new byte[at + by.length + message.length - end];
        System.arraycopy(message, 0, result, 0, at);
        System.arraycopy(by, 0, result, at, by.length);
        System.arraycopy(message, end, result, at + by.length, message.length - end);
        return result;
    }
}
