package org.carerrecord.fhirserver.store;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table that rows are added to.
 *
 * @param columns in the order in which rows give their values
 */
public record Table(String name, List<Column> columns) implements Comparable<Table> {

    /** @param type PostgreSQL's short name of the column's type, for example {@code int8} */
    public record Column(String name, String type) {}

    public Table {
        columns = List.copyOf(columns);
    }

    /** @param columns names and types, for example {@code "digest uuid, resource int8"} */
    public static Table of(String name, String columns) {
        return new Table(
                name,
                Arrays.stream(columns.split(", "))
                        .map(column -> column.split(" ", 2))
                        .map(words -> new Column(words[0], words[1]))
                        .toList());
    }

    /** {@code insert into name (column, ...) }. */
    String insert() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", ", "insert into " + name + " (", ") "));
    }

    @Override
    public int compareTo(Table other) {
        return Comparator.comparing(Table::name).compare(this, other);
    }
}
