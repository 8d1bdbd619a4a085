package org.carerrecord.hospitaldischarge.segment;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Escape sequences in text (HL7 v2 chapter 2, Use of escape sequences in text fields), read in one pass.
 *
 * <p>{@code \F\ \S\ \T\ \R\ \E\} are the delimiters, {@code \.br\} is a line break, {@code \X0A\} is bytes in hexadecimal;
 * highlighting ({@code \H\ \N\}) is dropped; what is no sequence is kept as it stands.
 */
final class Escapes {

    private Escapes() {}

    static String unescape(String text, Delimiters delimiters) {
        char escape = delimiters.escape();
        int start = text.indexOf(escape);
        if (start < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int at = 0;
        while (start >= 0) {
            int end = text.indexOf(escape, start + 1);
            Optional<String> meant = end < 0 ? Optional.empty() : meaning(text.substring(start + 1, end), delimiters);
            plain.append(text, at, start);
            if (meant.isPresent()) {
                plain.append(meant.get());
                at = end + 1;
            } else {
                plain.append(escape);
                at = start + 1;
            }
            start = text.indexOf(escape, at);
        }
        return plain.append(text, at, text.length()).toString();
    }

    private static Optional<String> meaning(String sequence, Delimiters delimiters) {
        return switch (sequence) {
            case "F" -> Optional.of("" + delimiters.field());
            case "S" -> Optional.of("" + delimiters.component());
            case "T" -> Optional.of("" + delimiters.subcomponent());
            case "R" -> Optional.of("" + delimiters.repetition());
            case "E" -> Optional.of("" + delimiters.escape());
            case ".br" -> Optional.of("\n");
            case "H", "N" -> Optional.of("");
            default -> sequence.startsWith("X") ? hexadecimal(sequence.substring(1)) : Optional.empty();
        };
    }

    private static Optional<String> hexadecimal(String digits) {
        if (digits.isEmpty() || digits.length() % 2 != 0 || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        byte[] bytes = HexFormat.of().parseHex(digits);
        return Optional.of(CharacterSets.strictly(bytes, StandardCharsets.UTF_8)
                .orElseGet(() -> new String(bytes, CharacterSets.WINDOWS_1252)));
    }

    static String escape(String text, Delimiters delimiters) {
        return text.chars().mapToObj(c -> sequence((char) c, delimiters)).collect(Collectors.joining());
    }

    private static String sequence(char c, Delimiters delimiters) {
        String marker = "" + delimiters.escape();
        if (c == delimiters.field()) {
            return marker + "F" + marker;
        } else if (c == delimiters.component()) {
            return marker + "S" + marker;
        } else if (c == delimiters.subcomponent()) {
            return marker + "T" + marker;
        } else if (c == delimiters.repetition()) {
            return marker + "R" + marker;
        } else if (c == delimiters.escape()) {
            return marker + "E" + marker;
        }
        if (c == '\n') {
            return marker + ".br" + marker;
        }
        return Character.isISOControl(c) ? " " : "" + c;
    }
}
