package org.carerrecord.mapping.person;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.RelatedRole;
import org.carerrecord.mapping.document.Entry;
import org.carerrecord.mapping.document.References;
import org.carerrecord.mapping.document.Typed;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Patient.ContactComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;

/** Reads Patient.contact and RelatedPerson as the same thing: somebody related. */
final class PartyReader {

    /** What is read of a RelatedPerson; patient and relationship are read apart. */
    private static final Set<String> READ = Set.of(
            "id",
            "meta",
            "text",
            "extension",
            "identifier",
            "active",
            "patient",
            "relationship",
            "name",
            "telecom",
            "gender",
            "birthDate",
            "address",
            "period",
            "communication",
            "modifierExtension");

    private final Typed typed;
    private final PeopleMapper.Ids ids;
    private final Identifiers identifiers;
    private final Extensions extensions;
    private final References references;
    private final Losses losses;

    PartyReader(
            Typed typed,
            PeopleMapper.Ids ids,
            Identifiers identifiers,
            Extensions extensions,
            References references,
            Losses losses) {
        this.typed = typed;
        this.ids = ids;
        this.identifiers = identifiers;
        this.extensions = extensions;
        this.references = references;
        this.losses = losses;
    }

    /** Empty, with a loss, when the contact is only the person themselves. */
    Optional<Party> contact(ContactComponent contact, String place) {
        extensions.clean(contact, place);
        RelatedPerson said = new RelatedPerson();
        if (contact.hasName()) {
            said.addName(contact.getName());
        }
        said.setTelecom(contact.getTelecom());
        said.setGender(contact.getGender());
        if (contact.hasAddress()) {
            said.addAddress(contact.getAddress());
        }
        said.setPeriod(contact.hasPeriod() ? contact.getPeriod() : null);
        List<Extension> kept = contact.getExtensionsByUrl(Extensions.COPY_CORRESPONDENCE);
        kept.forEach(said::addExtension);
        return party(new Party(
                place,
                Relation.of(contact.getRelationship(), place + ".relationship", losses),
                said,
                Optional.empty(),
                Optional.ofNullable(contact.getExtensionByUrl(Extensions.CONTACT_RANK)),
                organisation(contact)));
    }

    private Optional<Reference> organisation(ContactComponent contact) {
        return contact.hasOrganization() ? references.portable(contact.getOrganization()) : Optional.empty();
    }

    /** Empty, with a loss, when the related person is only the person themselves. */
    Optional<Party> relatedPerson(Entry entry) {
        RelatedPerson said = typed.read(entry, RelatedPerson.class);
        Relation relation = Relation.of(said.getRelationship(), entry.place() + ".relationship", losses);
        List<Extension> languages = said.getExtension().stream()
                .filter(extension -> Extensions.url(extension).equals(Extensions.COMMUNICATION))
                .toList();
        said.getExtension().removeAll(languages);
        languages.forEach(extension -> Languages.of(extension, entry.place() + ".extension", losses)
                .ifPresent(spoken -> said.addCommunication()
                        .setLanguage(spoken.language())
                        .setPreferredElement(Languages.preferred(spoken))));
        said.setIdentifier(identifiers.of(said.getIdentifier(), entry.place() + ".identifier"));
        Uncarried.state(said, READ, entry.place(), losses);
        extensions.clean(said, entry.place());
        said.setId((String) null);
        said.setMeta(labelled(said));
        said.setLanguage(null);
        said.setImplicitRules(null);
        said.setText(null);
        said.setContained(null);
        said.setPatient(null);
        said.setRelationship(null);
        said.setPhoto(null);
        return party(new Party(
                entry.place(),
                relation,
                said,
                Optional.of(
                        entry.id().filter(id -> ids == PeopleMapper.Ids.LASTING).orElse("")),
                Optional.empty(),
                Optional.empty()));
    }

    private static Meta labelled(RelatedPerson said) {
        Meta meta = new Meta();
        Labels.restricting(said.getMeta()).forEach(meta::addSecurity);
        return meta;
    }

    private Optional<Party> party(Party party) {
        if (party.relation().is(RelatedRole.SELF)) {
            losses.add(party.place(), "the person is nobody related to themselves");
            return Optional.empty();
        }
        return Optional.of(party);
    }
}
