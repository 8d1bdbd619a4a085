package org.carerrecord.gateway.contributions;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.gateway.identity.Identities;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What a merge adds to the words of the two whom it links, and its being taken back takes away (R4 Patient.link); pure. */
final class LinkedPatients {

    private LinkedPatients() {}

    /** Words without a link to another whom they replace, and without some numbers. */
    static Telling without(Telling told, String partner, String replaced, Set<UUID> numbers) {
        if (!(told.said() instanceof Patient words)) {
            return told;
        }
        Patient alone = words.copy();
        alone.getLink().removeIf(link -> isTo(link, LinkType.REPLACES, replaced));
        alone.getIdentifier().removeIf(identifier -> isAmong(identifier, partner, numbers));
        return told.of(told.patient(), alone);
    }

    /** Digests of the numbers in words. */
    static Set<UUID> numbers(Collection<Telling> told, String partner) {
        return told.stream()
                .flatMap(one -> one.said() instanceof Patient words
                        ? Identities.patientKeys(partner, words).stream()
                        : Stream.<UUID>empty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isAmong(Identifier identifier, String partner, Set<UUID> numbers) {
        return Identities.patientKeys(partner, new Patient().addIdentifier(identifier)).stream()
                .anyMatch(numbers::contains);
    }

    /** Whether words are of somebody who is replaced by another. */
    static boolean areReplaced(@Nullable Resource words, String survivor) {
        return isLinked(words, LinkType.REPLACEDBY, survivor);
    }

    /** Whether words are of somebody who replaces another. */
    static boolean replace(@Nullable Resource words, String former) {
        return isLinked(words, LinkType.REPLACES, former);
    }

    private static boolean isLinked(@Nullable Resource words, LinkType type, String other) {
        return words instanceof Patient patient && patient.getLink().stream().anyMatch(link -> isTo(link, type, other));
    }

    private static boolean isTo(PatientLinkComponent link, LinkType type, String reference) {
        return link.getType() == type && reference.equals(link.getOther().getReference());
    }
}
