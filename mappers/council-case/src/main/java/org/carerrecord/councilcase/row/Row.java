package org.carerrecord.councilcase.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** One row of an extract. */
public final class Row {

    /** A cell with the heading of its column. */
    public record Cell(String heading, String text) {}

    private final long number;
    private final Layout layout;
    private final String[] cells;

    Row(long number, Layout layout, String[] cells) {
        this.number = number;
        this.layout = layout;
        this.cells = cells;
    }

    /** Its number among the rows below the header, from 1. */
    public long number() {
        return number;
    }

    /**
     * Its cells, without what no store can hold; behind them the kind of row, where its place in the extract said it, and what
     * stands beyond the header.
     */
    public List<Cell> cells() {
        List<Cell> said = new ArrayList<>();
        List<String> headings = layout.headings();
        for (int at = 0; at < cells.length; at++) {
            String text = cells[at].equals(RowSource.UNREAD) ? cells[at] : Characters.storable(cells[at]);
            if (at < headings.size()) {
                said.add(new Cell(Characters.storable(headings.get(at)), text));
            } else if (!text.isBlank()) {
                said.add(new Cell(Layout.BEYOND_THE_HEADER, text));
            }
        }
        if (!layout.has(Field.RECORD)) {
            layout.kind().flatMap(RowKind::word).ifPresent(word -> said.add(new Cell(Field.RECORD.heading(), word)));
        }
        return said;
    }

    /**
     * @throws Fault INVALID when the row does not say of what kind it is, or has more cells than the header has columns
     */
    public RowKind kind() {
        boolean beyond = layout.headings().contains(Layout.BEYOND_THE_HEADER);
        for (int at = layout.headings().size(); at < cells.length; at++) {
            beyond |= !cells[at].isBlank();
        }
        if (beyond) {
            throw new Fault(FaultKind.INVALID, place(), "the row has more cells than the header has columns");
        }
        return layout.kind()
                .or(() -> text(Field.RECORD).flatMap(RowKind::named))
                .orElseThrow(() -> new Fault(
                        FaultKind.INVALID,
                        place(Field.RECORD),
                        "a row is a person, relationship, request, assessment, service or review"));
    }

    /** What the row says in that column, without blanks at either end; an empty cell and the word NULL say nothing. */
    public Optional<String> text(Field field) {
        int at = layout.position(field);
        return at < 0 || at >= cells.length ? Optional.empty() : said(cells[at]);
    }

    private static Optional<String> said(String cell) {
        if (cell.isEmpty()) {
            return Optional.empty();
        }
        String text = Characters.storable(cell).strip();
        return text.isEmpty() || text.equals("NULL") || cell.equals(RowSource.UNREAD)
                ? Optional.empty()
                : Optional.of(text);
    }

    /** Whether the row has anything in that column. */
    public boolean says(Field field) {
        return text(field).isPresent();
    }

    /** The numbers, from 1, of the columns that say something and are not read. */
    public List<Integer> unread() {
        List<Integer> numbers = new ArrayList<>();
        for (int at : layout.unread()) {
            if (at < cells.length && says(cells[at])) {
                numbers.add(at + 1);
            }
        }
        for (int at = 0; at < cells.length; at++) {
            if (cells[at].equals(RowSource.UNREAD) && !numbers.contains(at + 1)) {
                numbers.add(at + 1);
            }
        }
        return numbers;
    }

    private static boolean says(String cell) {
        return said(cell).isPresent();
    }

    boolean isBlank() {
        for (String cell : cells) {
            if (!cell.isBlank()) {
                return false;
            }
        }
        return true;
    }

    /** For example {@code row 12}. */
    public String place() {
        return "row " + number;
    }

    /** For example {@code row 12 Event_Outcome}. */
    public String place(Field field) {
        return "row " + number + " " + field.heading();
    }

    /** Never the content: a row's text ends in logs. */
    @Override
    public String toString() {
        return place();
    }
}
