package org.carerrecord.fhirserver.agreement;

import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.profiles.Systems;

/** The carer of a RelatedPerson as a person with a record: their own Patient, by NHS number. */
final class Carers {

    static final String TYPE = "RelatedPerson";

    private static final long NHS_NUMBER = Hash.word(Systems.NHS_NUMBER);

    private Carers() {}

    /** {@code (select ...)}: the keys of the Patients who have the NHS number of the RelatedPerson under the alias. */
    static Sql own(String alias) {
        return Sql.of(
                "(select u.resource from index_identifier t join index_identifier u on u.param = ? and u.system ="
                        + " t.system and u.code = t.code where"
                        + " t.resource"
                        + " = " + alias + ".pk and t.param = ? and t.system = ?)",
                Hash.number("Patient.identifier"),
                Hash.number("RelatedPerson.identifier"),
                NHS_NUMBER);
    }
}
