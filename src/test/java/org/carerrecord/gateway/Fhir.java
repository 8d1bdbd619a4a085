package org.carerrecord.gateway;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.carerrecord.gateway.identity.FlagMeaning;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;

/** What partners push as FHIR. */
final class Fhir {

    static final FhirContext CONTEXT = context();

    private static final String PATIENT_LINK = "urn:uuid:4f0a1f5c-2f6c-4a3c-9a53-0d6fbc1f6a01";

    private Fhir() {}

    /** A context that shows what came as it came. */
    private static FhirContext context() {
        FhirContext context = FhirContext.forR4();
        context.getParserOptions().setStripVersionsFromReferences(false);
        context.getParserOptions().setOverrideResourceIdWithBundleEntryFullUrl(false);
        return context;
    }

    static String json(Resource resource) {
        return CONTEXT.newJsonParser().encodeResourceToString(resource);
    }

    /** The system and the value as a condition's token. */
    static String token(String nhsNumber) {
        return Systems.NHS_NUMBER + "|" + nhsNumber;
    }

    static Patient patient(String nhsNumber) {
        Patient patient = new Patient();
        patient.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(nhsNumber);
        patient.addName().setFamily("Fairweather").addGiven("Winifred");
        patient.getBirthDateElement().setValueAsString("1938-07-09");
        patient.addAddress().addLine("77 Tanners Row").setCity("Wenbury").setPostalCode("ZZ99 8JJ");
        return patient;
    }

    static RelatedPerson carer(String nhsNumber, String patient) {
        RelatedPerson carer = carer(new HumanName().setFamily("Fairweather").addGiven("Barnaby"));
        carer.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(nhsNumber);
        carer.setPatient(new Reference(patient));
        carer.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960777");
        return carer;
    }

    /** Joyce Okafor; whom she cares for is still to be said. */
    static RelatedPerson joyce() {
        return joyce("Joyce");
    }

    /** Joyce Okafor, by whichever given name she is told of. */
    static RelatedPerson joyce(String given) {
        RelatedPerson joyce = carer(new HumanName().setFamily("Okafor").addGiven(given));
        joyce.getBirthDateElement().setValueAsString("1962-03-04");
        joyce.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("07700 900123");
        return joyce;
    }

    /** A carer of whom nothing but the name is known. */
    static RelatedPerson carer(HumanName name) {
        RelatedPerson carer = new RelatedPerson();
        carer.setActive(true);
        carer.addRelationship()
                .addCoding()
                .setSystem(Systems.UK_CORE_RELATIONSHIP_ROLE)
                .setCode("Carer")
                .setDisplay("Carer");
        carer.addName(name);
        return carer;
    }

    static Flag hasCarer(String patient) {
        Flag flag = new Flag();
        flag.setStatus(FlagStatus.ACTIVE);
        flag.getCode().addCoding().setSystem(Canonical.CodeSystem.FLAG_MEANING).setCode(FlagMeaning.HAS_CARER);
        flag.setSubject(new Reference(patient));
        return flag;
    }

    /** What a person says about a kind of partners and some categories. */
    static Consent consent(String person, ConsentProvisionType type, String kind, String... categories) {
        Consent consent = new Consent();
        consent.setStatus(ConsentState.ACTIVE);
        consent.setScope(concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"));
        consent.addCategory(concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", "INFA"));
        consent.setPatient(new Reference(person));
        consent.setDateTime(Date.from(Instant.now()));
        consent.getProvision()
                .setType(type)
                .addActor()
                .setRole(concept(Canonical.CodeSystem.PARTNER_KIND, kind))
                .setReference(new Reference().setDisplay("all of that kind"));
        for (String category : categories) {
            consent.getProvision().addClass_(new Coding(Canonical.CodeSystem.DATA_CATEGORY, category, null));
        }
        return consent;
    }

    private static CodeableConcept concept(String system, String code) {
        return new CodeableConcept(new Coding(system, code, null));
    }

    /** The push of the contract: a patient, a carer and the Flag, each found by NHS numbers. */
    static Bundle push(String patient, String carer) {
        Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
        put(bundle, PATIENT_LINK, patient(patient), "Patient?identifier=" + token(patient));
        put(
                bundle,
                "urn:uuid:4f0a1f5c-2f6c-4a3c-9a53-0d6fbc1f6a02",
                carer(carer, PATIENT_LINK),
                "RelatedPerson?identifier=" + token(carer) + "&patient.identifier=" + token(patient));
        put(
                bundle,
                "urn:uuid:4f0a1f5c-2f6c-4a3c-9a53-0d6fbc1f6a03",
                hasCarer(PATIENT_LINK),
                "Flag?patient.identifier=" + token(patient));
        return bundle;
    }

    static void put(Bundle bundle, String link, Resource resource, String url) {
        bundle.addEntry()
                .setFullUrl(link)
                .setResource(resource)
                .getRequest()
                .setMethod(HTTPVerb.PUT)
                .setUrl(url);
    }

    /** {@code Patient/1} of the location of a transaction's entry. */
    static String reference(Bundle answer, int entry) {
        return new IdType(answer.getEntry().get(entry).getResponse().getLocation())
                .toUnqualifiedVersionless()
                .getValue();
    }

    /** Where each entry of an answer is, with its version. */
    static List<String> locations(Bundle answer) {
        return answer.getEntry().stream()
                .map(BundleEntryComponent::getResponse)
                .map(Bundle.BundleEntryResponseComponent::getLocation)
                .toList();
    }
}
