package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.PRACTICE;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import java.util.List;
import org.carerrecord.fhirserver.Database;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.People;
import org.carerrecord.fhirserver.TheRecord;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The Flag of a carer that the gateway worked out. */
@ParameterizedClass
@EnumSource(Database.class)
class WorkedOutTest {

    private static final Caller PROJECT = TheRecord.caller("ZV2");

    private final TheRecord record;
    private final String tom;
    private final String workedOut;

    WorkedOutTest(Database database) {
        record = TheRecord.on(database);
        tom = "Patient/" + record.create(HOSPITAL, himself()).id();
        Flag isCarer = isCarer();
        isCarer.setMeta(People.workedOut());
        workedOut = record.create(HOSPITAL, isCarer).id();
    }

    private static Patient himself() {
        return People.person(People.TOM, "Tom", "Marlow", "1939-01-01");
    }

    private Flag isCarer() {
        return People.flag(tom, "is-carer");
    }

    @Test
    void theirOwnRecordAloneTellsIt() {
        for (Caller caller : List.of(PROJECT, COUNCIL)) {
            record.found(caller, "Patient", People.nhs(People.TOM));
        }
        assertThat(record.found(PROJECT, "Flag", "")).as("he was not asked").isEmpty();

        record.create(
                TESTER,
                People.consent(tom, record.clock.instant(), ConsentProvisionType.PERMIT, "voluntary", "own-record"));

        assertThat(record.found(PROJECT, "Flag", "")).containsExactly(workedOut);
        assertThat(record.found(COUNCIL, "Flag", ""))
                .as("it reads the caring role, and no carer's own record")
                .isEmpty();
        assertThat(record.found(HOSPITAL, "Flag", "")).isEmpty();
    }

    @Test
    void whatSomebodySaysAndSharesWithNobodyIsNoPartOfThat() {
        Flag unshared = isCarer();
        unshared.setMeta(People.unshared());
        String said = record.create(HOSPITAL, unshared).id();
        record.found(PROJECT, "Patient", People.nhs(People.TOM));
        record.create(
                TESTER,
                People.consent(tom, record.clock.instant(), ConsentProvisionType.PERMIT, "voluntary", "own-record"));

        assertThat(record.found(PROJECT, "Flag", "")).doesNotContain(said);
    }

    @Test
    void nobodysWriteEndsAtIt() {
        record.create(PRACTICE, himself());
        String condition = "patient." + People.nhs(People.TOM);

        Outcome said = record.createUnless(PRACTICE, isCarer(), condition);

        assertThat(said.created()).isTrue();
        assertThat(said.id()).isNotEqualTo(workedOut);
        assertThat(record.createUnless(PRACTICE, isCarer(), condition).id())
                .as("the same again")
                .isEqualTo(said.id());
    }
}
