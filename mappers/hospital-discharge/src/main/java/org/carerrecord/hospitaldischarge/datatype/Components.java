package org.carerrecord.hospitaldischarge.datatype;

import java.util.Set;
import org.carerrecord.hospitaldischarge.segment.Repetition;
import org.carerrecord.mapping.Losses;

/** The components of a data type that no element of the record takes. */
public final class Components {

    private Components() {}

    public static void unread(Repetition value, Set<Integer> carried, Losses losses) {
        for (int component = 1; component <= value.size(); component++) {
            if (!carried.contains(component) && value.component(component).isPresent()) {
                losses.add(value.place() + "." + component, "the component is not carried in the record");
            }
        }
    }
}
