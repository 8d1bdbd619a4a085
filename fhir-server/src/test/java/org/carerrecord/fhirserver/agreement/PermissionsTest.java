package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PermissionsTest {

    private static final Permission.Cell CENTRE = new Permission.Cell(Kind.VOLUNTARY, Category.CONTACT);
    private static final Permission.Cell HOSPICE = new Permission.Cell(Kind.HOSPICE, Category.CONTACT);
    private static final Permission.Cell PLAN = new Permission.Cell(Kind.VOLUNTARY, Category.PLAN);

    private static Consent consent(String said, ConsentState status, ProvisionComponent provision) {
        Consent consent = new Consent();
        consent.setStatus(status);
        consent.setDateTime(Date.from(Instant.parse(said)));
        consent.setProvision(provision);
        return consent;
    }

    private static Consent active(String said, ProvisionComponent provision) {
        return consent(said, ConsentState.ACTIVE, provision);
    }

    private static ProvisionComponent provision(ConsentProvisionType type, String kind, String category) {
        ProvisionComponent provision = new ProvisionComponent().setType(type);
        if (!kind.isEmpty()) {
            provision
                    .addActor()
                    .setRole(new CodeableConcept(new Coding(Canonical.CodeSystem.PARTNER_KIND, kind, null)));
        }
        if (!category.isEmpty()) {
            provision.addClass_(new Coding(Canonical.CodeSystem.DATA_CATEGORY, category, null));
        }
        return provision;
    }

    private static ProvisionComponent permit(String kind, String category) {
        return provision(ConsentProvisionType.PERMIT, kind, category);
    }

    private static ProvisionComponent deny(String kind, String category) {
        return provision(ConsentProvisionType.DENY, kind, category);
    }

    private static Optional<Boolean> of(Permission.Cell cell, Consent... consents) {
        return Optional.ofNullable(Permissions.of(List.of(consents)).get(cell)).map(Permission::permits);
    }

    @Test
    void nothingSaidIsNothing() {
        assertThat(Permissions.of(List.of())).isEmpty();
    }

    @Test
    void whatIsNamedIsPermittedAndNothingElse() {
        Consent consent = active("2026-01-01T00:00:00Z", permit("voluntary", "contact"));

        assertThat(Permissions.of(List.of(consent))).containsOnlyKeys(CENTRE);
        assertThat(of(CENTRE, consent)).contains(true);
    }

    @Test
    void whatNamesNobodyIsAboutAll() {
        assertThat(Permissions.of(List.of(active("2026-01-01T00:00:00Z", deny("", "")))))
                .hasSize(Kind.values().length * Category.values().length)
                .allSatisfy((cell, said) -> assertThat(said.permits()).isFalse());
        assertThat(of(HOSPICE, active("2026-01-01T00:00:00Z", permit("", "contact"))))
                .contains(true);
        assertThat(of(PLAN, active("2026-01-01T00:00:00Z", permit("voluntary", ""))))
                .contains(true);
        assertThat(of(HOSPICE, active("2026-01-01T00:00:00Z", permit("voluntary", ""))))
                .isEmpty();
    }

    @Test
    void theLatestWins() {
        Consent earlier = active("2026-01-01T00:00:00Z", permit("voluntary", ""));
        Consent later = active("2026-01-02T00:00:00Z", deny("voluntary", "contact"));

        assertThat(of(CENTRE, earlier, later)).contains(false);
        assertThat(of(CENTRE, later, earlier)).contains(false);
        assertThat(of(PLAN, earlier, later)).contains(true);
        Consent again = active("2026-01-03T00:00:00Z", permit("voluntary", "contact"));
        assertThat(of(CENTRE, again, earlier, later)).contains(true);
    }

    @Test
    void denyWinsTies() {
        Consent yes = active("2026-01-01T00:00:00Z", permit("voluntary", "contact"));
        Consent no = active("2026-01-01T00:00:00Z", deny("voluntary", "contact"));

        assertThat(of(CENTRE, yes, no)).contains(false);
        assertThat(of(CENTRE, no, yes)).contains(false);
        assertThat(of(CENTRE, yes, yes)).contains(true);
    }

    @Test
    void theOrderInWhichTheyAreReadDoesNotMatter() {
        Random random = new Random(6);
        List<Consent> consents = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            consents.add(consent(
                    "2026-01-0" + (1 + random.nextInt(4)) + "T00:00:00Z",
                    List.of(ConsentState.ACTIVE, ConsentState.REJECTED, ConsentState.INACTIVE)
                            .get(random.nextInt(3)),
                    provision(
                            random.nextBoolean() ? ConsentProvisionType.PERMIT : ConsentProvisionType.DENY,
                            List.of("", "voluntary", "hospice").get(random.nextInt(3)),
                            List.of("", "contact", "plan").get(random.nextInt(3)))));
        }
        Map<Permission.Cell, Permission> first = Permissions.of(consents);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(consents, random);
            assertThat(Permissions.of(consents)).isEqualTo(first);
        }
    }

    @Test
    void aNestedProvisionIsAnException() {
        ProvisionComponent none = deny("", "");
        none.addProvision(permit("voluntary", "contact"));
        assertThat(of(CENTRE, active("2026-01-01T00:00:00Z", none))).contains(true);
        assertThat(of(HOSPICE, active("2026-01-01T00:00:00Z", none))).contains(false);

        ProvisionComponent wordless = new ProvisionComponent();
        wordless.addProvision(deny("hospice", ""));
        assertThat(of(HOSPICE, active("2026-01-01T00:00:00Z", wordless))).contains(false);
        assertThat(of(CENTRE, active("2026-01-01T00:00:00Z", wordless))).isEmpty();
        assertThat(of(CENTRE, active("2026-01-01T00:00:00Z", new ProvisionComponent())))
                .contains(true);
    }

    @Test
    void aRejectedOneDeniesAllThatItNames() {
        ProvisionComponent asked = permit("voluntary", "contact");
        asked.addProvision(permit("hospice", "contact"));
        Consent rejected = consent("2026-01-01T00:00:00Z", ConsentState.REJECTED, asked);

        assertThat(of(CENTRE, rejected)).contains(false);
        assertThat(of(HOSPICE, rejected)).contains(false);
    }

    @Test
    void aWithdrawnOneDeniesWhatItPermittedAndLiftsWhatItDenied() {
        ProvisionComponent mixed = permit("voluntary", "contact");
        mixed.addProvision(deny("hospice", "contact"));
        Consent withdrawn = consent("2026-01-01T00:00:00Z", ConsentState.INACTIVE, mixed);

        assertThat(of(CENTRE, withdrawn)).contains(false);
        assertThat(of(HOSPICE, withdrawn)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ConsentState.class,
            names = {"DRAFT", "PROPOSED", "ENTEREDINERROR"})
    void whatIsNotYetOrNoConsentSaysNothing(ConsentState status) {
        assertThat(of(CENTRE, consent("2026-01-01T00:00:00Z", status, permit("", ""))))
                .isEmpty();
        assertThat(of(CENTRE, consent("2026-01-01T00:00:00Z", status, deny("", ""))))
                .isEmpty();
    }

    @Test
    void aPeriodBeginsAndEndsIt() {
        ProvisionComponent permit = permit("voluntary", "contact");
        permit.getPeriod().setStart(Date.from(Instant.parse("2026-02-01T00:00:00Z")));
        permit.getPeriod().setEnd(Date.from(Instant.parse("2026-03-01T00:00:00Z")));
        assertThat(Permissions.of(List.of(active("2026-01-01T00:00:00Z", permit))))
                .containsEntry(
                        CENTRE,
                        new Permission(
                                true,
                                Instant.parse("2026-02-01T00:00:00Z"),
                                Instant.parse("2026-03-01T00:00:00Z"),
                                false));

        ProvisionComponent deny = permit.copy().setType(ConsentProvisionType.DENY);
        assertThat(Permissions.of(List.of(active("2026-01-01T00:00:00Z", deny))))
                .as("a denial begins at once")
                .containsEntry(CENTRE, new Permission(false, null, Instant.parse("2026-03-01T00:00:00Z"), false));

        ProvisionComponent around = deny.copy().setActor(List.of());
        around.getPeriod().setStart(Date.from(Instant.parse("2026-02-01T00:00:00Z")));
        around.addProvision(permit("voluntary", "contact"));
        assertThat(Permissions.of(List.of(active("2026-01-01T00:00:00Z", around))))
                .as("an exception lasts no longer than what it is from")
                .containsEntry(
                        CENTRE,
                        new Permission(
                                true,
                                Instant.parse("2026-02-01T00:00:00Z"),
                                Instant.parse("2026-03-01T00:00:00Z"),
                                false));
    }

    @Test
    void aDenialStandsAgainWhenWhatWasExceptedFromItEnds() {
        Instant end = Instant.parse("2026-03-01T00:00:00Z");
        ProvisionComponent permit = permit("voluntary", "contact");
        permit.getPeriod().setEnd(Date.from(end));
        ProvisionComponent none = deny("", "");
        Consent earlier = active("2026-01-01T00:00:00Z", none.copy());
        none.addProvision(permit);
        Permission excepted = new Permission(true, null, end, true);

        assertThat(Permissions.of(List.of(active("2026-01-01T00:00:00Z", none))))
                .containsEntry(CENTRE, excepted);
        assertThat(Permissions.of(List.of(earlier, active("2026-01-02T00:00:00Z", permit))))
                .containsEntry(CENTRE, excepted);
        assertThat(Permissions.of(List.of(
                        earlier,
                        active("2026-01-02T00:00:00Z", permit),
                        active("2026-01-03T00:00:00Z", permit("voluntary", "contact")))))
                .as("what has no end leaves nothing to stand again")
                .containsEntry(CENTRE, new Permission(true, null, null, false));
        assertThat(Permissions.of(List.of(
                        earlier, active("2026-01-02T00:00:00Z", permit), active("2026-01-03T00:00:00Z", permit))))
                .containsEntry(CENTRE, excepted);
    }

    @Test
    void anEarlierDenialThatEndsFirstDoesNotStandAgain() {
        ProvisionComponent deny = deny("voluntary", "contact");
        deny.getPeriod().setEnd(Date.from(Instant.parse("2026-03-01T00:00:00Z")));
        ProvisionComponent permit = permit("voluntary", "contact");
        permit.getPeriod().setEnd(Date.from(Instant.parse("2026-03-01T00:00:00Z")));

        assertThat(Permissions.of(
                        List.of(active("2026-01-01T00:00:00Z", deny), active("2026-01-02T00:00:00Z", permit))))
                .containsEntry(CENTRE, new Permission(true, null, Instant.parse("2026-03-01T00:00:00Z"), false));
    }

    @Test
    void ofTwoExceptionsDenyWinsInWhateverOrder() {
        for (boolean first : List.of(true, false)) {
            ProvisionComponent wordless = new ProvisionComponent();
            wordless.addProvision(first ? deny("voluntary", "contact") : permit("voluntary", "contact"));
            wordless.addProvision(first ? permit("voluntary", "contact") : deny("voluntary", "contact"));

            assertThat(of(CENTRE, active("2026-01-01T00:00:00Z", wordless))).contains(false);
        }
    }

    @ParameterizedTest
    @CsvSource({"urn:other, voluntary", "https://carerrecord.org/fhir/CodeSystem/CarerRecord-PartnerKind, circus"})
    void aKindThatIsNotKnownIsPermittedNothingAndDeniedToAll(String system, String code) {
        ProvisionComponent permit = permit("", "contact");
        permit.addActor().setRole(new CodeableConcept(new Coding(system, code, null)));
        assertThat(of(CENTRE, active("2026-01-01T00:00:00Z", permit))).isEmpty();

        ProvisionComponent deny = permit.copy().setType(ConsentProvisionType.DENY);
        assertThat(of(CENTRE, active("2026-01-01T00:00:00Z", deny))).contains(false);
    }

    @Test
    void aConditionThatIsNotUnderstoodPermitsNothing() {
        List<ProvisionComponent> narrowed = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            narrowed.add(permit("voluntary", "contact"));
        }
        narrowed.get(0).addAction().setText("x");
        narrowed.get(1).addSecurityLabel().setCode("x");
        narrowed.get(2).addPurpose().setCode("x");
        narrowed.get(3).addCode().setText("x");
        narrowed.get(4).getDataPeriod().setStart(Date.from(Instant.EPOCH));
        narrowed.get(5).addData().setMeaning(Consent.ConsentDataMeaning.INSTANCE);
        for (ProvisionComponent provision : narrowed) {
            assertThat(of(CENTRE, active("2026-01-01T00:00:00Z", provision))).isEmpty();
            assertThat(of(
                            CENTRE,
                            active("2026-01-01T00:00:00Z", provision.copy().setType(ConsentProvisionType.DENY))))
                    .contains(false);
        }
    }

    @Test
    void withoutATimeTheVersionsCountsAndWithoutBothItIsTheEarliest() {
        Consent stored = active("2026-01-01T00:00:00Z", deny("voluntary", "contact"));
        stored.setDateTime(null);
        stored.getMeta().setLastUpdated(Date.from(Instant.parse("2026-05-01T00:00:00Z")));
        Consent timeless = active("2026-01-01T00:00:00Z", permit("voluntary", "contact"));

        assertThat(of(CENTRE, stored, timeless)).contains(false);
        timeless.setDateTime(null);
        assertThat(of(CENTRE, timeless, stored)).contains(false);
    }

    @Test
    void whatIsNamedBesideWhatIsNotKnownIsNotPermitted() {
        ProvisionComponent kinds = permit("voluntary", "contact");
        kinds.getActorFirstRep().getRole().addCoding(new Coding("urn:other", "voluntary", null));
        ProvisionComponent categories = permit("voluntary", "contact");
        categories.addClass_(new Coding("urn:other", "contact", null));

        assertThat(of(CENTRE, active("2026-01-01T00:00:00Z", kinds))).isEmpty();
        assertThat(of(CENTRE, active("2026-01-01T00:00:00Z", categories))).isEmpty();
    }
}
