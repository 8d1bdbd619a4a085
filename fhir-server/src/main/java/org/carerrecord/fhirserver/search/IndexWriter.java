package org.carerrecord.fhirserver.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;

/** Writes index rows, table by table. */
public final class IndexWriter {

    private static final Table TOKEN =
            Table.of("index_token", "resource int8, param int4, system int8, code int8, word varchar");
    private static final Table IDENTIFIER =
            Table.of("index_identifier", "resource int8, param int4, system int8, code int8, word varchar");
    private static final Table STRING =
            Table.of("index_string", "resource int8, param int4, normal varchar, exact int8");
    private static final Table DATE = Table.of("index_date", "resource int8, param int4, low int8, high int8");
    private static final Table NUMBER = Table.of(
            "index_number", "resource int8, param int4, system int8, code int8, lowest float8, highest float8");
    private static final Table REFERENCE = Table.of("index_reference", "resource int8, param int4, target int8");
    private static final Table COMPOSITE = Table.of(
            "index_composite",
            "resource int8, param int4, item int4, part int4, system int8, code int8, normal varchar, exact int8,"
                    + " low int8, high int8, lowest float8, highest float8, target int8");

    private static final Set<String> TABLES = Stream.of(TOKEN, IDENTIFIER, STRING, DATE, NUMBER, REFERENCE, COMPOSITE)
            .map(Table::name)
            .collect(Collectors.toCollection(TreeSet::new));

    private IndexWriter() {}

    /** Takes away all rows of resources, from the tables in which they may have some. */
    public static void remove(Transaction transaction, Collection<Long> resources, Set<String> tables) {
        if (!resources.isEmpty()) {
            for (String table : tables) {
                transaction.update(Sql.of("delete from " + table + " where ").then(Sql.in("resource", resources)));
            }
        }
    }

    /** Takes away all rows of resources, whatever their types are. */
    public static void removeAll(Transaction transaction, Collection<Long> resources) {
        remove(transaction, resources, TABLES);
    }

    /**
     * Adds the rows of resources.
     *
     * @param target the key that a reference's text leads to
     */
    public static void add(Transaction transaction, Map<Long, Set<IndexRow>> rows, ToLongFunction<String> target) {
        Map<Table, List<Object[]>> arguments = new TreeMap<>();
        rows.forEach((resource, its) -> its.forEach(row -> arguments
                .computeIfAbsent(table(row), table -> new ArrayList<>())
                .add(arguments(resource, row, target))));
        arguments.forEach((table, its) -> transaction.insert(table, table.equals(REFERENCE) ? distinct(its) : its));
    }

    private static Table table(IndexRow row) {
        return switch (row) {
            case IndexRow.Token token -> TOKEN;
            case IndexRow.Identity identity -> IDENTIFIER;
            case IndexRow.Text text -> STRING;
            case IndexRow.Span span -> DATE;
            case IndexRow.Amount number -> NUMBER;
            case IndexRow.Link link -> REFERENCE;
            case IndexRow.Part part -> COMPOSITE;
        };
    }

    private static Object[] arguments(long resource, IndexRow row, ToLongFunction<String> target) {
        return switch (row) {
            case IndexRow.Token(int param, long system, long code, String word) ->
                new Object[] {resource, param, system, code, word};
            case IndexRow.Identity(int param, long system, long code, String word) ->
                new Object[] {resource, param, system, code, word};
            case IndexRow.Text(int param, String value, long exact) -> new Object[] {resource, param, value, exact};
            case IndexRow.Span(int param, long low, long high) -> new Object[] {resource, param, low, high};
            case IndexRow.Amount(int param, long system, long code, double lowest, double highest) ->
                new Object[] {resource, param, system, code, lowest, highest};
            case IndexRow.Link(int param, String reference) ->
                new Object[] {resource, param, target.applyAsLong(reference)};
            case IndexRow.Part part -> part(resource, part, target);
        };
    }

    /** The columns of a part's own kind; the others stay null. */
    private static Object[] part(long resource, IndexRow.Part part, ToLongFunction<String> target) {
        Object[] columns = new Object[13];
        columns[0] = resource;
        columns[1] = part.param();
        columns[2] = part.item();
        columns[3] = part.part();
        switch (part.row()) {
            case IndexRow.Token(int param, long system, long code, String word) -> {
                columns[4] = system;
                columns[5] = code;
            }
            case IndexRow.Text(int param, String value, long exact) -> {
                columns[6] = value;
                columns[7] = exact;
            }
            case IndexRow.Span(int param, long low, long high) -> {
                columns[8] = low;
                columns[9] = high;
            }
            case IndexRow.Amount(int param, long system, long code, double lowest, double highest) -> {
                columns[4] = system;
                columns[5] = code;
                columns[10] = lowest;
                columns[11] = highest;
            }
            case IndexRow.Link(int param, String reference) -> columns[12] = target.applyAsLong(reference);
            case IndexRow.Identity identity -> throw new IllegalArgumentException("no part of R4 is an identifier");
            case IndexRow.Part nested -> throw new IllegalArgumentException("a part has no parts");
        }
        return columns;
    }

    /** Two texts may lead to one target: with and without a version. */
    private static List<Object[]> distinct(List<Object[]> rows) {
        Map<List<Object>, Object[]> once = new LinkedHashMap<>();
        rows.forEach(row -> once.putIfAbsent(List.of(row), row));
        return List.copyOf(once.values());
    }
}
