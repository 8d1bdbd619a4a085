package org.carerrecord.mapping;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises by their names those who care without being unpaid carers: agencies, homes, foster carers, volunteers,
 * services (Care Act 2014 s10(9)).
 *
 * <p>Read from {@code tables/paid-care.csv}. Words are found whole and in sequence, so that neither Holmes nor a surname
 * such as Care or Foster alone is taken for an organisation.
 */
public final class PaidCare {

    /** Whoever cares instead of an unpaid carer. */
    public enum Kind {
        AGENCY,
        CARE_HOME,
        FOSTER,
        VOLUNTEER,
        SERVICE
    }

    private static final Pattern MARKS = Pattern.compile("['’.]");
    private static final Pattern NO_LETTERS = Pattern.compile("[^A-Z0-9]+");

    private final Map<String, Kind> kinds = load();

    /**
     * The kind of organisation or paid person that a name tells of; empty when it may be a family member or friend.
     *
     * @param name a person's or organisation's whole name, given names first, as it would be said
     */
    public Optional<Kind> kind(String name) {
        String words = " " + plain(name) + " ";
        return kinds.entrySet().stream()
                .filter(known -> words.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String plain(String name) {
        String letters = MARKS.matcher(name.toUpperCase(Locale.UK)).replaceAll("");
        return NO_LETTERS.matcher(letters).replaceAll(" ").strip();
    }

    private static Map<String, Kind> load() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        CodeTable.eachRow("paid-care", row -> {
            Kind kind = Kind.valueOf(row.get("kind").replace('-', '_').toUpperCase(Locale.ROOT));
            if (kinds.put(" " + row.get("words") + " ", kind) != null) {
                throw new IllegalArgumentException("tables/paid-care.csv says the same words twice");
            }
        });
        return kinds;
    }
}
