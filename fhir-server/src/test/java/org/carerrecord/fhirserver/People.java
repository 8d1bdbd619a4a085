package org.carerrecord.fhirserver;

import java.time.Instant;
import java.util.Date;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;

/** The synthetic people of test-data/people.md: NHS numbers of the range that is never issued. */
public final class People {

    public static final String EDITH = "9990000018";
    public static final String TOM = "9990000026";
    public static final String RUTH = "9990000034";
    public static final String SAMIR = "9990000042";
    public static final String ZOE = "9990000077";

    private People() {}

    /** {@code identifier=...} for an NHS number. */
    public static String nhs(String number) {
        return "identifier=" + Systems.NHS_NUMBER + "|" + number;
    }

    public static Patient person(String number, String given, String family, String born) {
        Patient patient = new Patient();
        patient.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(number);
        patient.addName().setFamily(family).addGiven(given);
        patient.getBirthDateElement().setValueAsString(born);
        return patient;
    }

    public static Patient edith() {
        return person(EDITH, "Edith", "Marlow", "1941-03-02");
    }

    public static Patient samir() {
        return person(SAMIR, "Samir", "Rahman", "1958-06-21");
    }

    public static Patient zoe() {
        return person(ZOE, "Zoë", "Müller", "1950-04-14");
    }

    /** Tom, who cares for the patient. */
    public static RelatedPerson tom(String patient) {
        return carer(patient, TOM, "Tom", "Marlow");
    }

    public static RelatedPerson carer(String patient, String number, String given, String family) {
        RelatedPerson carer = new RelatedPerson().setPatient(new Reference(patient));
        carer.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(number);
        carer.addName().setFamily(family).addGiven(given);
        return carer;
    }

    public static Flag flag(String patient, String meaning) {
        Flag flag = new Flag();
        flag.setStatus(Flag.FlagStatus.ACTIVE);
        flag.getCode().addCoding(new Coding(Canonical.CodeSystem.FLAG_MEANING, meaning, null));
        return flag.setSubject(new Reference(patient));
    }

    /** What a person says about a kind of partners and some categories. */
    public static Consent consent(
            String patient, Instant when, ConsentProvisionType type, String kind, String... categories) {
        Consent consent = new Consent();
        consent.setStatus(ConsentState.ACTIVE);
        consent.setScope(new CodeableConcept(
                new Coding("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy", null)));
        consent.addCategory(
                new CodeableConcept(new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "INFA", null)));
        consent.setPatient(new Reference(patient));
        consent.setDateTime(Date.from(when));
        consent.getProvision().setType(type);
        consent.getProvision()
                .addActor()
                .setRole(new CodeableConcept(new Coding(Canonical.CodeSystem.PARTNER_KIND, kind, null)))
                .setReference(new Reference().setDisplay("all of that kind"));
        for (String category : categories) {
            consent.getProvision().addClass_(new Coding(Canonical.CodeSystem.DATA_CATEGORY, category, null));
        }
        return consent;
    }

    public static Meta unshared() {
        return tagged(NhsNumberRule.UNSHARED);
    }

    public static Meta workedOut() {
        return tagged(NhsNumberRule.WORKED_OUT);
    }

    private static Meta tagged(String code) {
        Meta meta = new Meta();
        meta.addTag().setSystem("https://carerrecord.org/fhir/test").setCode(code);
        return meta;
    }
}
