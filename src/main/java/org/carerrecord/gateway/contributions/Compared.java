package org.carerrecord.gateway.contributions;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceFactory;

/**
 * What of a FHIR write is its writer's words, where others speak of the same: what it changed of the version that it saw, and
 * what it had said before (carer-model.md, contributions 5). What R4 requires, the resources that are contained and the NHS
 * number by which somebody is known are said by every writer. What is masked is not said.
 *
 * @param words the writer's words
 * @param earlier the elements that it does not say anew, and when it did
 */
record Compared(Resource words, Map<String, Instant> earlier) {

    private static final String MASKED = "masked";

    /**
     * @param written what came
     * @param seen what its writer could see; an empty resource for nothing
     * @param before its writer's active contributions, as one
     */
    static Compared of(Resource written, Resource seen, Mine before, Resources resources) {
        Resource words = ResourceFactory.createResource(written.fhirType());
        Map<String, Instant> earlier = new HashMap<>();
        meta(words.getMeta(), written.getMeta(), seen.getMeta(), before.said().getMeta());
        Map<String, List<Base>> said = Spoken.values(written);
        Map<String, List<Base>> shown = Spoken.values(seen);
        Map<String, List<Base>> mine = Spoken.values(before.said());
        said.forEach((element, values) -> {
            List<Base> own = mine.getOrDefault(element, List.of());
            if (values.stream().anyMatch(Compared::isMasked)) {
                own.forEach(value -> add(words, element, value));
                before.earlier(element, earlier);
            } else if (Merge.BESIDE_EACH_OTHER.contains(element)) {
                List<Base> others = shown.getOrDefault(element, List.of());
                values.stream()
                        .filter(value ->
                                isNhsNumber(value) || !Merge.isAmong(others, value) || Merge.isAmong(own, value))
                        .forEach(value -> add(words, element, value));
            } else if (!own.isEmpty()
                    || resources.isRequired(written, element)
                    || element.equals("contained")
                    || !Spoken.same(values, shown.getOrDefault(element, List.of()))) {
                values.forEach(value -> add(words, element, value));
                if (Spoken.same(values, own)) {
                    before.earlier(element, earlier);
                }
            }
        });
        return new Compared(words, earlier);
    }

    /**
     * What a writer said before.
     *
     * @param at when it spoke of each element
     */
    record Mine(Resource said, Map<String, Instant> at) {

        private void earlier(String element, Map<String, Instant> earlier) {
            if (at.containsKey(element)) {
                earlier.put(element, at.get(element));
            }
        }
    }

    private static void add(Resource words, String element, Base value) {
        words.setProperty(Spoken.property(element), value);
    }

    private static boolean isNhsNumber(Base value) {
        return value instanceof Identifier identifier && Systems.NHS_NUMBER.equals(identifier.getSystem());
    }

    /** Profiles, tags and labels are said as items beside each other are. */
    private static void meta(Meta words, Meta written, Meta seen, Meta before) {
        written.getProfile().stream()
                .map(profile -> profile.getValue())
                .filter(profile -> !seen.hasProfile(profile) || before.hasProfile(profile))
                .forEach(words::addProfile);
        said(written.getTag(), seen.getTag(), before.getTag()).forEach(words::addTag);
        said(written.getSecurity(), seen.getSecurity(), before.getSecurity()).forEach(words::addSecurity);
    }

    private static List<Coding> said(List<Coding> written, List<Coding> seen, List<Coding> before) {
        return written.stream()
                .filter(one -> !has(seen, one) || has(before, one))
                .toList();
    }

    private static boolean has(List<Coding> codings, Coding coding) {
        return codings.stream().anyMatch(coding::equalsDeep);
    }

    /** Whether a value, or a part of it, stands for one that the writer was not shown. */
    private static boolean isMasked(Base value) {
        return (value instanceof Element element
                        && element.getExtension().stream().anyMatch(Compared::saysMasked))
                || value.children().stream()
                        .map(Property::getValues)
                        .flatMap(List::stream)
                        .anyMatch(Compared::isMasked);
    }

    private static boolean saysMasked(Extension extension) {
        return Systems.DATA_ABSENT_REASON.equals(extension.getUrl())
                && extension.hasValue()
                && MASKED.equals(extension.getValue().primitiveValue());
    }
}
