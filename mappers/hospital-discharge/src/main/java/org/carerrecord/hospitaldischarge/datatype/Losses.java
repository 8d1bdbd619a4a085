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

    /** A loss for each populated field that is not among those which were read. */
    public void addUnread(Segment segment, Set<Integer> read) {
        for (int field = 1; field <= segment.size(); field++) {
            if (!read.contains(field) && segment.isPresent(field)) {
                add(segment.place(field), "the field is not carried in the record");
            }
        }
    }

    public List<Loss> all() {
        return List.copyOf(losses);
    }
}
