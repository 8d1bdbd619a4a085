package org.carerrecord.councilcase.clientlevel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.councilcase.row.Field;

/**
 * A row of Client Level Data, release 2.
 *
 * @param cells what it says, by field; what it does not say is absent
 */
public record ClientLevelRow(Map<Field, String> cells) {

    public ClientLevelRow {
        cells = Collections.unmodifiableMap(cells.isEmpty() ? new EnumMap<>(Field.class) : new EnumMap<>(cells));
    }

    public Optional<String> text(Field field) {
        return Optional.ofNullable(cells.get(field));
    }

    boolean is(Field field, String value) {
        return value.equals(cells.get(field));
    }

    /** A cell for each field of release 2, in its order; empty where nothing is said. */
    public List<String> inOrder() {
        List<String> inOrder = new ArrayList<>();
        FieldRule.ALL.forEach(rule -> inOrder.add(cells.getOrDefault(rule.field(), "")));
        return inOrder;
    }

    /** The header of release 2. */
    public static List<String> header() {
        return FieldRule.ALL.stream().map(rule -> rule.field().heading()).toList();
    }
}
