package org.carerrecord.fhirserver;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    private final Map<String, Found> found = new LinkedHashMap<>();
    private final Set<Long> seenBefore = new HashSet<>();
    private final Set<Long> written = new HashSet<>();
    private final Set<String> since = new HashSet<>();

    private record Found(String reference, String place) {}

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

    /**
     * Whether it stands for one resource: one that the caller saw before anything was written, or one that is written here. What
     * the writing itself lets the caller see is not asked for by a condition.
     */
    boolean finds(String place, String text) {
        return find(place, text).isPresent();
    }

    private Optional<String> find(String place, String text) {
        if (!found.containsKey(text)) {
            one(place, text).ifPresent(reference -> found.put(text, new Found(reference, place)));
        }
        return Optional.ofNullable(found.get(text)).map(Found::reference);
    }

    /**
     * The reference that it stands for.
     *
     * @throws Fault INVALID where there is none, or several
     */
    String follow(String place, String text) {
        return find(place, text)
                .orElseThrow(() -> new Fault(
                        FaultKind.INVALID,
                        place,
                        "a conditional reference must find one " + type(text) + ", and one that is seen"));
    }

    /** What is written now may be found by those that were followed before. */
    void written(Collection<Proposal> proposals) {
        proposals.forEach(proposal -> {
            written.add(proposal.pk());
            if (!found.isEmpty()) {
                since.add(proposal.change().type());
            }
        });
    }

    /**
     * That they still stand for the same, now that everything is written.
     *
     * @throws Fault INVALID
     */
    void confirm() {
        found.forEach((text, one) -> {
            if (since.contains(type(text))
                    && one(one.place(), text).filter(one.reference()::equals).isEmpty()) {
                throw new Fault(
                        FaultKind.INVALID,
                        one.place(),
                        "a conditional reference finds another " + type(text)
                                + " once all is written; refer to it by its fullUrl");
            }
        });
    }

    private Optional<String> one(String place, String text) {
        List<Held> matches = conditions.seen(type(text), place, text.substring(text.indexOf('?') + 1));
        if (matches.size() > Conditions.MOST) {
            return Optional.empty();
        }
        if (written.isEmpty()) {
            matches.forEach(held -> seenBefore.add(held.pk()));
        }
        List<Held> counted = matches.stream()
                .filter(held -> seenBefore.contains(held.pk()) || written.contains(held.pk()))
                .limit(2)
                .toList();
        return counted.size() == 1 ? Optional.of(counted.getFirst().reference()) : Optional.empty();
    }

    private static String type(String text) {
        return text.substring(0, text.indexOf('?'));
    }
}
