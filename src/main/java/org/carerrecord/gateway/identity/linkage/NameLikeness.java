package org.carerrecord.gateway.identity.linkage;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** How much alike names are, in the words of the table of weights. */
final class NameLikeness {

    /** Jaro and Winkler's similarity of one or two letters in a name of usual length. */
    private static final double SIMILAR = 0.89;

    /** Of several slips, or of two names with letters in common. */
    private static final double DISTANT = 0.78;

    private static final JaroWinklerSimilarity JARO_WINKLER = new JaroWinklerSimilarity();

    private static final int SHORTEST_PART = 3;

    private static final Pattern DOUBLED = Pattern.compile("(.)\\1");

    private NameLikeness() {}

    /** Empty when one is not told. */
    static Optional<String> given(FullName one, FullName other) {
        if (!one.hasGiven() || !other.hasGiven()) {
            return Optional.empty();
        }
        String a = one.first();
        String b = other.first();
        if (a.length() == 1 || b.length() == 1) {
            return Optional.of(a.charAt(0) == b.charAt(0) ? "initial" : "other initial");
        }
        if (a.equals(b)) {
            return Optional.of("same");
        }
        boolean isBeginning = Nicknames.isBeginning(a, b);
        if (Nicknames.areForms(a, b) && (isBeginning || Nicknames.isFormOfTheOther(a, b) || !areSimilar(a, b))) {
            return Optional.of("form");
        }
        if (isSlip(a, b)) {
            return Optional.of("slip");
        }
        if (isBeginning) {
            return Optional.of("beginning");
        }
        if (areSimilar(a, b)) {
            return Optional.of("similar");
        }
        if (soundAlike(one.givenSound(), other.givenSound())) {
            return Optional.of("sound");
        }
        if (one.given().contains(b) || other.given().contains(a)) {
            return Optional.of("middle");
        }
        return Optional.of(similarity(a, b) >= DISTANT ? "distant" : "different");
    }

    /** Empty when one is not told. */
    static Optional<String> family(FullName one, FullName other) {
        String a = one.family();
        String b = other.family();
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        if (a.equals(b)) {
            return Optional.of(a.length() == 1 ? "initial" : "same");
        }
        if (a.length() == 1 || b.length() == 1) {
            return Optional.of(a.charAt(0) == b.charAt(0) ? "initial" : "different");
        }
        if (sharesPart(one, other)) {
            return Optional.of("part");
        }
        if (areSimilar(a, b)) {
            return Optional.of("similar");
        }
        return Optional.of(soundAlike(one.familySound(), other.familySound()) ? "sound" : "different");
    }

    /** Whether the given name of each is the family name of the other. */
    static boolean areSwapped(FullName one, FullName other) {
        return one.hasGiven()
                && one.hasFamily()
                && other.hasGiven()
                && other.hasFamily()
                && isName(one.first(), other.family())
                && isName(other.first(), one.family())
                && !areSimilar(one.family(), other.family());
    }

    private static boolean isName(String given, String family) {
        return given.length() > 1 && (given.equals(family) || areSimilar(given, family));
    }

    static boolean areSimilar(String one, String other) {
        return similarity(one, other) >= SIMILAR;
    }

    /** Two neighbouring letters in each other's place, or a letter doubled: hardly ever another name. */
    private static boolean isSlip(String one, String other) {
        if (one.length() != other.length()) {
            return DOUBLED.matcher(one)
                    .replaceAll("$1")
                    .equals(DOUBLED.matcher(other).replaceAll("$1"));
        }
        int first = 0;
        while (first < one.length() && one.charAt(first) == other.charAt(first)) {
            first++;
        }
        return first + 1 < one.length()
                && one.charAt(first) == other.charAt(first + 1)
                && one.charAt(first + 1) == other.charAt(first)
                && one.substring(first + 2).equals(other.substring(first + 2));
    }

    private static double similarity(String one, String other) {
        return isFarInLength(one, other) ? 0 : JARO_WINKLER.apply(one, other);
    }

    /** Jaro's similarity of words of such lengths cannot reach the bound. */
    private static boolean isFarInLength(String one, String other) {
        int longer = Math.max(one.length(), other.length());
        return 2 * Math.min(one.length(), other.length()) < longer;
    }

    private static boolean soundAlike(String one, String other) {
        return one.length() > 1 && one.equals(other);
    }

    private static boolean sharesPart(FullName one, FullName other) {
        if (one.parts().size() == 1 && other.parts().size() == 1) {
            return false;
        }
        for (String part : one.parts()) {
            if (part.length() >= SHORTEST_PART && other.parts().contains(part)) {
                return true;
            }
        }
        return false;
    }
}
