package org.carerrecord.hospitaldischarge.party;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.datatype.Addresses;
import org.carerrecord.hospitaldischarge.datatype.Carried;
import org.carerrecord.hospitaldischarge.datatype.Dates;
import org.carerrecord.hospitaldischarge.datatype.Sexes;
import org.carerrecord.hospitaldischarge.datatype.Telecoms;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.RelatedRole;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient.ContactComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;

/**
 * An NK1 to Patient.contact (v2-to-FHIR, NK1[Patient]): who is only to be called, and whoever cares by contract.
 *
 * <p>A contact is never marked as a carer: UK Core's code would say so of an agency.
 */
final class ContactMapper {

    private static final Carried OF_PERSON = new Carried(Set.of(1, 8, 9, 13, 15), Set.of(2, 3, 4, 5, 6, 7, 40));
    private static final Carried OF_ORGANISATION =
            new Carried(Set.of(1, 8, 9, 13, 15), Set.of(2, 3, 4, 5, 6, 7, 30, 31, 32, 40, 41));

    private final Losses losses;

    ContactMapper(Losses losses) {
        this.losses = losses;
    }

    ContactComponent map(Party party) {
        Segment nk1 = party.nk1();
        if (isPaid(party)) {
            losses.add(
                    nk1.place(), "care by contract, fostering or voluntary work is no unpaid care: kept as a contact");
        }
        boolean organised = party.organisation().isPresent();
        ContactComponent contact = new ContactComponent();
        relationship(party).ifPresent(contact::addRelationship);
        one(names(party), nk1.place(2)).ifPresent(contact::setName);
        Stream.of(
                        Telecoms.of(nk1, 5, Optional.empty(), losses),
                        Telecoms.of(nk1, 6, Optional.of(ContactPointUse.WORK), losses),
                        Telecoms.of(nk1, 40, Optional.empty(), losses),
                        organised ? Telecoms.of(nk1, 31, Optional.empty(), losses) : List.<ContactPoint>of(),
                        organised ? Telecoms.of(nk1, 41, Optional.empty(), losses) : List.<ContactPoint>of())
                .flatMap(List::stream)
                .forEach(contact::addTelecom);
        one(addresses(nk1, organised), nk1.place(4)).ifPresent(contact::setAddress);
        Sexes.of(nk1, 15, losses).ifPresent(contact::setGender);
        party.organisation().ifPresent(name -> contact.setOrganization(new Reference().setDisplay(name)));
        period(nk1).ifPresent(contact::setPeriod);
        (organised ? OF_ORGANISATION : OF_PERSON).lose(nk1, losses);
        return contact;
    }

    private static boolean isPaid(Party party) {
        return party.isPaidCare()
                || party.relation().roles().contains(RelatedRole.PROFESSIONAL)
                || (party.isContact() && party.relation().isCarer());
    }

    private static Optional<CodeableConcept> relationship(Party party) {
        CodeableConcept concept = new CodeableConcept();
        party.relation().codings().stream()
                .filter(coding -> !(Systems.UK_CORE_RELATIONSHIP_ROLE.equals(coding.getSystem())
                        && "Carer".equals(coding.getCode())))
                .forEach(concept::addCoding);
        party.relation().words().ifPresent(concept::setText);
        return Optional.of(concept).filter(said -> !said.isEmpty());
    }

    private static List<HumanName> names(Party party) {
        return party.organisation().isEmpty()
                ? party.names()
                : Stream.concat(party.names().stream(), party.contactPersons().stream())
                        .toList();
    }

    private List<Address> addresses(Segment nk1, boolean organised) {
        List<Address> own = Addresses.of(nk1, 4, losses);
        return organised
                ? Stream.concat(own.stream(), Addresses.of(nk1, 32, losses).stream())
                        .toList()
                : own;
    }

    private <T> Optional<T> one(List<T> several, String place) {
        if (several.size() > 1) {
            losses.add(place, "a contact has room for one; the first is kept");
        }
        return several.stream().findFirst();
    }

    private Optional<Period> period(Segment nk1) {
        Period period = new Period();
        Dates.dateTime(nk1, 8, losses).ifPresent(period::setStartElement);
        Dates.dateTime(nk1, 9, losses).ifPresent(period::setEndElement);
        return Optional.of(period).filter(said -> !said.isEmpty());
    }
}
