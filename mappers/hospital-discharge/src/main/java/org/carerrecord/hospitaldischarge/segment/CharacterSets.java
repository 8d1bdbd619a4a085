package org.carerrecord.hospitaldischarge.segment;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/**
 * The character set of a message: MSH-18 (HL7 table 0211) with the spellings that are met beside the table's.
 *
 * <p>{@code UNICODE} is read as UTF-8, as ITK senders mean it, unless the bytes are UTF-16. When MSH-18 is empty: UTF-8 if
 * every byte fits, else Windows-1252, which older systems send without saying so.
 */
public final class CharacterSets {

    static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private static final Pattern NO_LETTER = Pattern.compile("[^A-Za-z0-9]");

    private static final Map<String, Charset> BY_NAME = Map.ofEntries(
            Map.entry("UNICODEUTF8", StandardCharsets.UTF_8),
            Map.entry("UNICODE", StandardCharsets.UTF_8),
            Map.entry("UTF8", StandardCharsets.UTF_8),
            Map.entry("UNICODEUTF16", StandardCharsets.UTF_16),
            Map.entry("UTF16", StandardCharsets.UTF_16),
            Map.entry("ASCII", StandardCharsets.US_ASCII),
            Map.entry("USASCII", StandardCharsets.US_ASCII),
            Map.entry("88591", StandardCharsets.ISO_8859_1),
            Map.entry("ISO88591", StandardCharsets.ISO_8859_1),
            Map.entry("LATIN1", StandardCharsets.ISO_8859_1),
            Map.entry("885915", Charset.forName("ISO-8859-15")),
            Map.entry("ISO885915", Charset.forName("ISO-8859-15")),
            Map.entry("WINDOWS1252", WINDOWS_1252),
            Map.entry("CP1252", WINDOWS_1252),
            Map.entry("1252", WINDOWS_1252));

    private CharacterSets() {}

    /** The character set under a name of MSH-18; UTF-8 where the name is empty or unknown. */
    public static Charset named(String name) {
        return BY_NAME.getOrDefault(normalised(name), StandardCharsets.UTF_8);
    }

    /** The name of the set in which a sender is answered: the declared one; letters of two bytes only for whom sends such. */
    public static String answering(byte[] raw, String declared) {
        return isWide(named(declared)) && !isUtf16(raw) ? "UNICODE UTF-8" : declared;
    }

    private static boolean isWide(Charset charset) {
        return charset.equals(StandardCharsets.UTF_16);
    }

    static boolean isUtf16(byte[] raw) {
        return raw.length > 3
                && ((raw[0] == (byte) 0xFE && raw[1] == (byte) 0xFF)
                        || (raw[0] == (byte) 0xFF && raw[1] == (byte) 0xFE)
                        || (raw[0] == 0 && raw[1] == 'M'));
    }

    /** @throws Fault UNREADABLE at MSH-18 when the bytes are not of the set that is declared, or it is unknown */
    static String decode(byte[] bytes, String declared) {
        if (declared.isBlank()) {
            return strictly(bytes, StandardCharsets.UTF_8).orElseGet(() -> new String(bytes, WINDOWS_1252));
        }
        Charset charset = BY_NAME.get(normalised(declared));
        if (charset == null) {
            throw new Fault(FaultKind.UNREADABLE, "MSH-18", "the character set is not one that is read here");
        }
        return Optional.of(charset)
                .filter(set -> !isWide(set) || isUtf16(bytes))
                .flatMap(set -> strictly(bytes, set))
                .orElseThrow(() -> new Fault(
                        FaultKind.UNREADABLE, "MSH-18", "the bytes are not of the character set that is declared"));
    }

    static Optional<String> strictly(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notOfThisSet) {
            return Optional.empty();
        }
    }

    private static String normalised(String name) {
        return NO_LETTER.matcher(name).replaceAll("").toUpperCase(Locale.ROOT);
    }
}
