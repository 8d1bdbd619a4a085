package org.carerrecord.fhirserver.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;

/** Writes index rows, table by table. */
public final class IndexWriter {

    private static final List<String> TABLES = List.of("index_token", "index_string", "index_date", "index_reference");

    private IndexWriter() {}

    /** Takes away all rows of resources. */
    public static void remove(Transaction transaction, Collection<Long> resources) {
        if (!resources.isEmpty()) {
            for (String table : TABLES) {
                transaction.update(Sql.of("delete from " + table + " where ").then(Sql.in("resource", resources)));
            }
        }
    }

    /**
     * Adds the rows of resources.
     *
     * @param target the key that a reference's text leads to
     */
    public static void add(Transaction transaction, Map<Long, Set<IndexRow>> rows, ToLongFunction<String> target) {
        List<Object[]> tokens = new ArrayList<>();
        List<Object[]> texts = new ArrayList<>();
        List<Object[]> spans = new ArrayList<>();
        List<Object[]> links = new ArrayList<>();
        rows.forEach((resource, itsRows) -> itsRows.forEach(row -> {
            switch (row) {
                case IndexRow.Token(int param, long system, long code) ->
                    tokens.add(new Object[] {resource, param, system, code});
                case IndexRow.Text(int param, String value, long exact) ->
                    texts.add(new Object[] {resource, param, value, exact});
                case IndexRow.Span(int param, long low, long high) ->
                    spans.add(new Object[] {resource, param, low, high});
                case IndexRow.Link(int param, String reference) ->
                    links.add(new Object[] {resource, param, target.applyAsLong(reference)});
            }
        }));
        transaction.batch("insert into index_token (resource, param, system, code) values (?, ?, ?, ?)", tokens);
        transaction.batch("insert into index_string (resource, param, normal, exact) values (?, ?, ?, ?)", texts);
        transaction.batch("insert into index_date (resource, param, low, high) values (?, ?, ?, ?)", spans);
        transaction.batch("insert into index_reference (resource, param, target) values (?, ?, ?)", distinct(links));
    }

    /** Two texts may lead to one target: with and without a version. */
    private static List<Object[]> distinct(List<Object[]> rows) {
        Map<List<Object>, Object[]> once = new LinkedHashMap<>();
        rows.forEach(row -> once.putIfAbsent(List.of(row), row));
        return List.copyOf(once.values());
    }
}
