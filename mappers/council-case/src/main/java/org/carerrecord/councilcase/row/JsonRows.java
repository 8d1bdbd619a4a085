package org.carerrecord.councilcase.row;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a JSON extract. Three shapes: a list of rows; an object that begins with a list by the name of a kind
 * ({@code {"people": [...], "relationships": [...]}}); one object after the other. An object may hold further rows of the
 * same person in lists by the name of their kind.
 */
final class JsonRows implements RowSource {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxStringLength(MOST_CHARACTERS)
                    .maxNumberLength(100)
                    .maxNameLength(200)
                    .build())
            .build();

    /** Objects of one extract mostly have the same members; beyond this many shapes they are read anew. */
    private static final int KNOWN_SHAPES = 100;

    private record Shape(List<String> headings, Optional<RowKind> kind) {}

    /** An object: what it says, and the objects of the same person within it. */
    private record Thing(Optional<RowKind> kind, Map<String, String> cells, List<Thing> within) {

        Thing(Optional<RowKind> kind) {
            this(kind, new LinkedHashMap<>(), new ArrayList<>());
        }
    }

    private final ExtractText text;
    private final JsonParser parser;
    private final Map<Shape, Layout> layouts = new HashMap<>();
    private final Deque<Row> ready = new ArrayDeque<>();
    private Optional<RowKind> listOf = Optional.empty();
    private long number;

    private JsonRows(ExtractText text, JsonParser parser) {
        this.text = text;
        this.parser = parser;
    }

    static JsonRows open(ExtractText text) {
        try {
            return new JsonRows(text, JSON.createParser(text));
        } catch (IOException cause) {
            throw new Fault(FaultKind.UNREADABLE, "extract", "it cannot be read", cause);
        }
    }

    @Override
    public Optional<Row> next() {
        try {
            while (ready.isEmpty()) {
                text.beginRow();
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return Optional.empty();
                }
                take(token);
            }
            return Optional.of(ready.remove());
        } catch (IOException cause) {
            throw new Fault(FaultKind.UNREADABLE, place(), "no JSON: nothing after this is read", cause);
        } catch (Fault tooLarge) {
            throw new Fault(tooLarge.kind(), place(), tooLarge.reason(), tooLarge);
        }
    }

    private String place() {
        return "row " + (number + 1);
    }

    private void take(JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            boolean top = parser.getParsingContext().getParent().inRoot();
            object(listOf, top).ifPresent(thing -> add(thing, Map.of()));
        } else if (token == JsonToken.FIELD_NAME) {
            listOf = RowKind.named(parser.currentName());
        } else if (token.isScalarValue()) {
            throw new Fault(FaultKind.UNREADABLE, place(), "a row is an object; nothing after this is read");
        }
    }

    /** The object whose beginning was read; empty when it is the one at the top that begins with a list of rows. */
    private Optional<Thing> object(Optional<RowKind> kind, boolean top) throws IOException {
        Thing thing = new Thing(kind);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Optional<RowKind> list = RowKind.named(name);
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_ARRAY && list.isPresent()) {
                if (top && thing.cells().isEmpty()) {
                    listOf = list;
                    return Optional.empty();
                }
                within(thing, list);
            } else if (value == JsonToken.START_ARRAY && Layout.isOfSeveral(name)) {
                thing.cells().put(name, several());
            } else {
                thing.cells().put(name, cell(value));
            }
        }
        return Optional.of(thing);
    }

    /** A list of single values as a cell has them. */
    private String several() throws IOException {
        StringJoiner values = new StringJoiner(";");
        boolean areSingle = true;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            areSingle &= token.isScalarValue();
            values.add(cell(token));
        }
        return areSingle ? values.toString() : UNREAD;
    }

    private void within(Thing thing, Optional<RowKind> kind) throws IOException {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token != JsonToken.START_OBJECT) {
                throw new Fault(FaultKind.UNREADABLE, place(), "a row is an object; nothing after this is read");
            }
            object(kind, false).ifPresent(thing.within()::add);
        }
    }

    /** Text, numbers and truth values as text; what is no single value is not read, which the cell says. */
    private String cell(@Nullable JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return "";
        }
        if (value != null && value.isStructStart()) {
            parser.skipChildren();
            return UNREAD;
        }
        return parser.getText();
    }

    private void add(Thing thing, Map<String, String> ofPerson) {
        ofPerson.forEach(thing.cells()::putIfAbsent);
        Shape shape = new Shape(List.copyOf(thing.cells().keySet()), thing.kind());
        if (layouts.size() > KNOWN_SHAPES) {
            layouts.clear();
        }
        Layout layout = layouts.computeIfAbsent(shape, one -> Layout.of(one.headings(), one.kind()));
        number++;
        Row row = new Row(number, layout, thing.cells().values().toArray(String[]::new));
        if (!row.isBlank()) {
            ready.add(row);
        }
        Map<String, String> shared = new LinkedHashMap<>();
        thing.cells().forEach((name, cell) -> {
            if (Layout.isShared(name)) {
                shared.put(name, cell);
            }
        });
        thing.within().forEach(inner -> add(inner, shared));
    }
}
