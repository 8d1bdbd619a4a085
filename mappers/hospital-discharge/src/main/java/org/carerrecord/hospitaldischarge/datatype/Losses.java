package org.carerrecord.hospitaldischarge.datatype;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Loss;

/** What one message said and could not be carried, in the order in which it was met, each once. */
public final class Losses {

    private final Set<Loss> losses = new LinkedHashSet<>();

    public void add(String place, String reason) {
        losses.add(new Loss(place, reason));
    }

    /** A loss for each populated field that is not carried, and for each repetition where only the first is. */
    public void addUncarried(Segment segment, Carried carried) {
        for (int field = 1; field <= segment.size(); field++) {
            if (!carried.has(field) && segment.isPresent(field)) {
                add(segment.place(field), "the field is not carried in the record");
            }
        }
        addRepeated(segment, carried.single());
    }

    /** A loss for each repetition but the first of fields of which the record takes one. */
    public void addRepeated(Segment segment, Set<Integer> single) {
        single.stream()
                .sorted()
                .flatMap(field -> segment.field(field).stream()
                        .filter(repetition -> !repetition.isNull())
                        .skip(1))
                .forEach(
                        further -> add(further.place(), "there is room for one; only the first repetition is carried"));
    }

    public List<Loss> all() {
        return List.copyOf(losses);
    }
}
