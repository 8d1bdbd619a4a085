package org.carerrecord.councilcase.resource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Losses;

/** What one person's rows said and could not be carried, in the order in which it was met. */
final class RowLosses {

    private final Losses losses = new Losses();
    private final Set<String> once = new HashSet<>();

    void add(String place, String reason) {
        losses.add(place, reason);
    }

    void add(Row row, Field field, String reason) {
        add(row.place(field), reason);
    }

    /** Stated for the first row only: what stands in every row of a person is one loss. */
    void addOnce(Row row, Field field, String reason) {
        if (once.add(field.name())) {
            add(row, field, reason);
        }
    }

    /** The columns that the record has no place for, each for the first row only. */
    void addUnread(Row row) {
        for (int column : row.unread()) {
            if (once.add("column " + column)) {
                add(row.place() + " column " + column, "the column is not carried in the record");
            }
        }
    }

    List<Loss> all() {
        return losses.all();
    }
}
