package org.carerrecord.fhirserver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.carerrecord.fhirserver.validation.Inspected;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * In which order the changes of one exchange are written: what refers to something by a condition comes after what the
 * condition may find (R4, RESTful API, "transaction": conditional references are resolved last), and what refers to that by a
 * link comes with it or later. Without conditional references all of it is one turn.
 */
final class Turns {

    /** Each asks for all that is not found yet. */
    private static final int MOST = 8;

    private final Map<Change, Set<String>> conditions = new HashMap<>();
    private final Map<String, List<Change>> referring = new HashMap<>();
    private List<Change> left;
    private int begun;

    Turns(List<Change> changes, Map<Change, Inspected> inspected) {
        left = changes;
        changes.forEach(change -> {
            @Nullable Inspected its = inspected.get(change);
            if (its != null && Links.areFollowed(change.resource())) {
                Set<String> conditional = ConditionalReferences.of(its);
                if (!conditional.isEmpty()) {
                    conditions.put(change, conditional);
                }
            }
        });
        if (!conditions.isEmpty()) {
            inspected.forEach((change, its) -> Links.of(change.resource(), its).forEach(link -> referring
                    .computeIfAbsent(link, any -> new ArrayList<>())
                    .add(change)));
        }
    }

    boolean areLeft() {
        return !left.isEmpty();
    }

    /**
     * The changes of the next turn, in their order.
     *
     * @param finds whether a conditional reference of a change finds what it stands for, as far as all is written
     */
    List<Change> next(BiPredicate<Change, String> finds) {
        if (++begun > MOST) {
            throw new Fault(
                    FaultKind.TOO_COSTLY,
                    left.getFirst().place(),
                    "the conditional references wait for each other in too many steps; refer by fullUrl");
        }
        List<Change> turn = without(late(finds));
        // Where nothing is found any more, whoever follows the reference says so.
        List<Change> next = turn.isEmpty() ? left : turn;
        left = without(new HashSet<>(next));
        return next;
    }

    private List<Change> without(Set<Change> some) {
        return left.stream().filter(change -> !some.contains(change)).toList();
    }

    private Set<Change> late(BiPredicate<Change, String> finds) {
        Set<Change> late = new HashSet<>();
        Deque<Change> waiting = new ArrayDeque<>();
        for (Change change : left) {
            if (!conditions.getOrDefault(change, Set.of()).stream().allMatch(text -> finds.test(change, text))) {
                waiting.add(change);
            }
        }
        while (!waiting.isEmpty()) {
            Change change = waiting.remove();
            if (late.add(change)) {
                change.link().map(referring::get).ifPresent(waiting::addAll);
            }
        }
        return late;
    }
}
