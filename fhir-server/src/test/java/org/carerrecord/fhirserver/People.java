package org.carerrecord.fhirserver;

import org.carerrecord.profiles.Systems;
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

    public static Meta unshared() {
        Meta meta = new Meta();
        meta.addTag().setSystem("https://carerrecord.org/fhir/test").setCode(NhsNumberRule.UNSHARED);
        return meta;
    }
}
