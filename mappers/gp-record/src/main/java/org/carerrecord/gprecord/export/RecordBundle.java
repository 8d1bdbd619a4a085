package org.carerrecord.gprecord.export;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.document.References;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * One person's carers as a UK Core R4 Bundle, for systems of general practice.
 *
 * <p>Only what stands on this person's own record goes in: of somebody who is a carer it says so, and never for whom.
 */
public final class RecordBundle {

    private static final String UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-";

    /** Statements that nobody may act upon as if the person cared. */
    private static final Set<String> NOT_SO = Set.of("declined", "in-error");

    private static final String NOT_TOLD = "the record does not tell to whom this refers outside of itself";

    private final References references = new References(List.of());
    private final Losses losses = new Losses();
    private final SharedRecord shared;
    private final Bundle bundle;

    private RecordBundle(SharedRecord shared, Instant at) {
        this.shared = shared;
        this.bundle = new Bundle().setType(BundleType.COLLECTION).setTimestamp(Date.from(at));
    }

    /** @param at when it is made, by the caller's clock */
    public static Mapped<Bundle> of(SharedRecord shared, Instant at) {
        RecordBundle made = new RecordBundle(shared, at);
        made.fill();
        List<Loss> losses = made.losses.all();
        return new Mapped<>(made.bundle, losses);
    }

    private void fill() {
        String person = add(patient());
        for (int i = 0; i < shared.related().size(); i++) {
            RelatedPerson related = shared.related().get(i);
            Optional<String> left = leftOut(related);
            if (left.isPresent()) {
                losses.add("RelatedPerson[" + i + "]", left.get());
            } else {
                add(carer(related, person, "RelatedPerson[" + i + "]"));
            }
        }
        for (int i = 0; i < shared.flags().size(); i++) {
            Flag flag = shared.flags().get(i);
            if (!shared.isOf(flag.getSubject())) {
                losses.add("Flag[" + i + "]", "it stands on another person's record");
            } else {
                add(flag(flag, person, "Flag[" + i + "]"));
            }
        }
    }

    private String add(DomainResource resource) {
        String link = Said.link(bundle.getEntry().size() + 1);
        bundle.addEntry().setFullUrl(link).setResource(resource);
        return link;
    }

    private Optional<String> leftOut(RelatedPerson related) {
        if (!shared.isOf(related.getPatient())) {
            return Optional.of("it stands on another person's record");
        }
        if (related.getRelationship().stream()
                .noneMatch(concept -> concept.hasCoding(Systems.UK_CORE_RELATIONSHIP_ROLE, "Carer"))) {
            return Optional.of("somebody related who is no carer is not sent");
        }
        return Optional.ofNullable(related.getExtensionByUrl(Canonical.Extension.STATEMENT_STATUS))
                .map(status -> status.getValue().primitiveValue())
                .filter(NOT_SO::contains)
                .map(status -> "a carer who declined, or was recorded in error, is not sent");
    }

    private Patient patient() {
        Patient patient = shared.patient().copy();
        meta(patient, UK_CORE + "Patient", Canonical.Profile.PATIENT);
        patient.setGeneralPractitioner(patient.getGeneralPractitioner().stream()
                .flatMap(reference -> portable(reference, "Patient.generalPractitioner").stream())
                .toList());
        patient.setManagingOrganization(
                patient.hasManagingOrganization()
                        ? portable(patient.getManagingOrganization(), "Patient.managingOrganization")
                                .orElse(null)
                        : null);
        if (patient.hasLink()) {
            losses.add("Patient.link", "links are of this server");
            patient.setLink(List.of());
        }
        return patient;
    }

    private RelatedPerson carer(RelatedPerson related, String person, String place) {
        RelatedPerson carer = related.copy();
        meta(carer, UK_CORE + "RelatedPerson", Canonical.Profile.CARER);
        carer.setPatient(new Reference(person));
        for (Extension claim : carer.getExtensionsByUrl(Canonical.Extension.MAIN_CARER)) {
            Optional.ofNullable(claim.getExtensionByUrl("author"))
                    .ifPresent(author -> author.setValue(portable((Reference) author.getValue(), place + ".extension")
                            .orElseGet(() -> new Reference().setDisplay("not told"))));
        }
        return carer;
    }

    private Flag flag(Flag said, String person, String place) {
        Flag flag = said.copy();
        meta(flag, UK_CORE + "Flag", Canonical.Profile.HAS_CARER_FLAG);
        flag.setSubject(new Reference(person));
        flag.setAuthor(
                flag.hasAuthor() ? portable(flag.getAuthor(), place + ".author").orElse(null) : null);
        if (flag.hasEncounter()) {
            losses.add(place + ".encounter", NOT_TOLD);
            flag.setEncounter(null);
        }
        return flag;
    }

    private Optional<Reference> portable(Reference reference, String place) {
        Optional<Reference> portable = references.portable(reference);
        if (portable.isEmpty()) {
            losses.add(place, NOT_TOLD);
        }
        return portable;
    }

    /** Labels stay; versions, tags and dates are of this server. */
    private static void meta(DomainResource resource, String ukCore, String ours) {
        Meta meta = new Meta();
        meta.setProfile(List.of(new CanonicalType(ukCore), new CanonicalType(ours)));
        meta.setSecurity(resource.getMeta().getSecurity());
        resource.setMeta(meta);
        resource.setText(null);
    }
}
