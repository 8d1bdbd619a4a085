package org.carerrecord.hospitaldischarge.resource;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.datatype.Carried;
import org.carerrecord.hospitaldischarge.datatype.Identifiers;
import org.carerrecord.hospitaldischarge.datatype.Telling;
import org.carerrecord.hospitaldischarge.segment.Message;
import org.carerrecord.hospitaldischarge.segment.Repetition;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Merged;
import org.carerrecord.mapping.Said;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;

/**
 * MRG, for example {@code MRG|W100299^^^PAS^MR}, to the numbers that were merged into the patient's (HL7 v2 chapter 3, A34
 * and A40).
 *
 * <p>MRG-1 is the list of identifiers, until 2.2 the internal one; MRG-2 and MRG-4 are where older versions have further
 * numbers.
 */
final class Merges {

    private static final Carried MRG = new Carried(Set.of(), Set.of(1, 2, 4));

    private Merges() {}

    /** @throws Fault MISSING at MRG-1 when no number was merged */
    static List<Merged> of(Message message, Patient survivor, Telling telling, Losses losses) {
        List<Segment> segments = message.all("MRG");
        List<Merged> merged = segments.stream()
                .flatMap(mrg -> Stream.of(1, 4, 2).flatMap(field -> mrg.field(field).stream()))
                .filter(number -> !number.isNull())
                .flatMap(number -> merged(number, survivor, telling, losses))
                .toList();
        if (merged.isEmpty()
                && losses.all().stream().noneMatch(loss -> loss.place().startsWith("MRG"))) {
            throw new Fault(FaultKind.MISSING, "MRG-1", "a merge names the number that was merged");
        }
        segments.forEach(mrg -> MRG.lose(mrg, losses));
        return merged;
    }

    private static Stream<Merged> merged(Repetition number, Patient survivor, Telling telling, Losses losses) {
        if (Identifiers.isMeantAsNhsNumber(number)) {
            if (Identifiers.nhsNumber(number, losses)
                    .filter(nhs -> survivor.getIdentifier().stream().noneMatch(held -> Identifiers.isSame(held, nhs)))
                    .isPresent()) {
                losses.add(
                        number.place(),
                        "a local merge joins no NHS numbers: which one a person keeps is for PDS to say");
            }
            return Stream.empty();
        }
        return Identifiers.local(number, telling.sender().ods(), losses)
                .filter(former -> {
                    boolean isCurrent =
                            survivor.getIdentifier().stream().anyMatch(held -> Identifiers.isSame(held, former));
                    if (isCurrent) {
                        losses.add(number.place(), "the number is the patient's still: nothing is merged");
                    }
                    return !isCurrent;
                })
                .map(former -> new Merged(Said.PATIENT, former.setUse(IdentifierUse.OLD), number.place()))
                .stream();
    }
}
