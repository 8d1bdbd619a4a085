package org.carerrecord.gateway.identity.linkage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;

/** Given names and the short and pet forms of them, {@code identity/nicknames.csv}. */
final class Nicknames {

    /** "Jo" begins too many names to mean one of them. */
    private static final int SHORTEST_BEGINNING = 3;

    private static final Map<String, Set<String>> FORMS = forms();

    private Nicknames() {}

    private static Map<String, Set<String>> forms() {
        Map<String, Set<String>> forms = new HashMap<>();
        for (CSVRecord row : Table.rows("nicknames")) {
            String name = row.get("name");
            forms.computeIfAbsent(name, missing -> new HashSet<>()).add(name);
            for (String form : row.get("forms").split(" ")) {
                forms.computeIfAbsent(form, missing -> new HashSet<>()).add(name);
            }
        }
        return forms;
    }

    /** Whether two given names are forms of one. */
    static boolean areForms(String one, String other) {
        Set<String> names = FORMS.getOrDefault(one, Set.of());
        for (String name : FORMS.getOrDefault(other, Set.of())) {
            if (names.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of two given names is a form of the other, not of a third name only as Maria and Marie are of Mary. */
    static boolean isFormOfTheOther(String one, String other) {
        return fullNames(one).contains(other) || fullNames(other).contains(one);
    }

    /** Whether one is the beginning of the other. */
    static boolean isBeginning(String one, String other) {
        return Math.min(one.length(), other.length()) >= SHORTEST_BEGINNING
                && (one.startsWith(other) || other.startsWith(one));
    }

    /** The full names that a given name may stand for, itself among them. */
    static Set<String> fullNames(String given) {
        return FORMS.getOrDefault(given, Set.of(given));
    }
}
