package org.carerrecord.fhirserver.agreement;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.store.Version;

/**
 * How much of a resource that a caller sees it is told.
 *
 * @param mask what of a person it is not told
 * @param numbers hashes of the NHS numbers that it is told of a carer; empty: whatever number there is
 */
public record Extent(Mask mask, Optional<Set<Long>> numbers) {

    public static final Extent WHOLE = new Extent(Mask.NONE, Optional.empty());

    public boolean isWhole() {
        return equals(WHOLE);
    }

    /** Whether something of an element may be cut. */
    public boolean cuts(String element) {
        return mask != Mask.NONE || (numbers.isPresent() && element.equals("identifier"));
    }

    /** The content as it is told. */
    public byte[] of(String type, byte[] content) {
        byte[] told = mask == Mask.NONE ? content : Masking.mask(mask, type, content);
        return numbers.map(these -> Masking.numbers(these, told)).orElse(told);
    }

    /** A version as it is told. */
    public Version of(Version version) {
        if (mask == Mask.NONE) {
            Version whole = version.whole();
            return numbers.isEmpty() || whole.deleted() ? whole : whole.told(of(whole.type(), content(whole)));
        }
        return version.masked(version.deleted() ? null : of(version.type(), content(version)));
    }

    private static byte[] content(Version version) {
        return Objects.requireNonNull(version.content());
    }
}
