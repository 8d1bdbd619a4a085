package org.carerrecord.gateway.identity.linkage;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How often names are borne, for two people of a common name agree on it by chance (Fellegi and Sunter 1969, frequency-based
 * weights).
 */
public final class Frequencies {

    /** A name that a table of common ones does not hold, or that a count has once. */
    private static final double RARE = 0.0002;

    private final Map<String, Double> given;
    private final Map<String, Double> family;
    private final double rare;

    private Frequencies(Map<String, Double> given, Map<String, Double> family, double rare) {
        this.given = given;
        this.family = family;
        this.rare = rare;
    }

    /** Of common names in England and Wales, {@code identity/names.csv}. */
    public static Frequencies ofEnglandAndWales() {
        return new Frequencies(table("given"), table("family"), RARE);
    }

    private static Map<String, Double> table(String kind) {
        Map<String, Double> shares = new HashMap<>();
        Table.rows("names").stream().filter(row -> row.get("kind").equals(kind)).forEach(row -> {
            for (String name : row.get("names").split(" ")) {
                shares.put(name, 1.0 / Integer.parseInt(row.get("one in")));
            }
        });
        return shares;
    }

    /** Counted in descriptions of people, whoever they are of; a name seen once or twice counts as a rare one. */
    public static Frequencies countedIn(Collection<Particulars> people) {
        Map<String, Double> given = new HashMap<>();
        Map<String, Double> family = new HashMap<>();
        for (Particulars one : people) {
            for (FullName name : one.names()) {
                if (!name.given().isEmpty()) {
                    given.merge(name.given().getFirst(), 1.0 / people.size(), Double::sum);
                }
                if (!name.family().isEmpty()) {
                    family.merge(name.family(), 1.0 / people.size(), Double::sum);
                }
            }
        }
        return new Frequencies(given, family, Math.max(RARE, 2.0 / Math.max(1, people.size())));
    }

    double ofGiven(String name) {
        return Math.max(rare, given.getOrDefault(name, 0.0));
    }

    double ofFamily(String name) {
        return Math.max(rare, family.getOrDefault(name, 0.0));
    }
}
