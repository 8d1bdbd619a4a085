package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;

/** What several contributions say of an element of which every word stands beside the others; pure. */
final class Beside {

    /** An order of contributions that saying the same again does not change. */
    static final Comparator<Contribution> BY_WHO = Comparator.comparing(
                    (Contribution one) -> one.about().partner())
            .thenComparing(one -> one.about().key());

    private Beside() {}

    /**
     * Each value once, as who stands first has it, in an order that hangs on who says it and not on when.
     *
     * @param words the one whose words stand first
     */
    static List<Base> of(List<Spoken> words) {
        List<Base> values = new ArrayList<>();
        for (Spoken one : words) {
            for (Base value : one.values()) {
                values.stream()
                        .filter(held -> Merge.same(held, value))
                        .findFirst()
                        .ifPresentOrElse(held -> complete(held, value), () -> values.add(value.copy()));
            }
        }
        List<Base> inOrder = words.stream()
                .sorted(Comparator.comparing(Spoken::by, BY_WHO))
                .flatMap(one -> one.values().stream())
                .toList();
        values.sort(Comparator.comparingInt(value -> place(inOrder, value)));
        return values;
    }

    private static int place(List<Base> inOrder, Base value) {
        for (int i = 0; i < inOrder.size(); i++) {
            if (Merge.same(inOrder.get(i), value)) {
                return i;
            }
        }
        return inOrder.size();
    }

    /** Who says nothing of whether a number is verified takes back nobody's word on it. */
    private static void complete(Base held, Base other) {
        if (held instanceof Identifier number
                && other instanceof Identifier told
                && verification(number).isEmpty()) {
            verification(told).ifPresent(status -> number.addExtension(status.copy()));
        }
    }

    private static Optional<Extension> verification(Identifier number) {
        return number.getExtension().stream()
                .filter(extension -> extension.getValue() instanceof CodeableConcept status
                        && status.getCoding().stream()
                                .anyMatch(coding -> Systems.UK_CORE_NHS_NUMBER_STATUS.equals(coding.getSystem())))
                .findFirst();
    }
}
