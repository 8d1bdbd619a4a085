package org.carerrecord.gateway.contributions;

import java.util.List;

/**
 * What a change makes of its sender's contributions to a resource.
 *
 * @param said the new ones and the changed
 * @param gone of which nothing is told any more
 */
record Next(List<Contribution> said, List<Contribution> gone) {

    static Next of(List<Contribution> said) {
        return new Next(said, List.of());
    }

    /** All contributions to the resource after the change. */
    List<Contribution> after(List<Contribution> before) {
        return Contribution.replaced(
                before.stream()
                        .filter(one -> gone.stream().noneMatch(one::isSameStatement))
                        .toList(),
                said);
    }
}
