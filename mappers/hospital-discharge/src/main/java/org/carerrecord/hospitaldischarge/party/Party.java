package org.carerrecord.hospitaldischarge.party;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Letters;
import org.carerrecord.mapping.RelatedRole;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;

/**
 * What one NK1 says about who somebody is and what they are to the patient.
 *
 * @param names NK1-2
 * @param contactPersons NK1-30
 * @param identifiers NK1-33 and NK1-12
 * @param relation NK1-3 and NK1-7
 * @param organisation NK1-13, or NK1-2 when that names an organisation
 * @param isPaidCare whether name or organisation tell of paid or voluntary care
 */
record Party(
        Segment nk1,
        List<HumanName> names,
        List<HumanName> contactPersons,
        List<Identifier> identifiers,
        Relation relation,
        Optional<String> organisation,
        boolean isPaidCare) {

    /**
     * What the party is to the patient.
     *
     * @param words NK1-3 as it was said, when no table knows it
     */
    record Relation(List<Coding> codings, Set<RelatedRole> roles, Optional<String> words) {

        boolean isKinship() {
            return !roles.contains(RelatedRole.PROFESSIONAL)
                    && codings.stream().anyMatch(coding -> Systems.V3_ROLE_CODE.equals(coding.getSystem()));
        }

        boolean isCarer() {
            return roles.contains(RelatedRole.CARER) || roles.contains(RelatedRole.MAIN_CARER);
        }

        boolean isEmergencyContactOnly() {
            return roles.contains(RelatedRole.EMERGENCY_CONTACT)
                    && Set.of(RelatedRole.EMERGENCY_CONTACT, RelatedRole.UNSPECIFIED)
                            .containsAll(roles)
                    && !isKinship()
                    && words.isEmpty();
        }
    }

    /** Held in Patient.contact rather than as a RelatedPerson. */
    boolean isContact() {
        return isPaidCare
                || names.isEmpty()
                || relation.roles().contains(RelatedRole.PROFESSIONAL)
                || relation.roles().contains(RelatedRole.ORGANISATION);
    }

    /** Whether NK1-31, NK1-32 and NK1-41 are of this person: NK1-30 names nobody else. */
    boolean isOwnContact() {
        return contactPersons.stream().allMatch(contact -> names.stream().anyMatch(own -> isSame(own, contact)));
    }

    private static boolean isSame(HumanName one, HumanName other) {
        return letters(one).equals(letters(other));
    }

    /** Family and given names; a title on one of them makes no other person. */
    private static String letters(HumanName name) {
        return Letters.of(Objects.requireNonNullElse(name.getFamily(), "") + name.getGivenAsSingleString());
    }

    boolean hasEnded() {
        return nk1.isPresent(9);
    }

    /** Never the content: a record's text ends in logs. */
    @Override
    public String toString() {
        return "Party[" + nk1.place() + "]";
    }
}
