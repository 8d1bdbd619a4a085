package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.TESTER;
import static org.carerrecord.fhirserver.TheRecord.stop;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the people themselves permit and deny, and young carers. */
@ParameterizedClass
@EnumSource(Database.class)
class ConsentTest {

    private static final Caller PROJECT = TheRecord.caller("ZV2");
    private static final Caller HOSPICE = TheRecord.caller("ZH1");
    private static final Caller CHILDREN = TheRecord.caller("ZL1C");
    private static final Caller SURGERY_OF_CHILDREN = TheRecord.caller("Z00003");

    private static final String EDITHS = "patient." + People.nhs(People.EDITH);

    private final TheRecord record;
    private final String edith;
    private final String tom;
    private final String tomHimself;

    ConsentTest(Database database) {
        record = TheRecord.on(database);
        edith = record.create(HOSPITAL, People.edith()).id();
        tom = record.create(HOSPITAL, People.tom("Patient/" + edith)).id();
        tomHimself = record.create(HOSPITAL, People.person(People.TOM, "Tom", "Marlow", "1939-01-01"))
                .id();
    }

    private Consent consent(String person, ConsentProvisionType type, String kind, String... categories) {
        return People.consent("Patient/" + person, record.clock.instant(), type, kind, categories);
    }

    private static final String[] ROLE = {"identity", "contact", "caring-role"};

    @Test
    void withoutAConsentOnFileTheAgreementSaysWhatIsShown() {
        assertThat(record.found(PROJECT, "RelatedPerson", EDITHS)).containsExactly(tom);
        assertThat(record.found(HOSPICE, "RelatedPerson", EDITHS)).isEmpty();
        assertThat(record.search(HOSPICE, "Patient", People.nhs(People.EDITH) + "&_summary=count")
                        .total())
                .contains(0L);
    }

    @Test
    void whatThePersonIsAskedForIsShownWhenTheyPermitIt() {
        record.create(TESTER, consent(edith, ConsentProvisionType.PERMIT, "hospice", ROLE));
        assertThat(record.found(HOSPICE, "Patient", People.nhs(People.EDITH))).containsExactly(edith);
        assertThat(record.found(HOSPICE, "RelatedPerson", EDITHS))
                .as("the carer was not asked")
                .isEmpty();

        String ofCarer = record.create(TESTER, consent(tomHimself, ConsentProvisionType.PERMIT, "hospice", ROLE))
                .id();
        assertThat(record.found(HOSPICE, "RelatedPerson", EDITHS)).containsExactly(tom);
        assertThat(record.found(HOSPICE, "Flag", EDITHS)).isEmpty();

        record.delete(TESTER, "Consent", ofCarer);
        assertThat(record.found(HOSPICE, "RelatedPerson", EDITHS)).isEmpty();
    }

    @Test
    void aSlipOfTheYearInAPermissionOutlivesNoWithdrawal() {
        Instant now = record.clock.instant();
        Consent ahead = consent(tomHimself, ConsentProvisionType.PERMIT, "voluntary", ROLE);
        ahead.setDateTime(Date.from(now.plus(Duration.ofDays(2000))));
        record.create(TESTER, ahead);
        assertThat(record.found(PROJECT, "RelatedPerson", EDITHS)).containsExactly(tom);

        record.clock.goOn(Duration.ofMinutes(1));
        record.create(TESTER, consent(tomHimself, ConsentProvisionType.DENY, "voluntary", ROLE));

        assertThat(record.found(PROJECT, "RelatedPerson", EDITHS)).isEmpty();
    }

    @Test
    void aPartOfWhatIsAskedForIsNotEnough() {
        record.create(TESTER, consent(edith, ConsentProvisionType.PERMIT, "hospice", ROLE));
        record.create(TESTER, consent(tomHimself, ConsentProvisionType.PERMIT, "hospice", "contact"));

        assertThat(record.found(HOSPICE, "RelatedPerson", EDITHS)).isEmpty();
    }

    @Test
    void aWithdrawalIsEffectiveAtOnceAndStopsNoDuty() {
        assertThat(record.found(COUNCIL, "RelatedPerson", EDITHS)).containsExactly(tom);
        assertThat(record.found(PROJECT, "RelatedPerson", EDITHS)).containsExactly(tom);
        assertThat(record.read(PROJECT, "RelatedPerson", tom).id()).isEqualTo(tom);

        Consent permitted = consent(tomHimself, ConsentProvisionType.PERMIT, "voluntary", ROLE);
        String id = record.create(TESTER, permitted).id();
        assertThat(record.found(PROJECT, "RelatedPerson", EDITHS)).containsExactly(tom);
        record.update(TESTER, id, permitted.copy().setStatus(ConsentState.INACTIVE));

        assertThat(record.found(PROJECT, "RelatedPerson", EDITHS)).isEmpty();
        assertThat(record.search(PROJECT, "RelatedPerson", "_summary=count").total())
                .contains(0L);
        assertThat(stop(() -> record.read(PROJECT, "RelatedPerson", tom))).isEqualTo(FaultKind.NOT_FOUND);
        assertThat(stop(() -> record.vread(PROJECT, "RelatedPerson", tom, 1)))
                .as("today's decision governs old versions")
                .isEqualTo(FaultKind.NOT_FOUND);
        assertThat(stop(() -> record.history(PROJECT, "RelatedPerson", tom))).isEqualTo(FaultKind.NOT_FOUND);
        assertThat(record.found(COUNCIL, "RelatedPerson", EDITHS)).containsExactly(tom);
        assertThat(record.found(PROJECT, "Patient", "_id=" + edith))
                .as("it is his consent, not hers")
                .containsExactly(edith);
    }

