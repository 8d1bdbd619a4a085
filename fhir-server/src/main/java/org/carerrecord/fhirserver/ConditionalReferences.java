package org.carerrecord.fhirserver;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.validation.Inspected;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Reference;

/** What the conditional references of one exchange stand for; of people, those whom the caller sees. */
final class ConditionalReferences {

    private static final Pattern CONDITIONAL = Pattern.compile("[A-Z]\\w+\\?.+");

    private final Conditions conditions;
    private final Map<String, String> found = new HashMap<>();
    private final Map<String, String> places = new HashMap<>();
    private final Set<String> since = new HashSet<>();

    ConditionalReferences(Conditions conditions) {
        this.conditions = conditions;
    }

    static boolean isConditional(String text) {
        return text.indexOf('?') > 0 && CONDITIONAL.matcher(text).matches();
    }

    /** The conditional references of a resource. */
    static Set<String> of(Inspected inspected) {
        return inspected.references().stream()
                .map(Reference::getReference)
                .flatMap(Stream::ofNullable)
                .filter(ConditionalReferences::isConditional)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it stands for one resource. */
    boolean finds(String place, String text) {
        if (!found.containsKey(text)) {
            one(place, text).ifPresent(reference -> {
                found.put(text, reference);
                places.put(text, place);
            });
        }
        return found.containsKey(text);
    }

    /**
     * The reference that it stands for.
     *
     * @throws Fault INVALID where there is none, or several
     */
    String follow(String place, String text) {
        if (!finds(place, text)) {
            throw new Fault(
                    FaultKind.INVALID,
                    place,
                    "a conditional reference must find one " + type(text) + ", and one that is seen");
        }
        return found.getOrDefault(text, text);
    }

    /** What is written now may be found by those that were followed before. */
    void written(List<Change> changes) {
        if (!found.isEmpty()) {
            changes.forEach(change -> since.add(change.type()));
        }
    }

    /**
     * That they still stand for the same, now that everything is written.
     *
     * @throws Fault INVALID
     */
    void confirm() {
        found.forEach((text, reference) -> {
            String place = places.getOrDefault(text, "");
            if (since.contains(type(text))
                    && one(place, text).filter(reference::equals).isEmpty()) {
                throw new Fault(
                        FaultKind.INVALID,
                        place,
                        "a conditional reference finds another " + type(text)
                                + " once all is written; refer to it by its fullUrl");
            }
        });
    }

    private Optional<String> one(String place, String text) {
        List<Held> matches = conditions.seen(type(text), place, text.substring(text.indexOf('?') + 1));
        return matches.size() == 1 ? Optional.of(matches.getFirst().reference()) : Optional.empty();
    }

    private static String type(String text) {
        return text.substring(0, text.indexOf('?'));
    }
}
