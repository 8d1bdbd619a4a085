package org.carerrecord.mapping.person;

import java.util.List;
import org.carerrecord.mapping.CarerStatement;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.RelatedRole;
import org.carerrecord.mapping.Sender;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Address;
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
            CarerStatement.status(
                            relation.isCarer(),
                            relation.is(RelatedRole.NEXT_OF_KIN),
                            related.getAddress(),
                            patientLivesAt)
                    .ifPresent(related::addExtension);
        }
        if (relation.is(RelatedRole.MAIN_CARER) && !related.hasExtension(Canonical.Extension.MAIN_CARER)) {
            related.addExtension(CarerStatement.mainCarer(sender));
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
}
