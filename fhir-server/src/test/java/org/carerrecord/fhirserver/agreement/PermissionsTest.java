package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.agreement.Provisions.CENTRE;
import static org.carerrecord.fhirserver.agreement.Provisions.active;
import static org.carerrecord.fhirserver.agreement.Provisions.consent;
import static org.carerrecord.fhirserver.agreement.Provisions.deny;
import static org.carerrecord.fhirserver.agreement.Provisions.permit;
import static org.carerrecord.fhirserver.agreement.Provisions.provision;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PermissionsTest {

    private static final Permission.Cell HOSPICE = new Permission.Cell(Kind.HOSPICE, Category.CONTACT);
    private static final Permission.Cell PLAN = new Permission.Cell(Kind.VOLUNTARY, Category.PLAN);

    private static Optional<Boolean> of(Permission.Cell cell, Consent... consents) {
        return Optional.ofNullable(Permissions.of(List.of(consents)).get(cell)).map(Permission::permits);
    }

    @Test
    void nothingSaidIsNothing() {
        assertThat(Permissions.of(List.of())).isEmpty();
    }

    @Test
    void whatIsNamedIsPermittedAndNothingElse() {
        Consent consent = active("2026-01-01", permit("voluntary", "contact"));

        assertThat(Permissions.of(List.of(consent))).containsOnlyKeys(CENTRE);
        assertThat(of(CENTRE, consent)).contains(true);
    }

    @Test
    void whatNamesNobodyIsAboutAll() {
        assertThat(Permissions.of(List.of(active("2026-01-01", deny("", "")))))
                .hasSize(Kind.values().length * Category.values().length)
                .allSatisfy((cell, said) -> assertThat(said.permits()).isFalse());
        assertThat(of(HOSPICE, active("2026-01-01", permit("", "contact")))).contains(true);
        assertThat(of(PLAN, active("2026-01-01", permit("voluntary", "")))).contains(true);
        assertThat(of(HOSPICE, active("2026-01-01", permit("voluntary", "")))).isEmpty();
    }

    @Test
    void theLatestWins() {
        Consent earlier = active("2026-01-01", permit("voluntary", ""));
        Consent later = active("2026-01-02", deny("voluntary", "contact"));

        assertThat(of(CENTRE, earlier, later)).contains(false);
        assertThat(of(CENTRE, later, earlier)).contains(false);
        assertThat(of(PLAN, earlier, later)).contains(true);
        Consent again = active("2026-01-03", permit("voluntary", "contact"));
        assertThat(of(CENTRE, again, earlier, later)).contains(true);
    }

    @Test
    void denyWinsTies() {
        Consent yes = active("2026-01-01", permit("voluntary", "contact"));
        Consent no = active("2026-01-01", deny("voluntary", "contact"));

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
                    "2026-01-0" + (1 + random.nextInt(4)),
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
        assertThat(of(CENTRE, active("2026-01-01", none))).contains(true);
        assertThat(of(HOSPICE, active("2026-01-01", none))).contains(false);

        ProvisionComponent wordless = new ProvisionComponent();
        wordless.addProvision(deny("hospice", ""));
        assertThat(of(HOSPICE, active("2026-01-01", wordless))).contains(false);
        assertThat(of(CENTRE, active("2026-01-01", wordless))).isEmpty();
        assertThat(of(CENTRE, active("2026-01-01", new ProvisionComponent()))).contains(true);
    }

    @Test
    void aRejectedOneDeniesAllThatItNames() {
        ProvisionComponent asked = permit("voluntary", "contact");
        asked.addProvision(permit("hospice", "contact"));
        Consent rejected = consent("2026-01-01", ConsentState.REJECTED, asked);

        assertThat(of(CENTRE, rejected)).contains(false);
        assertThat(of(HOSPICE, rejected)).contains(false);
    }

    @Test
    void aWithdrawnOneDeniesWhatItPermittedAndLiftsWhatItDenied() {
        ProvisionComponent mixed = permit("voluntary", "contact");
        mixed.addProvision(deny("hospice", "contact"));
        Consent withdrawn = consent("2026-01-01", ConsentState.INACTIVE, mixed);

        assertThat(of(CENTRE, withdrawn)).contains(false);
        assertThat(of(HOSPICE, withdrawn)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ConsentState.class,
            names = {"DRAFT", "PROPOSED", "ENTEREDINERROR"})
    void whatIsNotYetOrNoConsentSaysNothing(ConsentState status) {
        assertThat(of(CENTRE, consent("2026-01-01", status, permit("", "")))).isEmpty();
        assertThat(of(CENTRE, consent("2026-01-01", status, deny("", "")))).isEmpty();
    }

    @Test
    void ofTwoExceptionsDenyWinsInWhateverOrder() {
        for (boolean first : List.of(true, false)) {
            ProvisionComponent wordless = new ProvisionComponent();
            wordless.addProvision(first ? deny("voluntary", "contact") : permit("voluntary", "contact"));
            wordless.addProvision(first ? permit("voluntary", "contact") : deny("voluntary", "contact"));

            assertThat(of(CENTRE, active("2026-01-01", wordless))).contains(false);
        }
    }

    @ParameterizedTest
    @CsvSource({"urn:other, voluntary", "https://carerrecord.org/fhir/CodeSystem/CarerRecord-PartnerKind, circus"})
    void aKindThatIsNotKnownIsPermittedNothingAndDeniedToAll(String system, String code) {
        ProvisionComponent permit = permit("", "contact");
        permit.addActor().setRole(new CodeableConcept(new Coding(system, code, null)));
        assertThat(of(CENTRE, active("2026-01-01", permit))).isEmpty();

        ProvisionComponent deny = permit.copy().setType(ConsentProvisionType.DENY);
        assertThat(of(CENTRE, active("2026-01-01", deny))).contains(false);
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
            assertThat(of(CENTRE, active("2026-01-01", provision))).isEmpty();
            assertThat(of(CENTRE, active("2026-01-01", provision.copy().setType(ConsentProvisionType.DENY))))
                    .contains(false);
        }
    }

    @Test
    void withoutATimeTheVersionsCountsAndWithoutBothItIsTheEarliest() {
        Consent stored = active("2026-01-01", deny("voluntary", "contact"));
        stored.setDateTime(null);
        stored.getMeta().setLastUpdated(Date.from(Instant.parse("2026-05-01T00:00:00Z")));
        Consent timeless = active("2026-01-01", permit("voluntary", "contact"));

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

        assertThat(of(CENTRE, active("2026-01-01", kinds))).isEmpty();
        assertThat(of(CENTRE, active("2026-01-01", categories))).isEmpty();
    }

    @Test
    void aPermissionForOneOrganisationOpensNothingToAllOfItsKind() {
        for (Reference one : List.of(
                new Reference().setIdentifier(new Identifier().setValue("ZV1")), new Reference("Organization/1"))) {
            ProvisionComponent permit = permit("voluntary", "contact");
            permit.getActorFirstRep().setReference(one);

            assertThat(of(CENTRE, active("2026-01-01", permit))).isEmpty();
            assertThat(of(CENTRE, active("2026-01-01", permit.copy().setType(ConsentProvisionType.DENY))))
                    .contains(false);
            assertThat(of(CENTRE, consent("2026-01-01", ConsentState.INACTIVE, permit)))
                    .contains(false);
        }
        ProvisionComponent all = permit("voluntary", "contact");
        all.getActorFirstRep().setReference(new Reference().setDisplay("all of that kind"));
        assertThat(of(CENTRE, active("2026-01-01", all))).contains(true);
    }

    @Test
    void aDenialToSomebodyOfNoKnownKindBesideAKindIsToAll() {
        ProvisionComponent deny = deny("hospice", "contact");
        deny.addActor().setReference(new Reference("Organization/1"));

        assertThat(of(CENTRE, active("2026-01-01", deny))).contains(false);
    }
}
