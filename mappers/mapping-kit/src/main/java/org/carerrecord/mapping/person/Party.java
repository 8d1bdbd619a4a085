package org.carerrecord.mapping.person;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.carerrecord.mapping.NameKey;
import org.carerrecord.mapping.PaidCare;
import org.carerrecord.mapping.RelatedRole;
import org.carerrecord.mapping.WholeName;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * Somebody whom a record names as related to its person, in Patient.contact or as a RelatedPerson.
 *
 * @param said who they are and how to reach them, without patient and relationship
 * @param id the id of the RelatedPerson; empty for a contact, which has none
 * @param rank a contact's rank among the contacts
 * @param organisation the organisation that a contact names
 */
record Party(
        String place,
        Relation relation,
        RelatedPerson said,
        Optional<String> id,
        Optional<Extension> rank,
        Optional<Reference> organisation) {

    private static final PaidCare PAID_CARE = new PaidCare();

    /** Care by contract, fostering or voluntary work, by name, organisation or what they are said to be. */
    boolean isPaidCare() {
        return relation.is(RelatedRole.PROFESSIONAL)
                || Stream.concat(
                                said.getName().stream().flatMap(name -> WholeName.of(name).stream()),
                                organisation.stream().map(Reference::getDisplay))
                        .filter(Objects::nonNull)
                        .anyMatch(name -> PAID_CARE.kind(name).isPresent());
    }

    /** Held in Patient.contact rather than as a RelatedPerson. */
    boolean isContact() {
        return isPaidCare()
                || relation.is(RelatedRole.ORGANISATION)
                || (id.isEmpty() && (name().isEmpty() || relation.isEmergencyContactOnly()));
    }

    /** Family and given names in capitals, no punctuation, for example {@code ONEILL|SEAN|PAT}; empty when there is none. */
    String name() {
        return NameKey.of(said.hasName() ? said.getName().getFirst() : new HumanName());
    }

    Optional<String> nhsNumber() {
        return said.getIdentifier().stream()
                .filter(identifier -> Systems.NHS_NUMBER.equals(identifier.getSystem()))
                .map(Identifier::getValue)
                .findFirst();
    }

    /** Never the content: a record's text ends in logs. */
    @Override
    public String toString() {
        return "Party[" + place + "]";
    }
}
