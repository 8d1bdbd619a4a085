package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How many times the hot operations go to the database. A number that changes is a decision: fewer is a gain to freeze, more
 * needs a reason.
 */
@ParameterizedClass
@EnumSource(Database.class)
class StatementCountTest {

    private static final String LINK = "urn:uuid:9f0c1a52-0000-4000-8000-000000000001";

    private final Database engine;
    private final CountingDataSource database;
    private final TheRecord record;

    StatementCountTest(Database engine) {
        this.engine = engine;
        database = new CountingDataSource(engine.fresh());
        record = new TheRecord(database);
    }

    /** PostgreSQL takes several statements, and the rows of all tables, at once; H2 is in the same process. */
    private void took(int onH2, int onPostgresql) {
        assertThat(database.taken()).hasSize(engine == Database.H2 ? onH2 : onPostgresql);
    }

    private void push() {
        record.transaction(
                HOSPITAL,
                Asked.updateMatching(LINK, People.edith(), People.nhs(People.EDITH)),
                Asked.updateMatching(
                        People.tom(LINK), People.nhs(People.TOM) + "&patient." + People.nhs(People.EDITH)));
    }

    @Test
    void aPushOfANewPatientAndCarer() {
        push();

        took(15, 3);
    }

    @Test
    void theSamePushAgain() {
        push();
        database.taken();

        push();

        took(9, 5);
    }

    @Test
    void aSearchForTheCarersOfAnNhsNumberWithThePatient() {
        push();
        String query = "patient." + People.nhs(People.EDITH) + "&_include=RelatedPerson:patient";
        database.taken();

        record.search(HOSPITAL, "RelatedPerson", query);
        took(3, 2);

        // The council states its relationship; what stood before is asked for, should nobody be found by it.
        record.search(COUNCIL, "RelatedPerson", query);
        took(7, 5);

        // It has it the second time.
        record.search(COUNCIL, "RelatedPerson", query);
        took(3, 2);
    }

    @Test
    void aReadAndACreate() {
        String id = record.create(HOSPITAL, People.edith()).id();
        took(13, 2);

        record.read(HOSPITAL, "Patient", id);
        took(3, 2);
    }
}
