package org.carerrecord.gateway.contributions;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is said of resources.
 *
 * @param apart those of them that people told apart from others
 * @param ended those of them that ended with the death of the carer
 * @param asked whether people may have been asked whether some two of them are one
 */
record Found(List<Contribution> statements, Set<Long> apart, Set<Long> ended, boolean asked) {

    /** Of some of the resources. */
    Found of(Set<Long> pks) {
        return new Found(
                statements.stream()
                        .filter(one -> pks.contains(one.about().resource()))
                        .toList(),
                among(pks, apart),
                among(pks, ended),
                asked);
    }

    private static Set<Long> among(Set<Long> pks, Set<Long> some) {
        return some.stream().filter(pks::contains).collect(Collectors.toUnmodifiableSet());
    }
}
