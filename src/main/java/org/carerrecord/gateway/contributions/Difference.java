package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Base;

/**
 * An element on which partners say different things.
 *
 * @param element as a FHIRPath, for example {@code RelatedPerson.telecom}
 * @param partners ODS codes of who speaks of it; the first one's words stand
 */
record Difference(String element, List<String> partners) {

    /** Where contributions differ; what stands beside each other does not. */
    static List<Difference> among(List<Contribution> newestFirst, Owners owners) {
        List<Difference> differences = new ArrayList<>();
        Spoken.of(newestFirst, owners).forEach((element, words) -> {
            List<String> partners = words.stream()
                    .map(one -> one.by().about().partner())
                    .distinct()
                    .toList();
            List<Base> standing = words.getFirst().values();
            if (partners.size() > 1
                    && !Merge.BESIDE_EACH_OTHER.contains(element)
                    && !words.stream().allMatch(one -> Spoken.same(standing, one.values()))) {
                differences.add(new Difference(newestFirst.getFirst().about().type() + "." + path(element), partners));
            }
        });
        return differences;
    }

    private static String path(String element) {
        return element.startsWith(Spoken.EXTENSION)
                ? "extension('" + element.substring(Spoken.EXTENSION.length()) + "')"
                : element.replace("[x]", "");
    }
}
