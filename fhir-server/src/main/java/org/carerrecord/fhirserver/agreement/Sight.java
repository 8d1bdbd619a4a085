package org.carerrecord.fhirserver.agreement;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.store.Records;
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
    public Records.Together together(Sql page, Optional<Sql> included, Optional<Sql> others) {
        Records.Together all = Records.together(transaction, page, included, others);
        return new Records.Together(told(all.page()), told(all.included()), all.others());
    }

    private List<Version> told(List<Version> versions) {
        Set<Long> guarded = versions.stream()
                .filter(version -> version.mask() != Mask.NONE
                        && Restricted.PEOPLE.contains(version.type())
                        && !visibility.seesAllOf(version.type()))
                .map(Version::pk)
                .collect(Collectors.toUnmodifiableSet());
        Set<Long> own = guarded.isEmpty() ? Set.of() : visibility.ownOnly(transaction, guarded);
        return versions.stream()
                .map(version -> guarded.contains(version.pk()) && !own.contains(version.pk())
                        ? masked(version)
                        : version.whole())
                .toList();
    }

    /** As it is told with a mask. */
    public static Version masked(Version version, Mask mask) {
        return mask == Mask.NONE ? version.whole() : masked(version);
    }

    private static Version masked(Version version) {
        return version.deleted()
                ? version.masked(null)
                : version.masked(
                        Masking.mask(version.mask(), version.type(), Objects.requireNonNull(version.content())));
    }

    /** The content as a mask lets it be told. */
    public static byte[] told(Mask mask, String type, byte[] content) {
        return mask == Mask.NONE ? content : Masking.mask(mask, type, content);
    }
}
