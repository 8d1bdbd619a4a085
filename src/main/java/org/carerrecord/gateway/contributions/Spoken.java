package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carerrecord.fhirserver.agreement.Label;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/** What one contribution says on one element. */
record Spoken(Contribution by, List<Base> values) {

    static final String EXTENSION = "extension:";

    /** What a mark is that keeps two people apart: nobody but who set it takes any of it back. */
    private static final Set<String> OF_A_MARK = Set.of("status", "code", "subject");

    /** Of each resource itself, or made of what it says. */
    private static final Set<String> NOT_SAID = Set.of("id", "meta", "text");

    /**
     * What contributions say, element by element; each extension is an element of its own, {@code extension:} with its URL.
     *
     * @param newestFirst in an order that depends on nothing but themselves
     * @return of each element the one whose words stand first: its owner, then who keeps two people apart, for the strictest
     *     wins over the newest (carer-model.md, contributions 4), then who spoke of it last; of a death {@link Died} says
     *     whose
     */
    static Map<String, List<Spoken>> of(List<Contribution> newestFirst, Owners owners) {
        Map<String, List<Spoken>> spoken = new LinkedHashMap<>();
        for (Contribution one : newestFirst) {
            values(one.said()).forEach((element, values) -> spoken.computeIfAbsent(element, new_ -> new ArrayList<>())
                    .add(new Spoken(one, values)));
        }
        spoken.forEach(
                (element, words) -> words.sort(Comparator.comparing((Spoken one) -> owners.owns(one.by(), element))
                        .thenComparing(one -> OF_A_MARK.contains(element)
                                && Label.keepsApart(one.by().said()))
                        .thenComparing(one -> one.by().at(element))
                        .reversed()));
        spoken.computeIfPresent(Died.ELEMENT, (element, words) -> Died.first(words));
        return spoken;
    }

    /** The values of each element of which a resource speaks. */
    static Map<String, List<Base>> values(Resource resource) {
        Map<String, List<Base>> values = new LinkedHashMap<>();
        for (Property property : resource.children()) {
            if (NOT_SAID.contains(property.getName())) {
                continue;
            }
            for (Base value : property.getValues()) {
                String element = value instanceof Extension extension
                                && property.getName().equals("extension")
                        ? EXTENSION + extension.getUrl()
                        : property.getName();
                values.computeIfAbsent(element, first -> new ArrayList<>()).add(value);
            }
        }
        return values;
    }

    /** The name of an element's property. */
    static String property(String element) {
        return element.startsWith(EXTENSION) ? "extension" : element;
    }

    static boolean same(List<Base> some, List<Base> others) {
        return Base.compareDeep(some, others, false);
    }
}
