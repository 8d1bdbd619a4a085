package org.carerrecord.fhirserver.validation;

import org.jspecify.annotations.Nullable;

/**
 * An element's place, as FHIRPath writes it; a text only when somebody asks for it.
 *
 * @param index among the repetitions; negative where there is one at most
 */
public record Place(@Nullable Place parent, String name, int index) {

    public static Place root(String name) {
        return new Place(null, name, -1);
    }

    public Place child(String element, int repetition) {
        return new Place(this, element, repetition);
    }

    /** One of the repetitions. */
    public Place in(int repetition) {
        return new Place(parent, name, repetition);
    }

    @Override
    public String toString() {
        String own = index < 0 ? name : name + "[" + index + "]";
        return parent == null ? own : parent + "." + own;
    }
}
