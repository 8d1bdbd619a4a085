package org.carerrecord.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Puts together what a message says of one human being in several places. */
public final class SamePerson {

    private SamePerson() {}

    /**
     * One list for each human being, in the order in which they were met.
     *
     * @param isSame whether two places speak of the same; whoever is put together is the same as each of the others
     */
    public static <P> List<List<P>> together(List<P> parties, BiPredicate<P, P> isSame) {
        List<List<P>> people = new ArrayList<>();
        for (P party : parties) {
            people.stream()
                    .filter(person -> person.stream().allMatch(known -> isSame.test(known, party)))
                    .findFirst()
                    .orElseGet(() -> {
                        people.add(new ArrayList<>());
                        return people.getLast();
                    })
                    .add(party);
        }
        return people;
    }

    /** Whether both tell the fact, and tell it differently. */
    public static <P, T> boolean contradict(P one, P other, Function<P, Optional<T>> fact) {
        return fact.apply(one)
                .flatMap(first -> fact.apply(other).map(second -> !first.equals(second)))
                .orElse(false);
    }
}
