package org.carerrecord.hospitaldischarge.datatype;

import java.util.Set;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;

/**
 * The fields of a segment that the record takes.
 *
 * @param single the first repetition is taken; a further one is a loss
 * @param repeated every repetition is read
 */
public record Carried(Set<Integer> single, Set<Integer> repeated) {

    public static final Carried NOTHING = new Carried(Set.of(), Set.of());

    public Carried {
        single = Set.copyOf(single);
        repeated = Set.copyOf(repeated);
    }

    /** States a loss for each populated field that is not carried, and for each repetition where only the first is. */
    public void lose(Segment segment, Losses losses) {
        for (int field = 1; field <= segment.size(); field++) {
            if (!single.contains(field) && !repeated.contains(field) && segment.isPresent(field)) {
                losses.add(segment.place(field), "the field is not carried in the record");
            }
        }
        loseRepeated(segment, single, losses);
    }

    /** States a loss for each repetition but the first of fields of which the record takes one. */
    public static void loseRepeated(Segment segment, Set<Integer> single, Losses losses) {
        for (int field = 1; field <= segment.size(); field++) {
            if (single.contains(field) && segment.field(field).size() > 1) {
                segment.field(field).stream()
                        .filter(repetition -> !repetition.isNull())
                        .skip(1)
                        .forEach(further -> losses.add(
                                further.place(), "there is room for one; only the first repetition is carried"));
            }
        }
    }
}
