package org.carerrecord.mapping.person;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.document.References;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.BackboneElement;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;

/**
 * The extensions that the record takes, by the URLs that UK Core publishes; PDS has some under older URLs, and GP Connect some
 * under STU3's (standards.md, traps 2 to 4).
 */
final class Extensions {

    private static final String UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-";
    private static final String PDS = "https://fhir.nhs.uk/R4/StructureDefinition/Extension-UKCore-";

    static final String CONTACT_RANK = UK_CORE + "ContactRank";
    static final String COPY_CORRESPONDENCE = UK_CORE + "CopyCorrespondenceIndicator";
    static final String CONTACT_PREFERENCE = UK_CORE + "ContactPreference";
    static final String NHS_NUMBER_STATUS = UK_CORE + "NHSNumberVerificationStatus";
    static final String COMMUNICATION = UK_CORE + "NHSCommunication";
    private static final String ADDRESS_KEY = UK_CORE + "AddressKey";
    private static final String OTHER_CONTACT_SYSTEM = UK_CORE + "OtherContactSystem";

    /** Older URLs of the same extensions. */
    private static final Map<String, String> RENAMED = Map.of(
            PDS + "ContactRank",
            CONTACT_RANK,
            PDS + "CopyCorrespondenceIndicator",
            COPY_CORRESPONDENCE,
            "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-NHSNumberVerificationStatus-1",
            NHS_NUMBER_STATUS,
            "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-NHSNumberVerificationStatus-1",
            NHS_NUMBER_STATUS,
            "https://fhir.hl7.org.uk/StructureDefinition/Extension-CareConnect-NHSNumberVerificationStatus-1",
            NHS_NUMBER_STATUS,
            "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-NHSCommunication-1",
            COMMUNICATION,
            "https://fhir.hl7.org.uk/StructureDefinition/Extension-CareConnect-NHSCommunication-1",
            COMMUNICATION,
            "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-NHSCommunication-1",
            COMMUNICATION);

    private static final List<String> ANYWHERE = List.of(Systems.DATA_ABSENT_REASON);

    /** The elements in which an extension may stand (UK Core, context of each; the record's own, RelatedPerson). */
    private static final Map<String, List<String>> TAKEN = taken();

    private final References references;
    private final Losses losses;

    Extensions(References references, Losses losses) {
        this.references = references;
        this.losses = losses;
    }

    private static Map<String, List<String>> taken() {
        Map<String, List<String>> taken = new HashMap<>();
        taken.put("Patient", List.of(CONTACT_PREFERENCE));
        taken.put(
                "RelatedPerson",
                List.of(
                        CONTACT_PREFERENCE,
                        COPY_CORRESPONDENCE,
                        Canonical.Extension.STATEMENT_STATUS,
                        Canonical.Extension.CARER_KIND,
                        Canonical.Extension.MAIN_CARER,
                        Canonical.Extension.HOURS_A_WEEK,
                        Canonical.Extension.LIVES_WITH));
        taken.put("Patient.contact", List.of(CONTACT_RANK, COPY_CORRESPONDENCE));
        taken.put("Identifier", List.of(NHS_NUMBER_STATUS));
        taken.put("Address", List.of(ADDRESS_KEY));
        taken.put("ContactPoint", List.of(OTHER_CONTACT_SYSTEM));
        return Map.copyOf(taken);
    }

    /** The URL under which UK Core publishes what a sender may have under an older one. */
    static String url(Extension extension) {
        String url = Optional.ofNullable(extension.getUrl()).orElse("");
        return RENAMED.getOrDefault(url, url);
    }

    /**
     * Renames the extensions of an element and of all in it, and leaves out, as a loss, what is not taken there. Ids within a
     * resource go without a word: they are handles of the sender's own copy.
     */
    void clean(Base element, String place) {
        if (element instanceof Element datatype) {
            datatype.setId(null);
        }
        for (Property property : element.children()) {
            int position = 0;
            for (Base child : List.copyOf(property.getValues())) {
                String at = place + "." + property.getName()
                        + (property.getMaxCardinality() == 1 ? "" : "[" + position + "]");
                position++;
                if (child instanceof Extension extension) {
                    if (!isTaken(element.fhirType(), extension)) {
                        losses.add(at, "the extension is not carried here");
                        remove(element, extension);
                    } else {
                        portable(extension);
                    }
                } else {
                    clean(child, at);
                }
            }
        }
    }

    private static boolean isTaken(String type, Extension extension) {
        String url = url(extension);
        extension.setUrl(url);
        if (url.equals(ADDRESS_KEY)) {
            concepts(extension);
        }
        return ANYWHERE.contains(url) || TAKEN.getOrDefault(type, List.of()).contains(url);
    }

    /** PDS gives the kind of an address key as Coding where UK Core has CodeableConcept. */
    private static void concepts(Extension addressKey) {
        for (Extension part : addressKey.getExtension()) {
            if (part.getValue() instanceof Coding coding) {
                part.setValue(new CodeableConcept(coding));
            }
        }
    }

    private void portable(Extension extension) {
        if (extension.getValue() instanceof Reference reference) {
            extension.setValue(references.portable(reference).orElse(null));
        }
        extension.getExtension().forEach(this::portable);
    }

    private static void remove(Base element, Extension extension) {
        switch (element) {
            case BackboneElement component -> {
                component.getExtension().remove(extension);
                component.getModifierExtension().remove(extension);
            }
            case Element datatype -> datatype.getExtension().remove(extension);
            case DomainResource resource -> {
                resource.getExtension().remove(extension);
                resource.getModifierExtension().remove(extension);
            }
            default -> throw new IllegalStateException("nothing else has extensions");
        }
    }
}
