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
        parties.forEach(party -> person(people, party, isSame).add(party));
        return people;
    }

    // Loops without iterators: a thousand parties are half a million pairs.
    private static <P> List<P> person(List<List<P>> people, P party, BiPredicate<P, P> isSame) {
        for (List<P> person : people) {
            if (isOne(person, party, isSame)) {
                return person;
            }
        }
        List<P> another = new ArrayList<>();
        people.add(another);
        return another;
    }

    private static <P> boolean isOne(List<P> person, P party, BiPredicate<P, P> isSame) {
        for (int i = 0; i < person.size(); i++) {
            if (!isSame.test(person.get(i), party)) {
                return false;
            }
        }
        return true;
    }

    /** Whether both tell the fact, and tell it differently. */
    public static <P, T> boolean contradict(P one, P other, Function<P, Optional<T>> fact) {
        Optional<T> first = fact.apply(one);
        Optional<T> second = first.isEmpty() ? first : fact.apply(other);
        return second.isPresent() && !first.equals(second);
    }
}
