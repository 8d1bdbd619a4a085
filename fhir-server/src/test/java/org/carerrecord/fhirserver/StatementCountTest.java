package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How many statements the hot operations take. A number that changes is a decision: fewer is a gain to freeze, more needs a
 * reason.
 */
@ParameterizedClass
@EnumSource(Database.class)
class StatementCountTest {

    private static final String LINK = "urn:uuid:9f0c1a52-0000-4000-8000-000000000001";

    private final CountingDataSource database;
    private final TheRecord record;

    StatementCountTest(Database engine) {
        database = new CountingDataSource(engine.fresh());
        record = new TheRecord(database);
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

        assertThat(database.taken()).hasSize(15);
    }

    @Test
    void theSamePushAgain() {
        push();
        database.taken();

        push();

        assertThat(database.taken()).hasSize(13);
    }

    @Test
    void aSearchForTheCarersOfAnNhsNumberWithThePatient() {
        push();
        String query = "patient." + People.nhs(People.EDITH) + "&_include=RelatedPerson:patient";
        database.taken();

        record.search(HOSPITAL, "RelatedPerson", query);
        assertThat(database.taken()).hasSize(4);

        record.search(COUNCIL, "RelatedPerson", query);
        assertThat(database.taken()).as("the council states its relationship").hasSize(7);

        record.search(COUNCIL, "RelatedPerson", query);
        assertThat(database.taken()).as("which it has the second time").hasSize(5);
    }

    @Test
    void aReadAndACreate() {
        String id = record.create(HOSPITAL, People.edith()).id();
        assertThat(database.taken()).hasSize(13);

        record.read(HOSPITAL, "Patient", id);
        assertThat(database.taken()).hasSize(3);
    }
}
