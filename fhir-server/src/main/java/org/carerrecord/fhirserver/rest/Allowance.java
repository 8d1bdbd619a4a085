package org.carerrecord.fhirserver.rest;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** What one request may read in all, however many questions it holds, so that its answer does not fill the memory. */
final class Allowance {

    private static final int MOST_RESOURCES = 20_000;
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private int resources;
    private long bytes;
    private Set<Long> named = Set.of();

    /**
     * Counts what was read.
     *
     * @throws Fault TOO_COSTLY
     */
    void take(List<Version> read) {
        resources += read.size();
        bytes += read.stream()
                .map(Version::content)
                .filter(Objects::nonNull)
                .mapToLong(content -> content.length)
                .sum();
        if (resources > MOST_RESOURCES || bytes > MOST_BYTES) {
            throw new Fault(
                    FaultKind.TOO_COSTLY,
                    "Bundle.entry",
                    "one request reads at most " + MOST_RESOURCES + " resources and " + MOST_BYTES
                            + " bytes; ask for the others in another");
        }
    }

    /**
     * Before people are shown who have one NHS number and with whom the caller had no relationship: asking for one person is
     * one; a list of people is a search for anybody (carer-model.md, agreement 1). Who was named already is no other.
     *
     * @throws Fault FORBIDDEN from the second number on
     */
    void name(Set<Long> people) {
        if (!named.isEmpty() && !named.equals(people)) {
            throw new Fault(
                    FaultKind.FORBIDDEN,
                    "Bundle.entry",
                    "a Bundle names one person at most with whom you have no relationship; ask for the others one by"
                            + " one");
        }
        named = people;
    }
}
