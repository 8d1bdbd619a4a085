package org.carerrecord.gateway.inbound;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.carerrecord.gateway.intake.Kept;
import org.carerrecord.mapping.Loss;

/** What became of one person's rows, a line for each, by the numbers that the rows have in the extract. */
final class RowLines {

    private static final Pattern PLACE = Pattern.compile("row (\\d+)(.*)");

    private RowLines() {}

    static void write(List<Long> numbers, Kept kept, Appendable lines) throws IOException {
        for (int at = 1; at <= numbers.size(); at++) {
            lines.append("row " + numbers.get(at - 1) + ": " + fate(at, numbers, kept) + "\n");
        }
    }

    private static String fate(int row, List<Long> numbers, Kept kept) {
        if (kept.stop().isPresent()) {
            Kept.Stop stop = kept.stop().get();
            return "refused: " + inExtract(stop.place(), numbers) + ": " + stop.reason();
        }
        List<Loss> losses = kept.losses().stream()
                .filter(loss -> row == rowOf(loss.place(), numbers.size()))
                .toList();
        return losses.isEmpty()
                ? "taken"
                : "taken, with losses: "
                        + losses.stream()
                                .map(loss -> inExtract(loss.place(), numbers) + ": " + loss.reason())
                                .collect(Collectors.joining("; "));
    }

    /** What is of no row belongs to the first. */
    private static int rowOf(String place, int rows) {
        Matcher matcher = PLACE.matcher(place);
        int row = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 1;
        return row <= rows ? row : 1;
    }

    /** The column, or the row by its number in the extract where the place is a whole row. */
    private static String inExtract(String place, List<Long> numbers) {
        Matcher matcher = PLACE.matcher(place);
        if (!matcher.matches()) {
            return place;
        }
        return "row " + numbers.get(rowOf(place, numbers.size()) - 1) + matcher.group(2);
    }
}
