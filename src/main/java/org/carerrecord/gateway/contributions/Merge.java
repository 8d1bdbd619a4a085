package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/**
 * Joins what several statements say of one thing, element by element; pure.
 *
 * <p>The newest word on an element wins (carer-model.md, contributions 4), save where every word stands beside the others:
 * identifiers, relationships, contacts.
 */
final class Merge {

    private static final Set<String> NOT_SAID = Set.of("id", "meta", "text");
    private static final Set<String> BESIDE_EACH_OTHER = Set.of("identifier", "relationship", "contact");

    private Merge() {}

    /** One resource from the words of several partners, the newest first. One partner's words stay as they are. */
    static Resource of(List<? extends Resource> newestFirst) {
        Resource merged = newestFirst.getFirst().copy();
        for (Resource older : newestFirst.subList(1, newestFirst.size())) {
            add(merged, older, BESIDE_EACH_OTHER);
        }
        return merged;
    }

    /**
     * A sender's statement after a message said it again: what the message carries replaces what was said, and its silence
     * withdraws nothing (carer-model.md, contributions 2). The status follows the relationship.
     */
    static Resource again(Resource said, Resource before) {
        Resource merged = said.copy();
        Resource old = before.copy();
        if (merged.listChildrenByName("relationship", false).length > 0) {
            old.removeChild("extension", null);
        }
        add(merged, old, Set.of());
        return merged;
    }

    private static void add(Resource merged, Resource older, Set<String> beside) {
        for (Property property : older.children()) {
            String name = property.getName();
            if (NOT_SAID.contains(name) || property.getValues().isEmpty()) {
                continue;
            }
            List<Base> held = List.of(merged.listChildrenByName(name, false));
            if (held.isEmpty()) {
                property.getValues().forEach(value -> merged.setProperty(name, value));
            } else if (beside.contains(name)) {
                missing(property.getValues(), held).forEach(value -> merged.setProperty(name, value));
            }
        }
    }

    private static List<Base> missing(List<Base> values, List<Base> held) {
        List<Base> missing = new ArrayList<>();
        for (Base value : values) {
            if (held.stream().noneMatch(other -> other.equalsDeep(value))) {
                missing.add(value);
            }
        }
        return missing;
    }
}
