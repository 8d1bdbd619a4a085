package org.carerrecord.fhirserver;

import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;

/** Ruth, who is restricted, and Edith, for whom she cares and with whom she may share a home. */
abstract class RestrictedPeople {

    static final String SECRET = "Hideaway";
    static final String EDITHS = "patient." + People.nhs(People.EDITH);

    final TheRecord record;
    final String surgery;
    final String edith;
    final String ruth;

    RestrictedPeople(Database database) {
        record = TheRecord.on(database);
        surgery = record.create(TESTER, new Organization().setName(SECRET + " Surgery"))
                .id();
        edith = record.create(HOSPITAL, edith()).id();
        ruth = record.create(HOSPITAL, labelled(ruth(), "R")).id();
        record.found(COUNCIL, "RelatedPerson", EDITHS);
    }

    static Patient edith() {
        Patient edith = People.edith();
        edith.addAddress().addLine("7 " + SECRET + " Row").setPostalCode("ZZ99 8JJ");
        edith.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960777");
        edith.addIdentifier().setSystem("urn:local").setValue("L-77");
        edith.getMaritalStatus().setText("Widowed");
        edith.addContact().getName().setText(SECRET);
        return edith;
    }

    RelatedPerson ruth() {
        RelatedPerson ruth = People.carer("Patient/" + edith, People.RUTH, "Ruth", "Hale");
        ruth.addAddress().addLine("7 " + SECRET + " Row").setPostalCode("ZZ99 8JJ");
        ruth.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960777");
        return ruth;
    }

    static <T extends Resource> T labelled(T resource, String code) {
        resource.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, code, null);
        return resource;
    }
}
