package org.carerrecord.gprecord.person;

import java.util.List;
import java.util.Optional;
import org.carerrecord.gprecord.document.Losses;
import org.carerrecord.mapping.RelatedRole;
import org.carerrecord.mapping.Sender;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * One related person to RelatedPerson (what makes a carer: the carer model).
 *
 * <p>A carer is stated here, unless the sender's own statement says how far it is settled; a next of kin at the patient's own
 * address is a possible carer.
 */
final class RelatedPersonMapper {

    private final Sender sender;
    private final Losses losses;

    RelatedPersonMapper(Sender sender, Losses losses) {
        this.sender = sender;
        this.losses = losses;
    }

    /** @param patientLivesAt the addresses of the person on whose record they stand */
    RelatedPerson map(Person person, String patient, List<Address> patientLivesAt) {
        Relation relation = person.relation();
        RelatedPerson related = person.said();
        related.setPatient(new Reference(patient));
        if (relation.isCarer()) {
            related.getMeta().addProfile(Canonical.Profile.CARER);
        }
        relation.concept().ifPresent(related::addRelationship);
        if (!related.hasExtension(Canonical.Extension.STATEMENT_STATUS)) {
            status(relation, related, patientLivesAt)
                    .ifPresent(code -> related.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType(code)));
        }
        if (relation.is(RelatedRole.MAIN_CARER) && !related.hasExtension(Canonical.Extension.MAIN_CARER)) {
            related.addExtension(mainCarer());
        }
        for (Party party : person.parties()) {
            lose(party);
        }
        return related;
    }

    private void lose(Party party) {
        if (party.rank().isPresent()) {
            losses.add(party.place() + ".extension", "UK Core has a rank of contacts only, and this person is related");
        }
        if (party.organisation().isPresent()) {
            losses.add(party.place() + ".organization", "the organisation is not carried beside a person's name");
        }
    }

    private static Optional<String> status(Relation relation, RelatedPerson related, List<Address> patientLivesAt) {
        if (relation.isCarer()) {
            return Optional.of("stated");
        }
        boolean livesThere = related.getAddress().stream()
                .anyMatch(address -> patientLivesAt.stream().anyMatch(patients -> isSamePlace(address, patients)));
        return Optional.of("possible").filter(possible -> relation.is(RelatedRole.NEXT_OF_KIN) && livesThere);
    }

    private static boolean isSamePlace(Address one, Address other) {
        return one.getUse() != AddressUse.OLD
                && other.getUse() != AddressUse.OLD
                && one.hasPostalCode()
                && other.hasPostalCode()
                && one.hasLine()
                && other.hasLine()
                && Party.letters(one.getPostalCode()).equals(Party.letters(other.getPostalCode()))
                && Party.letters(one.getLine().getFirst().getValueNotNull())
                        .equals(Party.letters(other.getLine().getFirst().getValueNotNull()));
    }

    private Extension mainCarer() {
        Extension claim = new Extension(Canonical.Extension.MAIN_CARER);
        claim.addExtension("claim", new BooleanType(true));
        claim.addExtension("author", sender.reference());
        return claim;
    }
}
