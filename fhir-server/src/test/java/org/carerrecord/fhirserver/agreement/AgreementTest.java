package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
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

    private static final String GOOD =
            """
            version: v1
            dated: 2026-11-22
            selfStatedFor: PT12H
            categories:
              identity: [Patient]
              contact: [Patient, RelatedPerson]
            withoutConsent:
              voluntary: {identity: share, contact: ask}
            partners:
              - ods: RZ1
                name: Hospital
                kind: acute
                purpose: direct-care
                carersAreAsked: true
                asItIs: false
                fullyValidated: false
                complete: [ADT^A31]
                grants:
                  - right: read
                    categories: [identity]
                    purposes: [direct-care]
                    relations: [contributed]
                    ground: the ground
            """;

    private static Agreement read(String text) throws IOException {
        return AgreementFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aGoodFileIsUnderstood() throws IOException {
        Agreement agreement = read(GOOD);

        assertThat(agreement.version()).isEqualTo("v1");
        assertThat(agreement.selfStatedFor()).isEqualTo(Duration.ofHours(12));
        assertThat(agreement.encounterFor()).isEqualTo(Period.ofDays(180));
        assertThat(agreement.categoriesOf("Patient")).containsExactlyInAnyOrder(Category.IDENTITY, Category.CONTACT);
        assertThat(agreement.categoriesOf("Observation")).containsExactly(Category.OTHER);
        assertThat(agreement.partner("RZ1").orElseThrow().complete()).containsExactly("ADT^A31");
        assertThat(agreement.partner("RZ1").orElseThrow().grants()).hasSize(1);
        assertThat(agreement.partner("RZ2")).isEmpty();
    }

    @Test
    void howLongAnEncounterCountsIsSaid() throws IOException {
        String text =
                AgreementFile.json(read(GOOD.replace("categories:\n  i", "encounterFor: P30D\ncategories:\n  i")));

        assertThat(text).contains("\"encounterFor\":\"P30D\"");
        assertThat(read(text).encounterFor()).isEqualTo(Period.ofDays(30));
    }

    @Test
    void whoIsNotToldACarersNumberIsSaid() throws IOException {
        assertThat(read(GOOD).carersNumberUntold()).containsExactly(Kind.GP_PRACTICE);

        Agreement agreement =
                read(GOOD.replace("categories:\n  i", "carersNumberUntold: [hospice, acute]\ncategories:\n  i"));
        assertThat(read(AgreementFile.json(agreement)).carersNumberUntold())
                .containsExactlyInAnyOrder(Kind.ACUTE, Kind.HOSPICE);
        assertThat(agreement.partOf(agreement.partner("RZ1").orElseThrow()).carersNumberUntold())
                .containsExactly(Kind.ACUTE);
        assertThat(agreement.partOf(partner(Kind.GP_PRACTICE, List.of())).carersNumberUntold())
                .isEmpty();
        assertThat(read(GOOD.replace("categories:\n  i", "carersNumberUntold: []\ncategories:\n  i"))
                        .carersNumberUntold())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "    kind: acute; '    knd: acute'; line 12: ",
                "    kind: acute; '    kind: circus'; line 12: ",
                "        ground: the ground; '        grond: the ground'; line 23: ",
                "        ground: the ground; ''; line 19: ",
                "        ground: the ground; '        ground: \" \"'; line 23: ",
                "        relations: [contributed]; '        relations: []'; line 22: ",
                "        relations: [contributed]; ''; line 19: ",
                "        relations: [contributed]; '        relations: [friend]'; line 22: ",
                "        categories: [identity]; '        categories: [youngCarer]'; young carers",
                "        purposes: [direct-care]; '        purposes: []'; line 21: ",
                "    asItIs: false; '    asItIs:'; line 15: ",
                "    asItIs: false; '    to: tomorrow'; line 15: ",
                "    complete: [ADT^A31]; '    complete: [ADT^A99]'; line 17: ",
                "    complete: [ADT^A31]; '    complete: [ADT^A31, ADT^A31]'; line 17: ",
                "    complete: [ADT^A31]; '    complete: ADT^A31'; line 17: ",
                "version: v1; ''; line 2: ",
                "dated: 2026-11-22; 'dated: 2026-13-22'; line 2",
                "selfStatedFor: PT12H; 'selfStatedFor: 12 hours'; line 3: ",
                "dated: 2026-11-22; 'encounterFor: half a year'; line 2: ",
                "dated: 2026-11-22; 'carersNumberUntold: [circus]'; line 2: ",
                "  voluntary: {identity: share, contact: ask}; '  voluntary: {identity: maybe}'; line 8: ",
                "  - ods: RZ1; '  - ods: rz-1'; line 10: ",
                "partners:; 'partners: ['; line"
            })
    void aFileThatIsNotValidSaysWhere(String line, String instead, String where) {
        String bad = GOOD.replace(line, instead.strip());
        assertThat(bad).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> read(bad)).isInstanceOf(IOException.class).hasMessageContaining(where);
    }

    @Test
    void aPartnerNamedTwiceIsNamed() {
        String twice = GOOD + GOOD.substring(GOOD.indexOf("  - ods"));
        assertThatThrownBy(() -> read(twice)).isInstanceOf(IOException.class).hasMessageContaining("RZ1");
        assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class);
    }

    private static Caller hospital(Agreement agreement, String purpose) {
        return new Caller(agreement, agreement.partner("RZ1").orElseThrow(), purpose, "request");
    }

    @Test
    void whatLiesInTwoCategoriesNeedsAGrantForBoth() throws IOException {
        Caller hospital = hospital(read(GOOD), "direct-care");

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
        Agreement agreement = read(GOOD + another);

        assertThat(hospital(agreement, "research").groundToRead("Patient")).isEqualTo("another ground; a third");
        assertThat(hospital(agreement, "direct-care").groundToRead("Patient")).isEqualTo("a third");
        Sql research = new Visibility(hospital(agreement, "research"), NOW).of("Patient", "r");
        assertThat(research.arguments()).contains("encounter", "registered").doesNotContain("contributed");
    }

    @ParameterizedTest
    @CsvSource({"2026-04-01, true", "2026-03-31, false", "2027-03-31, true", "2027-04-01, false"})
    void aPartnerIsOneFromItsFirstToItsLastDay(LocalDate day, boolean isPartner) throws IOException {
        Agreement agreement = read(GOOD.replace("    asItIs", "    from: 2026-04-01\n    to: 2027-03-31\n    asItIs"));
        Clock clock = Clock.fixed(day.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);

        assertThat(new Agreements(agreement, clock).caller("RZ1", "request").isPresent())
                .isEqualTo(isPartner);
        assertThat(new Agreements(read(GOOD), clock).caller("RZ1", "request")).isPresent();
        assertThat(new Agreements(read(GOOD), clock).caller("RZ2", "request")).isEmpty();
    }

    @Test
    void whatIsNotSaidToBeSharedIsAskedFor() throws IOException {
        Agreement agreement = read(GOOD);
        Set<Category> wanted = Set.of(Category.IDENTITY, Category.CONTACT, Category.PLAN);

        assertThat(agreement.asked(Kind.VOLUNTARY, wanted)).containsExactly(Category.CONTACT, Category.PLAN);
        assertThat(agreement.asked(Kind.HOSPICE, wanted)).hasSize(3);
    }

    @Test
    void aRequestIsDecidedUnderTheVersionUnderWhichItCameIn() throws IOException {
        Agreements agreements = new Agreements(read(GOOD), Clock.systemUTC());
        Caller before = agreements.caller("RZ1", "request").orElseThrow();

        agreements.replace(read(GOOD.replace("version: v1", "version: v2")));

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
    void itsJsonIsTheSameAgreement() throws IOException {
        Agreement agreement = read(GOOD);

        assertThat(read(AgreementFile.json(agreement)).partners()).isEqualTo(agreement.partners());
        assertThat(read(AgreementFile.json(agreement)).categories()).isEqualTo(agreement.categories());
        assertThat(read(AgreementFile.json(agreement)).withoutConsent()).isEqualTo(agreement.withoutConsent());
        assertThat(AgreementFile.json(agreement)).contains("\"dated\":\"2026-11-22\"", "\"PT12H\"");
    }

    @Test
    void aPartnerIsShownItsOwnPart() throws IOException {
        Agreement agreement = read(GOOD);
        Partner hospital = agreement.partner("RZ1").orElseThrow();
        Agreement part = TheRecord.AGREEMENT.partOf(hospital);

        assertThat(part.version()).isEqualTo(TheRecord.AGREEMENT.version());
        assertThat(part.partners()).containsExactly(hospital);
        assertThat(part.withoutConsent()).containsOnlyKeys(Kind.ACUTE);
        assertThat(agreement.partOf(hospital).withoutConsent().get(Kind.ACUTE)).isEmpty();
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
}
