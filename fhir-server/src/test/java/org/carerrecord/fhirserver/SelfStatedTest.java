package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.FIRE;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.OTHER_COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.stop;

import java.time.Duration;
import org.carerrecord.profiles.FaultKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who asks for one person by their NHS number stands in a relationship with them for a while. */
@ParameterizedClass
@EnumSource(Database.class)
class SelfStatedTest extends EdithsCarers {

    SelfStatedTest(Database database) {
        super(database);
    }

    @Test
    void askingForOnePersonByNhsNumberIsARelationshipUntilTheAgreementEndsIt() {
        assertThat(record.found(COUNCIL, "RelatedPerson", EDITHS)).containsExactly(tom);
        assertThat(record.read(COUNCIL, "Patient", edith).id()).isEqualTo(edith);
        assertThat(record.found(COUNCIL, "RelatedPerson", "")).containsExactly(tom);
        assertThat(stop(() -> record.read(OTHER_COUNCIL, "Patient", edith))).isEqualTo(FaultKind.NOT_FOUND);

        record.clock.goOn(Duration.ofHours(11).plusMinutes(59));
        assertThat(record.read(COUNCIL, "Patient", edith).id()).isEqualTo(edith);

        record.clock.goOn(Duration.ofMinutes(2));
        assertThat(stop(() -> record.read(COUNCIL, "Patient", edith))).isEqualTo(FaultKind.NOT_FOUND);
        assertThat(record.found(COUNCIL, "RelatedPerson", "")).isEmpty();

        assertThat(record.found(COUNCIL, "Patient", People.nhs(People.EDITH))).containsExactly(edith);
    }

    @Test
    void askingAgainMovesTheEndOnceHalfOfTheTimeIsOver() {
        record.found(COUNCIL, "Patient", People.nhs(People.EDITH));
        record.clock.goOn(Duration.ofHours(7));
        record.found(COUNCIL, "Patient", People.nhs(People.EDITH));
        record.clock.goOn(Duration.ofHours(11));

        assertThat(record.read(COUNCIL, "Patient", edith).id()).isEqualTo(edith);
        assertThat(record.count("select count(*) from relationship where kind = 'self-stated'"))
                .isOne();
    }

    @Test
    void askingForSeveralOrByNameIsNoRelationship() {
        record.found(
                COUNCIL,
                "Patient",
                People.nhs(People.EDITH) + "," + People.nhs(People.SAMIR).substring(11));
        record.found(COUNCIL, "Patient", "identifier=" + People.EDITH);
        record.found(COUNCIL, "Patient", "family=marlow");
        record.found(OTHER_COUNCIL, "Patient", People.nhs(People.EDITH));
        record.found(FIRE, "Patient", People.nhs(People.EDITH));

        assertThat(record.count("select count(*) from relationship where kind = 'self-stated'"))
                .isZero();
    }

    @Test
    void theRecordOfOnePersonOpensNoOther() {
        String samir = record.create(HOSPITAL, People.samir()).id();
        record.create(HOSPITAL, People.carer("Patient/" + samir, People.RUTH, "Ruth", "Hale"));

        assertThat(record.found(COUNCIL, "RelatedPerson", EDITHS)).containsExactly(tom);
        assertThat(record.found(COUNCIL, "Patient", "")).containsExactly(edith);
        assertThat(stop(() -> record.read(COUNCIL, "Patient", samir))).isEqualTo(FaultKind.NOT_FOUND);
    }
}