    @Test
    void theObjectionOfWhomTheyCareForCountsToo() {
        record.create(TESTER, consent(edith, ConsentProvisionType.DENY, "voluntary", "caring-role"));

        assertThat(record.found(PROJECT, "RelatedPerson", EDITHS)).isEmpty();
        assertThat(record.found(PROJECT, "Patient", People.nhs(People.EDITH))).containsExactly(edith);
        assertThat(record.found(COUNCIL, "RelatedPerson", EDITHS)).containsExactly(tom);
    }

    @Test
    void aConsentLapses() {
        Consent consent = consent(edith, ConsentProvisionType.PERMIT, "hospice", ROLE);
        Instant now = record.clock.instant();
        consent.getProvision().getPeriod().setStart(Date.from(now.plus(Duration.ofHours(1))));
        consent.getProvision().getPeriod().setEnd(Date.from(now.plus(Duration.ofHours(2))));
        record.create(TESTER, consent);
        assertThat(record.found(HOSPICE, "Patient", People.nhs(People.EDITH))).isEmpty();

        record.clock.goOn(Duration.ofMinutes(90));
        assertThat(record.found(HOSPICE, "Patient", People.nhs(People.EDITH))).containsExactly(edith);

        record.clock.goOn(Duration.ofHours(1));
        assertThat(record.found(HOSPICE, "Patient", People.nhs(People.EDITH))).isEmpty();
    }

    @Test
    void aDenialStandsAgainWhenWhatWasExceptedFromItEnds() {
        Consent consent = consent(edith, ConsentProvisionType.DENY, "voluntary");
        Consent.ProvisionComponent excepted = consent.getProvision().addProvision();
        excepted.setType(ConsentProvisionType.PERMIT)
                .setActor(consent.getProvision().getActor());
        excepted.getPeriod().setEnd(Date.from(record.clock.instant().plus(Duration.ofHours(1))));
        record.create(TESTER, consent);
        assertThat(record.found(PROJECT, "RelatedPerson", EDITHS)).containsExactly(tom);

        record.clock.goOn(Duration.ofHours(2));
        assertThat(record.found(PROJECT, "RelatedPerson", EDITHS)).isEmpty();
        assertThat(record.found(COUNCIL, "RelatedPerson", EDITHS)).containsExactly(tom);
    }

    @Test
    void theCarersOwnRecordIsAskedFor() {
        CarePlan plan = new CarePlan();
        plan.setStatus(CarePlan.CarePlanStatus.ACTIVE);
        plan.setIntent(CarePlan.CarePlanIntent.PLAN);
        plan.setSubject(new Reference("Patient/" + tomHimself));
        String id = record.create(TESTER, plan).id();
        assertThat(record.found(PROJECT, "Patient", People.nhs(People.TOM))).containsExactly(tomHimself);
        assertThat(record.found(PROJECT, "CarePlan", "")).isEmpty();

        record.create(TESTER, consent(tomHimself, ConsentProvisionType.PERMIT, "voluntary", "own-record"));

        assertThat(record.found(PROJECT, "CarePlan", "")).containsExactly(id);
    }

    private long pk(String id) {
        return record.count("select pk from resource where id = ?", id);
    }

    private String young() {
        RelatedPerson zoe = People.carer("Patient/" + edith, People.ZOE, "Zoë", "Müller");
        zoe.setMeta(People.unshared());
        zoe.getMeta().addTag().setSystem("https://carerrecord.org/fhir/test").setCode(NhsNumberRule.YOUNG);
        return record.create(HOSPITAL, zoe).id();
    }

    @Test
    void aYoungCarerIsSeenByThoseAloneWhoKnowTheChild() {
        String zoe = young();
        long herself = pk(record.create(HOSPITAL, People.zoe()).id());

        for (Caller caller : new Caller[] {COUNCIL, PROJECT, HOSPICE, SURGERY_OF_CHILDREN, TheRecord.PRACTICE}) {
            record.found(caller, "Patient", People.nhs(People.ZOE));
            assertThat(record.found(caller, "RelatedPerson", EDITHS))
                    .as("in the record of whom she cares for, by "
                            + caller.partner().name())
                    .doesNotContain(zoe);
            assertThat(stop(() -> record.read(caller, "RelatedPerson", zoe))).isEqualTo(FaultKind.NOT_FOUND);
        }
        assertThat(record.found(CHILDREN, "RelatedPerson", EDITHS))
                .as("knowing the mother is not knowing the child")
                .doesNotContain(zoe);

        record.found(CHILDREN, "Patient", People.nhs(People.ZOE));
        assertThat(record.read(CHILDREN, "RelatedPerson", zoe).id()).isEqualTo(zoe);
        assertThat(record.history(CHILDREN, "RelatedPerson", zoe)).hasSize(1);
        assertThat(record.vread(CHILDREN, "RelatedPerson", zoe, 1).id()).isEqualTo(zoe);

        record.tie("Z00003", herself, "registered");
        assertThat(record.read(SURGERY_OF_CHILDREN, "RelatedPerson", zoe).id()).isEqualTo(zoe);
    }

