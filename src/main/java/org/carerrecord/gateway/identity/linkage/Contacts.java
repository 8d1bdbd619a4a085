package org.carerrecord.gateway.identity.linkage;

import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** Compares what a person is reached by and numbered with. */
final class Contacts {

    private Contacts() {}

    static void compare(Evidence evidence, Particulars one, Particulars other) {
        best(evidence, "mobile", "typo", phones(one, true), phones(other, true), Contacts::isTypo);
        best(evidence, "landline", "typo", phones(one, false), phones(other, false), Contacts::isTypo);
        best(evidence, "email", "similar", one.emails(), other.emails(), NameLikeness::areSimilar);
        for (Map.Entry<String, String> number : one.numbers().entrySet()) {
            String its = other.numbers().get(number.getKey());
            if (its != null) {
                best(evidence, "number", "typo", Set.of(number.getValue()), Set.of(its), Contacts::isTypo);
            }
        }
        if (!one.relations().isEmpty() && !other.relations().isEmpty()) {
            boolean same = one.relations().stream().anyMatch(other.relations()::contains);
            evidence.add("relation", same ? "same" : "different");
        }
    }

    private static Set<String> phones(Particulars of, boolean mobile) {
        return of.phones().isEmpty()
                ? Set.of()
                : of.phones().stream()
                        .filter(phone -> phone.mobile() == mobile)
                        .map(Phone::e164)
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isTypo(String one, String other) {
        return Digits.typos(one, other) == 1;
    }

    private static void best(
            Evidence evidence,
            String element,
            String nearly,
            Set<String> these,
            Set<String> those,
            BiPredicate<String, String> near) {
        if (these.isEmpty() || those.isEmpty()) {
            return;
        }
        if (these.stream().anyMatch(those::contains)) {
            evidence.add(element, "same");
        } else {
            boolean nearby = these.stream().anyMatch(one -> those.stream().anyMatch(other -> near.test(one, other)));
            evidence.add(element, nearby ? nearly : "different");
        }
    }
}
