package org.carerrecord.fhirserver.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;

/** Makes a resource's index rows from its type's search parameters; knows no resource type by name. */
public final class Indexer {

    private static final String OF_THE_RESOURCE = "%resource.";

    private final SearchParameters parameters;
    private final Map<String, ElementPath> paths = new ConcurrentHashMap<>();

    public Indexer(SearchParameters parameters) {
        this.parameters = parameters;
    }

    /** The rows of a resource, each once. */
    public Set<IndexRow> rows(Resource resource) {
        Set<IndexRow> rows = new LinkedHashSet<>();
        for (SearchParameter parameter : parameters.of(resource.fhirType()).values()) {
            List<Base> values = path(parameter).of(resource);
            if (parameter.kind() == SearchParameter.Kind.COMPOSITE) {
                composite(parameter, resource, values, rows);
            } else {
                for (Base value : values) {
                    if (!value.isEmpty()) {
                        rows(parameter, value).forEach(rows::add);
                    }
                }
            }
        }
        return rows;
    }

    /** The tables in which a resource of a type may have rows. */
    public Set<String> tables(String type) {
        Set<String> tables = new LinkedHashSet<>();
        for (SearchParameter parameter : parameters.of(type).values()) {
            tables.add(RowSql.table(parameter.kind()));
            if (parameter.kind() == SearchParameter.Kind.REFERENCE) {
                tables.add(RowSql.IDENTIFIERS);
            }
        }
        return tables;
    }

    private static Stream<IndexRow> rows(SearchParameter parameter, Base value) {
        Stream<IndexRow> rows = IndexValues.rows(parameter.kind(), parameter.number(), value);
        if (!parameter.isOfTokens()) {
            return rows;
        }
        return Stream.of(rows, IndexValues.words(parameter, value), IndexValues.typed(parameter, value))
                .flatMap(each -> each);
    }

    /** An element without all of its parts fulfils no search. */
    private void composite(SearchParameter parameter, Resource resource, List<Base> items, Set<IndexRow> rows) {
        for (int item = 0; item < items.size(); item++) {
            List<List<IndexRow>> parts = new ArrayList<>();
            for (SearchParameter.Part part : parameter.parts()) {
                parts.add(part(parameter, part, resource, items.get(item)));
            }
            if (parts.stream().noneMatch(List::isEmpty)) {
                for (int part = 0; part < parts.size(); part++) {
                    for (IndexRow row : parts.get(part)) {
                        rows.add(new IndexRow.Part(parameter.number(), item, part, row));
                    }
                }
            }
        }
    }

    private List<IndexRow> part(SearchParameter parameter, SearchParameter.Part part, Resource resource, Base item) {
        List<Base> values = part.path().startsWith(OF_THE_RESOURCE)
                ? relative(part.path().substring(OF_THE_RESOURCE.length())).of(resource)
                : relative(part.path()).of(item);
        return values.stream()
                .filter(value -> !value.isEmpty())
                .flatMap(value -> IndexValues.rows(part.kind(), parameter.number(), value))
                // By its identifier a reference is found with :identifier, which a composite does not have.
                .filter(row -> part.kind() != SearchParameter.Kind.REFERENCE || row instanceof IndexRow.Link)
                .toList();
    }

    private ElementPath path(SearchParameter parameter) {
        return paths.computeIfAbsent(
                parameter.expression(), expression -> ElementPath.compile(parameter.type(), expression));
    }

    private ElementPath relative(String path) {
        return paths.computeIfAbsent("." + path, any -> ElementPath.relative(path));
    }
}
