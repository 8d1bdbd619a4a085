package org.carerrecord.hospitaldischarge.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.carerrecord.mapping.CodeTable;

/** The words by which a narrative names who cares ({@code tables/caring-words.csv}). */
final class CaringWords {

    /** What words do in a sentence; the table says more of each. */
    enum Kind {
        CARES,
        CARED_BY,
        CARER,
        BEFORE,
        JOINS,
        ENDS,
        PATIENT,
        UNSURE,
        NOBODY
    }

    private final Map<Kind, List<List<String>>> phrases = new EnumMap<>(Kind.class);

    CaringWords() {
        CodeTable.eachRow(
                "caring-words", row -> phrases.computeIfAbsent(kind(row.get("kind")), any -> new ArrayList<>())
                        .add(List.of(row.get("words").split(" "))));
    }

    private static Kind kind(String word) {
        return Kind.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    /** How many words of the longest phrase of a kind begin at a position; 0 when none does. */
    int at(Kind kind, Sentence sentence, int position) {
        return phrases.getOrDefault(kind, List.of()).stream()
                .filter(phrase -> begins(phrase, sentence, position))
                .mapToInt(List::size)
                .max()
                .orElse(0);
    }

    private static boolean begins(List<String> phrase, Sentence sentence, int position) {
        List<Sentence.Word> words = sentence.words();
        if (position < 0 || position + phrase.size() > words.size()) {
            return false;
        }
        for (int i = 0; i < phrase.size(); i++) {
            if (!words.get(position + i).plain().equals(phrase.get(i))) {
                return false;
            }
        }
        return true;
    }

    boolean has(Sentence sentence, Kind... kinds) {
        for (int position = 0; position < sentence.words().size(); position++) {
            int here = position;
            if (Arrays.stream(kinds).anyMatch(kind -> at(kind, sentence, here) > 0)) {
                return true;
            }
        }
        return false;
    }
}
