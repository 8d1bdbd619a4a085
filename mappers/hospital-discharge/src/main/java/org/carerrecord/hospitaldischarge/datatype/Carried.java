package org.carerrecord.hospitaldischarge.datatype;

import java.util.Set;

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

    boolean has(int field) {
        return single.contains(field) || repeated.contains(field);
    }
}
