package org.carerrecord.hospitaldischarge.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentence of a narrative in its words. */
record Sentence(String text, List<Word> words) {

    /** An end of a sentence, and not of {@code Mr.} or an initial. */
    private static final Pattern END =
            Pattern.compile("(?<!\\b(?:Mr|Mrs|Ms|Mx|Dr|St|Tel|Prof|\\p{Lu}))[.!?;](?=\\s|$)");

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{Nd}'’-]+");
    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{Nd}]");

    Sentence {
        words = List.copyOf(words);
    }

    /**
     * One word.
     *
     * @param said as it stands there, without punctuation around it
     * @param plain in small letters, without apostrophes and hyphens
     * @param stop what stands between it and the next word, save blanks, for example a comma
     */
    record Word(String said, String plain, String stop) {

        boolean isCapital() {
            return Character.isUpperCase(said.codePointAt(0));
        }

        boolean isNumber() {
            return said.chars().anyMatch(Character::isDigit);
        }

        /** Never the content: a record's text ends in logs. */
        @Override
        public String toString() {
            return "Word";
        }
    }

    static List<Sentence> of(String text) {
        List<Sentence> sentences = new ArrayList<>();
        Matcher ends = END.matcher(text);
        int begin = 0;
        while (ends.find()) {
            add(text.substring(begin, ends.end()), sentences);
            begin = ends.end();
        }
        add(text.substring(begin), sentences);
        return sentences;
    }

    private static void add(String text, List<Sentence> sentences) {
        String said = text.strip();
        if (!said.isEmpty()) {
            sentences.add(new Sentence(said, words(said)));
        }
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        Matcher found = WORD.matcher(text);
        int end = 0;
        while (found.find()) {
            if (!words.isEmpty()) {
                Word before = words.removeLast();
                words.add(new Word(
                        before.said(),
                        before.plain(),
                        text.substring(end, found.start()).strip()));
            }
            end = found.end();
            String plain =
                    NO_LETTER.matcher(found.group().toLowerCase(Locale.UK)).replaceAll("");
            if (!plain.isEmpty()) {
                words.add(new Word(found.group(), plain, ""));
            }
        }
        return words;
    }

    /** Never the content: a record's text ends in logs. */
    @Override
    public String toString() {
        return "Sentence[" + words.size() + "]";
    }
}