    /** A number alone may name two people. */
    @Test
    void knowingWhoHasNoMoreThanTheNumberOfAYoungCarerIsNotKnowingThem() {
        String zoe = young();
        record.create(HOSPITAL, People.person(People.ZOE, "Ada", "Hollow", "1951-07-08"));

        assertThat(record.found(CHILDREN, "Patient", People.nhs(People.ZOE))).hasSize(1);

        assertThat(stop(() -> record.read(CHILDREN, "RelatedPerson", zoe))).isEqualTo(FaultKind.NOT_FOUND);
        assertThat(record.found(CHILDREN, "RelatedPerson", EDITHS)).doesNotContain(zoe);
    }

    @Test
    void whoHasNoMoreThanTheNumberOfACarerDeniesAndPermitsNothing() {
        String zoe = young();
        String another = record.create(HOSPITAL, People.person(People.ZOE, "Ada", "Hollow", "1951-07-08"))
                .id();
        record.tie("ZV2", record.count("select pk from resource where id = ?", another), "referred");
        record.tie("ZV2", record.count("select pk from resource where id = ?", zoe), "referred");
        record.create(TESTER, consent(another, ConsentProvisionType.PERMIT, "voluntary", "young-carer"));
        assertThat(stop(() -> record.read(PROJECT, "RelatedPerson", zoe))).isEqualTo(FaultKind.NOT_FOUND);

        RelatedPerson ruth = People.carer("Patient/" + edith, People.RUTH, "Ruth", "Hale");
        String carer = record.create(HOSPITAL, ruth).id();
        assertThat(record.found(PROJECT, "RelatedPerson", EDITHS)).contains(carer);
        String other = record.create(HOSPITAL, People.person(People.RUTH, "Ada", "Hollow", "1951-07-08"))
                .id();
        record.create(TESTER, consent(other, ConsentProvisionType.DENY, "voluntary", ROLE));
        assertThat(record.found(PROJECT, "RelatedPerson", EDITHS)).doesNotContain(carer);
    }

    @Test
    void theServiceToWhichAYoungCarerWasReferredSeesThemWhenTheyAgree() {
        String zoe = young();
        String herself = record.create(HOSPITAL, People.zoe()).id();
        record.tie("ZV2", pk(herself), "referred");
        assertThat(stop(() -> record.read(PROJECT, "RelatedPerson", zoe))).isEqualTo(FaultKind.NOT_FOUND);

        record.create(TESTER, consent(herself, ConsentProvisionType.PERMIT, "voluntary", "young-carer"));

        assertThat(record.read(PROJECT, "RelatedPerson", zoe).id()).isEqualTo(zoe);
    }

    @Test
    void aReferralOfOneCarerShowsNeitherTheOthersNorWhoIsCaredFor() {
        record.create(HOSPITAL, People.carer("Patient/" + edith, People.RUTH, "Ruth", "Hale"));
        record.tie("ZV2", pk(tom), "referred");
        record.tie("ZL1", pk(tom), "referred");

        assertThat(record.found(PROJECT, "RelatedPerson", "")).containsExactly(tom);
        assertThat(record.found(PROJECT, "Patient", "")).isEmpty();
        assertThat(record.found(COUNCIL, "RelatedPerson", ""))
                .as("the agreement lets it see nobody for a referral")
                .isEmpty();
    }

    @Test
    void whoAreNotToBeBroughtTogetherAreNotToldOfBesideEachOther() {
        record.found(COUNCIL, "RelatedPerson", EDITHS);
        Flag apart = People.flag("Patient/" + edith, "do-not-connect");
        String id = record.create(TESTER, apart).id();

        assertThat(stop(() -> record.read(COUNCIL, "RelatedPerson", tom))).isEqualTo(FaultKind.NOT_FOUND);
        assertThat(record.found(COUNCIL, "RelatedPerson", EDITHS)).isEmpty();
        assertThat(record.read(HOSPITAL, "RelatedPerson", tom).mask()).isEqualTo(Mask.NONE);
        assertThat(record.read(COUNCIL, "Patient", edith).mask()).isEqualTo(Mask.HOME);
        assertThat(record.found(COUNCIL, "Flag", "patient=" + edith)).containsExactly(id);

        apart.setStatus(Flag.FlagStatus.INACTIVE);
        record.update(TESTER, id, apart);
        assertThat(record.read(COUNCIL, "RelatedPerson", tom).mask()).isEqualTo(Mask.NONE);
    }
}
