package org.carerrecord.gateway.identity;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Digests of the keys of a person. Whoever has an NHS number is kept under other digests than who has none: two people with
 * two numbers are never one (the check digit tells a slip, so neither is the other mistyped), and need not be looked at.
 *
 * @param kept under which the person is found
 * @param asked under which those who may be the same are found
 * @param own those asked of what is one person's own: numbers, telephones, email addresses
 */
record Digests(Set<Long> kept, Set<Long> asked, Set<Long> own) {

    static final Digests NONE = new Digests(Set.of(), Set.of(), Set.of());

    /** Of keys that were somebody's: whoever shares one, with a number or without. */
    static Digests lost(Set<Long> digests) {
        Set<Long> either = ofBoth(digests);
        return new Digests(Set.of(), either, either);
    }

    Digests without(Set<Long> digests) {
        return digests.isEmpty() ? this : new Digests(kept, without(asked, digests), without(own, digests));
    }

    /** As those are kept who have a number. */
    static Set<Long> ofNumbered(Set<Long> digests) {
        return digests.stream().map(digest -> ~digest).collect(Collectors.toUnmodifiableSet());
    }

    /** As those are kept who have a number, and those who have none. */
    static Set<Long> ofBoth(Set<Long> digests) {
        return union(digests, ofNumbered(digests));
    }

    static Set<Long> union(Set<Long> some, Set<Long> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
    }

    static Set<Long> without(Set<Long> digests, Set<Long> others) {
        Set<Long> rest = new HashSet<>(digests);
        rest.removeAll(others);
        return rest;
    }
}
