package org.carerrecord.fhirserver.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows that wait to be added, table by table. */
final class Inserts {

    private final SortedMap<Table, List<Object[]>> waiting = new TreeMap<>();

    void add(Table table, List<Object[]> rows) {
        if (!rows.isEmpty()) {
            waiting.merge(table, rows, (some, more) -> Stream.concat(some.stream(), more.stream())
                    .toList());
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Adds what waits, table by table. */
    void flush(JdbcTemplate jdbc) {
        taken().forEach((table, its) -> jdbc.batchUpdate(table.insert() + marks(table), its));
    }

    /** Makes what waits one statement (PostgreSQL 17, 7.8.4, data-modifying WITH): an array for each column, unnested to rows. */
    void flush(Connection connection, Waiting statements) {
        SortedMap<Table, List<Object[]>> rows = taken();
        if (rows.isEmpty()) {
            return;
        }
        StringBuilder sql = new StringBuilder();
        List<Object> arrays = new ArrayList<>();
        for (Table table : rows.keySet()) {
            boolean last = table.equals(rows.lastKey());
            String insert = table.insert() + unnested(table);
            sql.append(sql.isEmpty() ? last ? "" : "with " : last ? " " : ", ")
                    .append(last ? insert : table.name() + "_rows as (" + insert + ")");
            addColumns(arrays, connection, table, rows.get(table));
        }
        statements.add(sql.toString(), arrays.toArray());
    }

    private SortedMap<Table, List<Object[]>> taken() {
        SortedMap<Table, List<Object[]>> rows = new TreeMap<>(waiting);
        waiting.clear();
        return rows;
    }

    private static String marks(Table table) {
        return table.columns().stream().map(column -> "?").collect(Collectors.joining(", ", "values (", ")"));
    }

    private static String unnested(Table table) {
        return table.columns().stream()
                .map(column -> "cast(? as " + column.type() + "[])")
                .collect(Collectors.joining(", ", "select * from unnest(", ")"));
    }

    private static void addColumns(List<Object> arrays, Connection connection, Table table, List<Object[]> rows) {
        for (int i = 0; i < table.columns().size(); i++) {
            int column = i;
            String type = table.columns().get(column).type();
            try {
                arrays.add(connection.createArrayOf(
                        type, rows.stream().map(row -> row[column]).toArray(size -> array(type, size))));
            } catch (SQLException cause) {
                throw new UncategorizedSQLException("array of " + type, null, cause);
            }
        }
    }

    /** Of the class that the driver sends in binary; of others it sends the text. */
    private static Object[] array(String type, int size) {
        return switch (type) {
            case "int8" -> new Long[size];
            case "int4" -> new Integer[size];
            case "float8" -> new Double[size];
            case "bool" -> new Boolean[size];
            case "varchar" -> new String[size];
            case "bytea" -> new byte[size][];
            default -> new Object[size];
        };
    }
}
