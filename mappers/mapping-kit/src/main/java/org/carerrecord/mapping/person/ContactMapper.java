package org.carerrecord.mapping.person;

import java.util.List;
import java.util.Optional;
import org.carerrecord.mapping.Losses;
import org.hl7.fhir.r4.model.Patient.ContactComponent;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * Patient.contact of whoever is only to be called, and of whoever cares by contract.
 *
 * <p>A contact is never marked as a carer: UK Core's code would say so of an agency.
 */
final class ContactMapper {

    private final Losses losses;

    ContactMapper(Losses losses) {
        this.losses = losses;
    }

    /** Empty, with a loss, when nothing is left that a contact must have (R4, pat-1). */
    Optional<ContactComponent> map(Party party) {
        RelatedPerson said = party.said();
        if (party.isPaidCare()) {
            losses.add(
                    party.place(),
                    "care by contract, fostering or voluntary work is no unpaid care: kept as a contact");
        } else if (party.relation().isCarer()) {
            losses.add(party.place(), "a carer without a name is kept as a contact");
        }
        ContactComponent contact = new ContactComponent();
        party.relation().withoutCarer().concept().ifPresent(contact::addRelationship);
        first(said.getName(), party, "name").ifPresent(contact::setName);
        contact.setTelecom(said.getTelecom());
        first(said.getAddress(), party, "address").ifPresent(contact::setAddress);
        contact.setGender(said.getGender());
        party.organisation().ifPresent(contact::setOrganization);
        contact.setPeriod(said.hasPeriod() ? said.getPeriod() : null);
        party.rank().ifPresent(contact::addExtension);
        said.getExtensionsByUrl(Extensions.COPY_CORRESPONDENCE).forEach(contact::addExtension);
        if (said.hasIdentifier() || said.hasBirthDate() || said.hasCommunication()) {
            losses.add(party.place(), "a contact has no room for numbers, birth date and language");
        }
        if (!contact.hasName() && !contact.hasTelecom() && !contact.hasAddress() && !contact.hasOrganization()) {
            losses.add(party.place(), "nothing tells who or where the contact is");
            return Optional.empty();
        }
        return Optional.of(contact);
    }

    private <T> Optional<T> first(List<T> several, Party party, String element) {
        if (several.size() > 1) {
            losses.add(party.place() + "." + element, "a contact has room for one; the first is kept");
        }
        return several.stream().findFirst();
    }
}
