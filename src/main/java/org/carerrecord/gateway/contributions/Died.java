package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;

/** Whose words on a death stand: whoever tells of one, whatever others say later (ADR 54); pure. */
final class Died {

    /** As HAPI names the element. */
    static final String ELEMENT = "deceased[x]";

    private Died() {}

    /**
     * The same words in their order: of what each partner said last a date of death first, then a death without one, then that
     * somebody lives.
     *
     * @param newestFirst what is said of whether somebody died
     */
    static List<Spoken> first(List<Spoken> newestFirst) {
        Set<String> partners = new HashSet<>();
        List<Spoken> last = new ArrayList<>();
        List<Spoken> earlier = new ArrayList<>();
        newestFirst.forEach(one -> (partners.add(one.by().about().partner()) ? last : earlier).add(one));
        last.sort(Comparator.comparingInt(one -> rank(one.values().getFirst())));
        last.addAll(earlier);
        return last;
    }

    /** A date that is absent tells of a death all the same (FHIR R4 data-absent-reason). */
    private static int rank(Base said) {
        return switch (said) {
            case BooleanType died -> Boolean.TRUE.equals(died.getValue()) ? 1 : 2;
            default -> said.hasPrimitiveValue() ? 0 : 1;
        };
    }
}
