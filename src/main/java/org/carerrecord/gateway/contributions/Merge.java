package org.carerrecord.gateway.contributions;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.carerrecord.fhirserver.Resources;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceFactory;

/**
 * Joins what several contributions say of one thing, element by element; pure.
 *
 * <p>An element comes from its owner when the owner spoke, else from who spoke of it last (carer-model.md, contributions 4),
 * save where every word stands beside the others: identifiers, relationships, contacts, links.
 */
final class Merge {

    static final Set<String> BESIDE_EACH_OTHER = Set.of("identifier", "relationship", "contact", "link");

    private Merge() {}

    /** One resource from contributions, the newest first. A single one's words stay as they are. */
    static Resource of(List<Contribution> newestFirst, Owners owners) {
        if (newestFirst.size() == 1) {
            return newestFirst.getFirst().said().copy();
        }
        Resource merged = empty(newestFirst);
        // In an order that saying the same again does not change: so it is with extensions.
        new TreeMap<>(Spoken.of(newestFirst, owners)).forEach((element, words) -> {
            List<Base> values = BESIDE_EACH_OTHER.contains(element)
                    ? Beside.of(words)
                    : words.getFirst().values();
            values.forEach(value -> merged.setProperty(Spoken.property(element), value.copy()));
        });
        return merged;
    }

    /** With the labels of all words, also of those that are not shared. */
    static Resource labelled(Resource merged, List<Contribution> words) {
        words.stream()
                .sorted(Beside.BY_WHO)
                .forEach(one -> label(merged.getMeta(), one.said().getMeta()));
        return merged;
    }

    /**
     * The words on which several partners agree: what each of them may read of a resource that nobody but its sources may
     * see. What R4 requires is there in any case.
     *
     * @param words one resource of each partner, the newest first
     */
    static Resource common(List<Contribution> newestFirst, List<Resource> words, Resources resources) {
        Resource common = empty(newestFirst);
        List<Map<String, List<Base>>> all = words.stream().map(Spoken::values).toList();
        new TreeMap<>(all.getFirst()).forEach((element, values) -> {
            boolean required = resources.isRequired(words.getFirst(), element);
            for (Base value : values) {
                if (required || all.stream().allMatch(one -> says(one, element, value, values))) {
                    common.setProperty(Spoken.property(element), value.copy());
                }
            }
        });
        return common;
    }

    private static boolean says(Map<String, List<Base>> words, String element, Base value, List<Base> whole) {
        List<Base> said = words.getOrDefault(element, List.of());
        return BESIDE_EACH_OTHER.contains(element) ? isAmong(said, value) : Spoken.same(said, whole);
    }

    /** A resource with every profile, tag and label: the strictest stays, whoever set it (carer-model.md, contributions 4). */
    private static Resource empty(List<Contribution> newestFirst) {
        Resource empty =
                ResourceFactory.createResource(newestFirst.getFirst().said().fhirType());
        newestFirst.stream().sorted(Beside.BY_WHO).forEach(one -> {
            Meta said = one.said().getMeta();
            for (CanonicalType profile : said.getProfile()) {
                if (!empty.getMeta().hasProfile(profile.getValue())) {
                    empty.getMeta().addProfile(profile.getValue());
                }
            }
            for (Coding tag : said.getTag()) {
                if (empty.getMeta().getTag(tag.getSystem(), tag.getCode()) == null) {
                    empty.getMeta().addTag(tag.copy());
                }
            }
            label(empty.getMeta(), said);
        });
        return empty;
    }

    private static void label(Meta meta, Meta said) {
        for (Coding label : said.getSecurity()) {
            if (meta.getSecurity(label.getSystem(), label.getCode()) == null) {
                meta.addSecurity(label.copy());
            }
        }
    }

    static boolean isAmong(List<Base> values, Base value) {
        return values.stream().anyMatch(other -> same(other, value));
    }

    /** Two partners may give one number with marks of their own on it. */
    static boolean same(Base one, Base other) {
        if (one instanceof Identifier held && other instanceof Identifier said && held.getValue() != null) {
            return held.getValue().equals(said.getValue()) && Objects.equals(held.getSystem(), said.getSystem());
        }
        return one.equalsDeep(other);
    }
}
