package org.carerrecord.fhirserver;

import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;

import org.hl7.fhir.r4.model.RelatedPerson;

/** Edith, as a hospital tells of her; her carers are Tom, who is shared, and Ruth, who is not. */
abstract class EdithsCarers {

    static final String EDITHS = "patient." + People.nhs(People.EDITH);

    final TheRecord record;
    final String edith;
    final String tom;
    final String ruth;

    EdithsCarers(Database database) {
        record = TheRecord.on(database);
        edith = record.create(HOSPITAL, People.edith()).id();
        tom = record.create(HOSPITAL, People.tom("Patient/" + edith)).id();
        RelatedPerson possible = People.carer("Patient/" + edith, People.RUTH, "Ruth", "Hale");
        possible.setMeta(People.unshared());
        ruth = record.create(HOSPITAL, possible).id();
    }
}
