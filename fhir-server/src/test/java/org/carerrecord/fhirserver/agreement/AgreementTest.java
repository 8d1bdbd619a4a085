package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.fhirserver.store.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    private static Caller hospital(Agreement agreement, String purpose) {
        return new Caller(agreement, agreement.partner("RZ1").orElseThrow(), purpose, "request");
    }

    @Test
    void whatLiesInTwoCategoriesNeedsAGrantForBoth() throws IOException {
        Caller hospital = hospital(AgreementFileTest.read(AgreementFileTest.GOOD), "direct-care");

        assertThat(hospital.mayRead("Patient")).as("contact is not granted").isEmpty();
        assertThat(hospital.mayRead("Observation")).isEmpty();
        assertThat(hospital.mayContribute("Patient")).isEmpty();
    }

    @Test
    void anotherPurposeIsNoGround() {
        Caller forResearch = new Caller(TheRecord.AGREEMENT, TheRecord.HOSPITAL.partner(), "research", "request");
        assertThat(TheRecord.HOSPITAL.mayRead("Patient")).isNotEmpty();
        assertThat(forResearch.mayRead("Patient")).isEmpty();
        assertThat(forResearch.mayContribute("Patient")).isEmpty();
    }

    @Test
    void oneCategoryMayBeReadForSeveralPurposesAndOnSeveralGrounds() throws IOException {
        String another =
                """
                      - right: read
                        categories: [identity, contact]
                        purposes: [research]
                        relations: [encounter]
                        ground: another ground
                      - right: read
                        categories: [identity, contact]
                        purposes: [research, direct-care]
                        relations: [registered]
                        ground: a third
                """;
        Agreement agreement = AgreementFileTest.read(AgreementFileTest.GOOD + another);

        assertThat(hospital(agreement, "research").groundToRead("Patient")).isEqualTo("another ground; a third");
        assertThat(hospital(agreement, "direct-care").groundToRead("Patient")).isEqualTo("a third");
        Sql research = new Visibility(hospital(agreement, "research"), NOW).of("Patient", "r");
        assertThat(research.arguments()).contains("encounter", "registered").doesNotContain("contributed");
    }

    @ParameterizedTest
    @CsvSource({"2026-04-01, true", "2026-03-31, false", "2027-03-31, true", "2027-04-01, false"})
    void aPartnerIsOneFromItsFirstToItsLastDay(LocalDate day, boolean isPartner) throws IOException {
        Agreement agreement = AgreementFileTest.read(
                AgreementFileTest.GOOD.replace("    asItIs", "    from: 2026-04-01\n    to: 2027-03-31\n    asItIs"));
        Clock clock = Clock.fixed(day.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);

        assertThat(new Agreements(agreement, clock).caller("RZ1", "request").isPresent())
                .isEqualTo(isPartner);
        assertThat(new Agreements(AgreementFileTest.read(AgreementFileTest.GOOD), clock).caller("RZ1", "request"))
                .isPresent();
        assertThat(new Agreements(AgreementFileTest.read(AgreementFileTest.GOOD), clock).caller("RZ2", "request"))
                .isEmpty();
    }

    @Test
    void whatIsNotSaidToBeSharedIsAskedFor() throws IOException {
        Agreement agreement = AgreementFileTest.read(AgreementFileTest.GOOD);
        Set<Category> wanted = Set.of(Category.IDENTITY, Category.CONTACT, Category.PLAN);

        assertThat(agreement.asked(Kind.VOLUNTARY, wanted)).containsExactly(Category.CONTACT, Category.PLAN);
        assertThat(agreement.asked(Kind.HOSPICE, wanted)).hasSize(3);
    }

    @Test
    void aRequestIsDecidedUnderTheVersionUnderWhichItCameIn() throws IOException {
        Agreements agreements = new Agreements(AgreementFileTest.read(AgreementFileTest.GOOD), Clock.systemUTC());
        Caller before = agreements.caller("RZ1", "request").orElseThrow();

        agreements.replace(AgreementFileTest.read(AgreementFileTest.GOOD.replace("version: v1", "version: v2")));

        assertThat(before.agreement().version()).isEqualTo("v1");
        assertThat(agreements.caller("RZ1", "request").orElseThrow().agreement().version())
                .isEqualTo("v2");
        assertThat(agreements.current().version()).isEqualTo("v2");
    }

    @Test
    void withoutAGrantOnlyOnesOwnWordsAreSeen() {
        Sql fire = new Visibility(TheRecord.FIRE, NOW).of("Patient", "r");
        assertThat(fire.text()).contains("source").doesNotContain("relationship");
        assertThat(fire.arguments()).containsExactly("ZF1", "ZF1");

        Sql hospital = new Visibility(TheRecord.HOSPITAL, NOW).of("Patient", "r");
        assertThat(hospital.text()).contains("source", "r.shared", "relationship");
        assertThat(hospital.arguments()).contains("RZ1", "contributed", "registered", "encounter");
        assertThat(new Visibility(TheRecord.TESTER, NOW).of("Basic", "r")).isEqualTo(Sql.of("true"));
    }

    @Test
    void aKindIsKnownByItsCode() {
        for (Kind kind : Kind.values()) {
            assertThat(Kind.of(kind.code())).isEqualTo(kind);
        }
        assertThatThrownBy(() -> Kind.of("circus")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Grant grant(Grant.Right right, Set<Relation> relations, String ground) {
        return new Grant(right, Set.of(Category.IDENTITY), Set.of("direct-care"), relations, false, ground);
    }

    static Partner partner(Kind kind, List<Grant> grants) {
        return new Partner("X", "X", kind, "direct-care", null, null, false, false, false, List.of(), grants);
    }

    @Test
    void onlyAReadNeedsARelationship() {
        assertThat(grant(Grant.Right.CONTRIBUTE, Set.of(), "x").relations()).isEmpty();
        assertThatThrownBy(() -> grant(Grant.Right.READ, Set.of(), "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theGroundsOfAPartnerFitIntoAnAuditRow() {
        Grant longest = grant(Grant.Right.CONTRIBUTE, Set.of(), "x".repeat(790));
        Grant tooLong = grant(Grant.Right.CONTRIBUTE, Set.of(), "x".repeat(791));

        assertThat(partner(Kind.ACUTE, List.of(longest)).grants()).containsExactly(longest);
        assertThatThrownBy(() -> partner(Kind.ACUTE, List.of(tooLong))).isInstanceOf(IllegalArgumentException.class);
        assertThat(OneQuestion.ground(longest, "x".repeat(OneQuestion.LONGEST_REASON)))
                .hasSize(1000);
    }

    @Test
    void theOperatorIsKnownByItsKind() {
        for (Kind kind : Kind.values()) {
            Caller caller = new Caller(TheRecord.AGREEMENT, partner(kind, List.of()), "direct-care", "request");
            assertThat(caller.operates()).isEqualTo(kind == Kind.OPERATIONS);
        }
    }

    @Test
    void aClientAsksForItsPartnerWithinItsScopes() {
        Scopes scopes = Scopes.of(List.of("system/Patient.r"));
        Caller client = TheRecord.COUNCIL.by(Optional.of("portal"), scopes);

        assertThat(client.client()).contains("portal");
        assertThat(client.scopes()).isEqualTo(scopes);
        assertThat(client.partner()).isEqualTo(TheRecord.COUNCIL.partner());
        assertThat(client.unscoped().scopes()).isEqualTo(Scopes.ALL);
    }

    @Test
    void whySomethingIsSeenWithoutAGrantIsSaid() {
        assertThat(Visibility.groundWithoutGrant("CodeSystem")).isEqualTo("public knowledge");
        assertThat(Visibility.groundWithoutGrant("Patient")).isEqualTo("what the partner said itself");
    }

    @Test
    void aPartnersDaysAreEnglands() throws IOException {
        Agreement agreement = AgreementFileTest.read(
                AgreementFileTest.GOOD.replace("    asItIs", "    from: 2026-07-01\n    to: 2026-07-31\n    asItIs"));

        assertThat(isPartner(agreement, "2026-06-30T22:59:59Z")).isFalse();
        assertThat(isPartner(agreement, "2026-06-30T23:00:00Z")).isTrue();
        assertThat(isPartner(agreement, "2026-07-31T22:59:59Z")).isTrue();
        assertThat(isPartner(agreement, "2026-07-31T23:00:00Z")).isFalse();
    }

    private static boolean isPartner(Agreement agreement, String at) {
        return new Agreements(agreement, Clock.fixed(Instant.parse(at), ZoneOffset.UTC))
                .caller("RZ1", "request")
                .isPresent();
    }
}
