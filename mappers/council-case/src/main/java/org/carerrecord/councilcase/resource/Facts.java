package org.carerrecord.councilcase.resource;

import java.util.List;
import java.util.Optional;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;

/** What a person's rows say of the person: the last row that says it counts, and another that says otherwise is a loss. */
record Facts(List<Row> rows, RowLosses losses) {

    Facts {
        rows = List.copyOf(rows);
    }

    /** The row whose word on this counts. */
    Optional<Row> row(Field field) {
        Row last = null;
        String word = "";
        for (int at = rows.size() - 1; at >= 0; at--) {
            Row row = rows.get(at);
            Optional<String> said = row.text(field);
            if (said.isPresent() && last == null) {
                last = row;
                word = said.get();
            } else if (said.isPresent() && !said.get().equals(word)) {
                losses.addOnce(row, field, "a later row of this person says otherwise, and is carried");
            }
        }
        return Optional.ofNullable(last);
    }

    Optional<String> text(Field field) {
        return row(field).flatMap(row -> row.text(field));
    }

    /** Y, Yes, true or 1; N, No, false or 0; anything else is a loss. */
    static Optional<Boolean> flag(Row row, Field field, RowLosses losses) {
        Optional<Boolean> read = row.text(field).flatMap(Facts::read);
        if (isUnread(row, field)) {
            losses.add(row, field, "neither Y nor N");
        }
        return read;
    }

    /** Whether there is a flag that is neither. */
    static boolean isUnread(Row row, Field field) {
        return row.text(field).filter(word -> read(word).isEmpty()).isPresent();
    }

    private static Optional<Boolean> read(String word) {
        return switch (word) {
            case "Y", "y", "Yes", "YES", "yes", "true", "TRUE", "1" -> Optional.of(true);
            case "N", "n", "No", "NO", "no", "false", "FALSE", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
