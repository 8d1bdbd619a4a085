package org.carerrecord.gateway.identity.linkage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.language.DoubleMetaphone;

/**
 * A person's name in plain words.
 *
 * @param given in their order, initials among them
 * @param family without blanks between its parts; empty when not told
 * @param parts of a family name of several
 * @param givenSound how the first given name sounds
 * @param familySound how the family name sounds
 */
public record FullName(List<String> given, String family, List<String> parts, String givenSound, String familySound) {

    private static final Set<String> TITLES = Set.of(
            "mr",
            "mrs",
            "ms",
            "miss",
            "mx",
            "master",
            "dr",
            "prof",
            "professor",
            "rev",
            "revd",
            "reverend",
            "sir",
            "dame",
            "lady",
            "lord",
            "fr",
            "sister",
            "brother",
            "cllr",
            "capt",
            "major",
            "col",
            "hon",
            "jr",
            "jnr",
            "sr",
            "snr",
            "esq",
            "deceased",
            "decd");

    /**
     * The name; empty when nothing of it is told.
     *
     * @param family may hold the whole name: {@code OKAFOR, Joyce A} or {@code Joy Okafor}, when no given name is told
     * @param given names and initials, in their order
     */
    public static Optional<FullName> of(String family, String given) {
        int comma = family.indexOf(',');
        if (given.isBlank() && comma > 0) {
            return of(family.substring(0, comma), family.substring(comma + 1));
        }
        List<String> first = names(given);
        List<String> last = names(family);
        if (first.isEmpty() && last.size() > 1 && !family.contains("-")) {
            return Optional.of(named(last.subList(0, last.size() - 1), last.subList(last.size() - 1, last.size())));
        }
        return first.isEmpty() && last.isEmpty() ? Optional.empty() : Optional.of(named(first, last));
    }

    private static FullName named(List<String> given, List<String> parts) {
        DoubleMetaphone sounds = new DoubleMetaphone();
        String family = String.join("", parts);
        return new FullName(
                List.copyOf(given),
                family,
                List.copyOf(parts),
                given.isEmpty() ? "" : sound(sounds, given.getFirst()),
                sound(sounds, family));
    }

    private static String sound(DoubleMetaphone sounds, String word) {
        String sound = sounds.doubleMetaphone(word);
        return sound == null ? "" : sound;
    }

    private static List<String> names(String text) {
        List<String> names = new ArrayList<>(Plain.words(text));
        names.removeIf(name -> TITLES.contains(name) || (name.length() > 2 && Placeholders.isText(name)));
        return names;
    }

    boolean hasGiven() {
        return !given.isEmpty();
    }

    boolean hasFamily() {
        return !family.isEmpty();
    }

    String first() {
        return given.getFirst();
    }
}
