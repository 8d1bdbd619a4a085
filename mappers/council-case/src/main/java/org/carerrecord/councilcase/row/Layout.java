package org.carerrecord.councilcase.row;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** Where the columns of an extract stand, read from its header once. */
public final class Layout {

    /** The heading under which cells are kept that stand under none. */
    static final String BEYOND_THE_HEADER = "beyond the header";

    private static final int MOST_COLUMNS = 300;
    private static final int ABSENT = -1;

    private final List<String> headings;
    private final Map<Field, Integer> positions;
    private final int[] unread;
    private final Optional<RowKind> kind;

    private Layout(List<String> headings, Map<Field, Integer> positions, int[] unread, Optional<RowKind> kind) {
        this.headings = headings;
        this.positions = positions;
        this.unread = unread;
        this.kind = kind;
    }

    /**
     * Of a column that tells what another has told before it, nothing is read.
     *
     * @param headings the column names in their order
     * @param named the kind when something else than the columns says it
     */
    static Layout of(List<String> headings, Optional<RowKind> named) {
        List<Optional<Field>> columns = Columns.of(headings);
        Map<Field, Integer> positions = new EnumMap<>(Field.class);
        List<Integer> unread = new ArrayList<>();
        for (int at = 0; at < columns.size(); at++) {
            Optional<Field> field = columns.get(at);
            if (field.isEmpty() || positions.putIfAbsent(field.get(), at) != null) {
                unread.add(at);
            }
        }
        Optional<RowKind> kind =
                named.or(() -> positions.containsKey(Field.RECORD) ? Optional.empty() : RowKind.of(positions.keySet()));
        return new Layout(
                List.copyOf(headings),
                positions,
                unread.stream().mapToInt(at -> at).toArray(),
                kind);
    }

    /**
     * The layout of every row of a file.
     *
     * @throws Fault UNSUPPORTED at the header when the columns are of no extract that is read, INVALID when two tell the
     *     same, TOO_LARGE when there are too many
     */
    static Layout ofHeader(List<String> headings) {
        if (headings.size() > MOST_COLUMNS) {
            throw new Fault(FaultKind.TOO_LARGE, "header", "no extract has more than " + MOST_COLUMNS + " columns");
        }
        Layout layout = of(headings, Optional.empty());
        boolean mixed = layout.has(Field.RECORD) && layout.has(Field.LA_PERSON_UNIQUE_IDENTIFIER);
        if (layout.kind.isEmpty() && !mixed) {
            throw new Fault(FaultKind.UNSUPPORTED, "header", "the columns are of no extract that is read");
        }
        for (int at : layout.unread) {
            Optional<Field> twice = Columns.of(headings).get(at);
            if (twice.isPresent()) {
                throw new Fault(
                        FaultKind.INVALID,
                        "header",
                        "two columns tell of " + twice.get().heading());
            }
        }
        return layout;
    }

    /** How many of the headings are known: which delimiter is right shows in this. */
    static long known(List<String> headings) {
        return Columns.of(headings).stream().filter(Optional::isPresent).count();
    }

    /** Whether the rows within a person's JSON object have this member from it: who it is, and when it was said. */
    static boolean isShared(String name) {
        Optional<Field> field = Columns.of(List.of(name)).getFirst();
        return field.filter(told -> told == Field.LA_PERSON_UNIQUE_IDENTIFIER || told == Field.EXTRACTED_AT)
                .isPresent();
    }

    /** Whether the member may be a list of numbers of people. */
    static boolean isOfSeveral(String name) {
        return Columns.of(List.of(name)).getFirst().filter(Field::isOfSeveral).isPresent();
    }

    /** The column names as they were sent. */
    public List<String> headings() {
        return headings;
    }

    /** The kind of every row, or empty when each row says it. */
    Optional<RowKind> kind() {
        return kind;
    }

    boolean has(Field field) {
        return positions.containsKey(field);
    }

    int position(Field field) {
        return positions.getOrDefault(field, ABSENT);
    }

    /** The positions of columns that the record has no place for. */
    int[] unread() {
        return unread;
    }
}
