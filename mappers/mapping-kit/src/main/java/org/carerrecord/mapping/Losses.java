package org.carerrecord.mapping;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one document said and could not be carried, in the order in which it was met, each once. */
public final class Losses {

    private final Set<Loss> losses = new LinkedHashSet<>();

    public Losses() {}

    /** Begins with what was met before. */
    public Losses(List<Loss> before) {
        losses.addAll(before);
    }

    public void add(String place, String reason) {
        losses.add(new Loss(place, reason));
    }

    public List<Loss> all() {
        return List.copyOf(losses);
    }
}
