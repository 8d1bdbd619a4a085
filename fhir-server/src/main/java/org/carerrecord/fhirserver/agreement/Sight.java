package org.carerrecord.fhirserver.agreement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Selection;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;

/**
 * Versions as the caller may see them. Whatever leaves the record is read here, so that what is masked is masked in every
 * answer and format alike.
 *
 * @param visibility whose conditions stand in the statements that are given
 */
public record Sight(Transaction transaction, Visibility visibility) {

    /** As {@link Records#current}. */
    public List<Version> current(Selection selection) {
        return told(Records.current(transaction, selection));
    }

    /** The same for resources of any type. */
    public List<Version> current(Sql condition) {
        return told(Records.current(transaction, condition));
    }

    /** As {@link Records#versions}. */
    public List<Version> versions(Sql condition) {
        return told(Records.versions(transaction, condition));
    }

    /** As {@link Records#newestFirst}. */
    public List<Version> newestFirst(Sql condition, int most) {
        return told(Records.newestFirst(transaction, condition, most));
    }

    /** As {@link Records#together}. */
    public Records.Together together(Selection page, Optional<Selection> included, Optional<Sql> others) {
        Records.Together all = Records.together(transaction, page, included, others);
        return new Records.Together(told(all.page()), told(all.included()), all.others());
    }

    private List<Version> told(List<Version> versions) {
        Set<Long> hidden = keys(versions, this::isHidden);
        if (hidden.isEmpty()) {
            return versions.stream().map(Version::whole).toList();
        }
        Set<Long> own = visibility.ownOnly(transaction, hidden);
        Predicate<Version> others = version -> hidden.contains(version.pk()) && !own.contains(version.pk());
        Map<Long, Set<Long>> numbers =
                visibility.numbers().told(transaction, keys(versions, others.and(this::isUntold)));
        return versions.stream()
                .map(version -> others.test(version)
                        ? new Extent(visibility.mask(version), Optional.ofNullable(numbers.get(version.pk())))
                                .of(version)
                        : version.whole())
                .toList();
    }

    private boolean isHidden(Version version) {
        return visibility.mask(version) != Mask.NONE || isUntold(version);
    }

    private boolean isUntold(Version version) {
        return visibility.numbers().areUntold(version.type());
    }

    private static Set<Long> keys(List<Version> versions, Predicate<Version> which) {
        return versions.stream().filter(which).map(Version::pk).collect(Collectors.toUnmodifiableSet());
    }
}
