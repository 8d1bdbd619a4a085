package org.carerrecord.mapping.person;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.document.Entry;
import org.carerrecord.mapping.document.References;
import org.carerrecord.mapping.document.Typed;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/** A Patient of general practice or PDS to the record's: who the person is, not what they have. */
final class PatientMapper {

    private static final Set<String> CARRIED = Set.of(
            "id",
            "meta",
            "text",
            "extension",
            "modifierExtension",
            "identifier",
            "active",
            "name",
            "telecom",
            "gender",
            "birthDate",
            "deceased",
            "address",
            "maritalStatus",
            "contact",
            "communication",
            "generalPractitioner",
            "managingOrganization");

    private final Typed typed;
    private final Identifiers identifiers;
    private final Extensions extensions;
    private final References references;
    private final PartyReader parties;
    private final Losses losses;

    PatientMapper(
            Typed typed,
            Identifiers identifiers,
            Extensions extensions,
            References references,
            PartyReader parties,
            Losses losses) {
        this.typed = typed;
        this.identifiers = identifiers;
        this.extensions = extensions;
        this.references = references;
        this.parties = parties;
        this.losses = losses;
    }

    /**
     * A Patient without its contacts, and those.
     *
     * @param restricted whether nothing about where they are, or who is related to them, may be taken
     */
    record Read(Patient patient, List<Party> contacts, boolean restricted) {

        /** Never the content: a record's text ends in logs. */
        @Override
        public String toString() {
            return "Read";
        }
    }

    /** @throws Fault at the identifier when nothing identifies the person */
    Read map(Entry entry) {
        String place = entry.place();
        Patient said = typed.read(entry, Patient.class);
        Uncarried.state(said, CARRIED, place, losses);
        List<Extension> languages = said.getExtension().stream()
                .filter(extension -> Extensions.url(extension).equals(Extensions.COMMUNICATION))
                .toList();
        said.getExtension().removeAll(languages);
        Patient patient = of(identified(said, place));
        List<Coding> labels = Labels.restricting(said.getMeta());
        labels.forEach(patient.getMeta()::addSecurity);
        copy(said, patient);
        languages.forEach(extension -> Languages.of(extension, place + ".extension", losses)
                .ifPresent(spoken -> patient.addCommunication()
                        .setLanguage(spoken.language())
                        .setPreferredElement(Languages.preferred(spoken))));
        if (labels.isEmpty()) {
            locate(said, patient, place);
        } else {
            hide(said, place);
        }
        extensions.clean(patient, place);
        return new Read(patient, labels.isEmpty() ? contacts(said, place) : List.of(), !labels.isEmpty());
    }

    /** Somebody of whom only the identifiers are known. */
    static Patient of(List<Identifier> identified) {
        Patient patient = new Patient();
        patient.getMeta().addProfile(Canonical.Profile.PATIENT);
        patient.setIdentifier(new ArrayList<>(identified));
        return patient;
    }

    private List<Identifier> identified(Patient said, String place) {
        List<Identifier> carried = identifiers.of(said.getIdentifier(), place + ".identifier");
        if (carried.isEmpty()) {
            throw said.getIdentifier().stream()
                            .anyMatch(identifier -> Systems.NHS_NUMBER.equals(identifier.getSystem()))
                    ? new Fault(
                            FaultKind.INVALID,
                            place + ".identifier",
                            "the only identifier is an NHS number that cannot be one")
                    : new Fault(FaultKind.MISSING, place + ".identifier", "nothing identifies the person");
        }
        if (carried.stream()
                        .filter(identifier -> Systems.NHS_NUMBER.equals(identifier.getSystem()))
                        .count()
                > 1) {
            // To choose would be to guess, and a wrong link is far worse than a refused document.
            throw new Fault(
                    FaultKind.INVALID, place + ".identifier", "two different NHS numbers cannot be one person's");
        }
        return carried;
    }

    private static void copy(Patient said, Patient patient) {
        patient.setActiveElement(said.hasActive() ? said.getActiveElement() : null);
        patient.setName(said.getName());
        patient.setGenderElement(said.hasGender() ? said.getGenderElement() : null);
        patient.setBirthDateElement(said.hasBirthDate() ? said.getBirthDateElement() : null);
        patient.setDeceased(said.hasDeceased() ? said.getDeceased() : null);
        patient.setMaritalStatus(said.hasMaritalStatus() ? said.getMaritalStatus() : null);
        patient.setCommunication(said.getCommunication());
        patient.setExtension(said.getExtension());
        patient.setModifierExtension(said.getModifierExtension());
    }

    private void locate(Patient said, Patient patient, String place) {
        patient.setTelecom(said.getTelecom());
        patient.setAddress(said.getAddress());
        for (int i = 0; i < said.getGeneralPractitioner().size(); i++) {
            portable(said.getGeneralPractitioner().get(i), place + ".generalPractitioner[" + i + "]")
                    .ifPresent(patient::addGeneralPractitioner);
        }
        if (said.hasManagingOrganization()) {
            portable(said.getManagingOrganization(), place + ".managingOrganization")
                    .ifPresent(patient::setManagingOrganization);
        }
    }

    private Optional<Reference> portable(Reference reference, String place) {
        Optional<Reference> portable = references.portable(reference);
        if (portable.isEmpty()) {
            losses.add(place, "the document does not tell who this refers to");
        }
        return portable;
    }

    private void hide(Patient said, String place) {
        if (said.hasTelecom()
                || said.hasAddress()
                || said.hasContact()
                || said.hasGeneralPractitioner()
                || said.hasManagingOrganization()) {
            losses.add(
                    place, "the person is restricted: nothing about where they are or who is related to them is taken");
        }
    }

    private List<Party> contacts(Patient said, String place) {
        List<Party> contacts = new ArrayList<>();
        for (int i = 0; i < said.getContact().size(); i++) {
            parties.contact(said.getContact().get(i), place + ".contact[" + i + "]")
                    .ifPresent(contacts::add);
        }
        return contacts;
    }
}
