package org.carerrecord.mapping.person;

import java.util.Set;
import org.carerrecord.mapping.Losses;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Property;

/** States what the record does not take of a resource: a loss for each element. */
public final class Uncarried {

    private Uncarried() {}

    /** @param carried the elements that are taken, by name, without {@code [x]} */
    public static void state(DomainResource resource, Set<String> carried, String place, Losses losses) {
        for (Property property : resource.children()) {
            String name = property.getName().replace("[x]", "");
            if (property.hasValues() && !carried.contains(name)) {
                losses.add(place + "." + name, "the element is not carried in the record");
            }
        }
    }
}
