package org.carerrecord.hospitaldischarge.segment;

import java.util.List;

/** Writes segments, each ended by CR, empty fields and components at the end left out. */
public final class SegmentWriter {

    private final Delimiters delimiters;
    private final StringBuilder message = new StringBuilder();

    public SegmentWriter(Delimiters delimiters) {
        this.delimiters = delimiters;
    }

    /** A segment; its fields are escaped already. */
    public void add(String name, String... fields) {
        message.append(trimmed(
                        name + delimiters.field() + String.join("" + delimiters.field(), fields), delimiters.field()))
                .append('\r');
    }

    /** A segment that declares the delimiters, for example MSH; the fields are its third and further ones. */
    public void addHeader(String name, String... fields) {
        add(name + delimiters.field() + delimiters.encoding(), fields);
    }

    /** A text as it may stand in a field or component. */
    public String text(String plain) {
        return Escapes.escape(plain, delimiters);
    }

    /** A field of components that are escaped already. */
    public String components(String... parts) {
        return trimmed(String.join("" + delimiters.component(), parts), delimiters.component());
    }

    /** A field of repetitions that are escaped already. */
    public String repetitions(List<String> repetitions) {
        return String.join("" + delimiters.repetition(), repetitions);
    }

    private static String trimmed(String text, char separator) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == separator) {
            end--;
        }
        return text.substring(0, end);
    }

    /** What was written. */
    public String written() {
        return message.toString();
    }
}
