package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.FIRE;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.OTHER_COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.stop;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.search.Query;
import org.carerrecord.fhirserver.search.QueryStrings;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Patient;
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

    private int strangers(Caller caller, String type, String query) {
        AtomicInteger strangers = new AtomicInteger();
        record.read.search(
                caller,
                Attempt.of(caller, "search-type", type),
                record.queries.parse(type, QueryStrings.parse("search", query), Optional.empty()),
                people -> strangers.incrementAndGet());
        return strangers.get();
    }

    @Test
    void whoIsHiddenIsLikeNobody() {
        Patient hidden = People.zoe();
        hidden.setMeta(People.unshared());
        record.create(HOSPITAL, hidden);

        assertThat(strangers(COUNCIL, "Patient", People.nhs(People.ZOE))).isZero();
        assertThat(strangers(COUNCIL, "Patient", People.nhs(People.SAMIR))).isZero();
        assertThat(record.count("select count(*) from relationship where kind = 'self-stated'"))
                .isZero();
        // Who must be asked first was not asked.
        assertThat(strangers(TheRecord.caller("ZH1"), "Patient", People.nhs(People.EDITH)))
                .isZero();
        assertThat(strangers(COUNCIL, "Patient", People.nhs(People.EDITH) + "&_summary=count"))
                .isOne();
        assertThat(strangers(COUNCIL, "Patient", People.nhs(People.EDITH))).isZero();
    }

    @Test
    void whatIsRefusedIsNoRelationship() {
        Query edith = record.queries.parse(
                "Patient", QueryStrings.parse("search", People.nhs(People.EDITH)), Optional.empty());

        assertThat(stop(() -> record.read.search(
                        COUNCIL, Attempt.of(COUNCIL, "search-type", "Patient"), edith, SelfStatedTest::refuse)))
                .isEqualTo(FaultKind.FORBIDDEN);
        assertThat(record.count("select count(*) from relationship where kind = 'self-stated'"))
                .isZero();
    }

    @Test
    void whoIsNotFoundAllTheSameIsNotStated() {
        String never = "&birthdate=1700-01-01";

        assertThat(strangers(COUNCIL, "Patient", People.nhs(People.EDITH) + never))
                .isZero();
        assertThat(record.count("select count(*) from relationship where kind = 'self-stated'"))
                .isZero();
        assertThat(stop(() -> record.read(COUNCIL, "Patient", edith))).isEqualTo(FaultKind.NOT_FOUND);

        record.found(COUNCIL, "Patient", People.nhs(People.EDITH));
        record.clock.goOn(Duration.ofHours(7));
        assertThat(strangers(COUNCIL, "Patient", People.nhs(People.EDITH) + never))
                .isZero();
        record.clock.goOn(Duration.ofHours(4));
        assertThat(record.read(COUNCIL, "Patient", edith).id()).isEqualTo(edith);
        record.clock.goOn(Duration.ofHours(2));
        assertThat(stop(() -> record.read(COUNCIL, "Patient", edith))).isEqualTo(FaultKind.NOT_FOUND);
    }

    @Test
    void theAuditTellsWhomASearchForSomethingElseWasAbout() {
        record.found(COUNCIL, "RelatedPerson", EDITHS);

        assertThat(record.count("select count(*) from audit a join audit_patient p on p.audit = a.id join resource r on"
                        + " r.pk = p.patient where a.partner = '"
                        + COUNCIL.partner().ods() + "' and r.id = '" + edith
                        + "'"))
                .isOne();
    }

    private static void refuse(Set<Long> people) {
        throw new Fault(FaultKind.FORBIDDEN, "Bundle.entry", "one person at most");
    }

    @Test
    void theAuditTellsThatTheRelationshipIsSelfStated() {
        record.found(COUNCIL, "Patient", People.nhs(People.EDITH));
        record.found(COUNCIL, "Patient", "family=marlow");

        assertThat(record.count("select count(*) from audit where ground = 'council reads; self-stated'"))
                .isOne();
        assertThat(record.count("select count(*) from audit where ground = 'council reads'"))
                .isOne();
    }
}
