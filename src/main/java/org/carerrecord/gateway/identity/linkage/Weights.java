package org.carerrecord.gateway.identity.linkage;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVRecord;
import org.carerrecord.gateway.identity.linkage.Comparison.Decision;
import org.jspecify.annotations.Nullable;

/** The tables of weights, {@code identity/weights.csv} and {@code identity/decisions.csv}. */
final class Weights {

    /** By whose value a weight is when the table says so. */
    private static final String VALUE = "value";

    /**
     * What one level of an element says.
     *
     * @param chance null where it is the value's own
     * @param most what a pair can become at this level
     */
    record Level(String element, String level, double match, @Nullable Double chance, double kin, Decision most) {

        /** In bits. */
        double weight(double ofValue, boolean ofKin) {
            return log2(match / (ofKin ? kin : Objects.requireNonNullElse(chance, ofValue)));
        }
    }

    private final Map<String, Map<String, Level>> levels = new HashMap<>();
    private final Map<String, Double> bits = new HashMap<>();

    Weights() {
        for (CSVRecord row : Table.rows("weights")) {
            String chance = row.get("chance");
            Level level = new Level(
                    row.get("element"),
                    row.get("level"),
                    Double.parseDouble(row.get("match")),
                    chance.equals(VALUE) ? null : Double.valueOf(chance),
                    Double.parseDouble(row.get("chance of kin")),
                    Decision.valueOf(row.get("at most").toUpperCase(java.util.Locale.ROOT)));
            levels.computeIfAbsent(level.element(), missing -> new HashMap<>()).put(level.level(), level);
        }
        Table.rows("decisions").forEach(row -> bits.put(row.get("name"), Double.valueOf(row.get("bits"))));
    }

    Level level(String element, String level) {
        return Objects.requireNonNull(
                Objects.requireNonNull(levels.get(element), element).get(level), level);
    }

    double bits(String name) {
        return Objects.requireNonNull(bits.get(name), name);
    }

    static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
