package org.carerrecord.hospitaldischarge.segment;

import java.util.Optional;

/**
 * The delimiters that a message declares for itself in MSH-1 and MSH-2.
 *
 * <p>{@code |^~\&}: field, component, repetition, escape, subcomponent (HL7 v2 chapter 2, Message delimiters). The last
 * two may be left out; a fifth character of MSH-2 (truncation, since 2.7) is read over.
 */
public record Delimiters(char field, char component, char repetition, char escape, char subcomponent) {

    public static final Delimiters USUAL = new Delimiters('|', '^', '~', '\\', '&');

    /** The delimiters at the start of an MSH segment; empty when there are none that can be told apart. */
    public static Optional<Delimiters> of(String msh) {
        if (msh.length() < 6 || !msh.startsWith("MSH")) {
            return Optional.empty();
        }
        char field = msh.charAt(3);
        int end = msh.indexOf(field, 4);
        String declared = end < 0 ? msh.substring(4) : msh.substring(4, end);
        if (declared.length() < 2) {
            return Optional.empty();
        }
        String all = field + declared.substring(0, Math.min(4, declared.length()));
        all += USUAL.encoding().substring(all.length() - 1);
        return all.chars().distinct().count() == 5 && all.chars().allMatch(Delimiters::mayDelimit)
                ? Optional.of(new Delimiters(all.charAt(0), all.charAt(1), all.charAt(2), all.charAt(3), all.charAt(4)))
                : Optional.empty();
    }

    private static boolean mayDelimit(int character) {
        return character > ' ' && !Character.isLetterOrDigit(character) && character != '"' && character != 0x7f;
    }

    /** MSH-2, for example {@code ^~\&}. */
    public String encoding() {
        return "" + component + repetition + escape + subcomponent;
    }
}
