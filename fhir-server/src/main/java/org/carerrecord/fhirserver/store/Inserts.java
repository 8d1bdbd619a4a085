package org.carerrecord.fhirserver.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

/** Rows that wait to be added, table by table. */
final class Inserts {

    private final SortedMap<Table, List<Object[]>> waiting = new TreeMap<>();

    void add(Table table, List<Object[]> rows) {
        if (!rows.isEmpty()) {
            waiting.merge(table, rows, (some, more) -> Stream.concat(some.stream(), more.stream())
                    .toList());
        }
    }

    /** Adds what waits. */
    void flush(Dialect dialect, JdbcTemplate jdbc) {
        if (!waiting.isEmpty()) {
            SortedMap<Table, List<Object[]>> rows = new TreeMap<>(waiting);
            waiting.clear();
            if (dialect.joinsInserts()) {
                together(jdbc, rows);
            } else {
                rows.forEach((table, its) -> jdbc.batchUpdate(table.insert() + marks(table), its));
            }
        }
    }

    private static String marks(Table table) {
        return table.columns().stream().map(column -> "?").collect(Collectors.joining(", ", "values (", ")"));
    }

    /** In one statement and so in one round trip: an array for each column, unnested to rows. */
    private static void together(JdbcTemplate jdbc, SortedMap<Table, List<Object[]>> rows) {
        StringBuilder sql = new StringBuilder();
        for (Table table : rows.keySet()) {
            boolean last = table.equals(rows.lastKey());
            String insert = table.insert() + unnested(table);
            sql.append(sql.isEmpty() ? last ? "" : "with " : last ? " " : ", ")
                    .append(last ? insert : table.name() + "_rows as (" + insert + ")");
        }
        jdbc.execute(sql.toString(), (PreparedStatementCallback<Integer>) statement -> {
            int parameter = 1;
            for (Table table : rows.keySet()) {
                for (Array column : columns(statement.getConnection(), table, rows.get(table))) {
                    statement.setArray(parameter++, column);
                }
            }
            return statement.executeUpdate();
        });
    }

    private static String unnested(Table table) {
        return table.columns().stream()
                .map(column -> "cast(? as " + column.type() + "[])")
                .collect(Collectors.joining(", ", "select * from unnest(", ")"));
    }

    private static Array[] columns(Connection connection, Table table, List<Object[]> rows) throws SQLException {
        Array[] columns = new Array[table.columns().size()];
        for (int i = 0; i < columns.length; i++) {
            int column = i;
            String type = table.columns().get(column).type();
            columns[column] = connection.createArrayOf(
                    type, rows.stream().map(row -> row[column]).toArray(size -> array(type, size)));
        }
        return columns;
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
