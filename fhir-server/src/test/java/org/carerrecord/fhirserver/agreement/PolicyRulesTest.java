package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.agreement.Provisions.CENTRE;
import static org.carerrecord.fhirserver.agreement.Provisions.active;
import static org.carerrecord.fhirserver.agreement.Provisions.deny;
import static org.carerrecord.fhirserver.agreement.Provisions.permit;
import static org.carerrecord.fhirserver.agreement.Provisions.provision;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeType;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What a Consent is about, and what it says where no provision has a type (R4, Consent, "policyRule", "scope"). */
class PolicyRulesTest {

    private static final Permission.Cell HOSPICE = new Permission.Cell(Kind.HOSPICE, Category.CONTACT);
    private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    private static Optional<Boolean> of(Permission.Cell cell, Consent consent) {
        return Optional.ofNullable(Permissions.of(List.of(consent)).get(cell)).map(Permission::permits);
    }

    private static Consent ruled(String rule, ProvisionComponent provision) {
        return active("2026-01-01", provision).setPolicyRule(new CodeableConcept(new Coding(ACT_CODE, rule, null)));
    }

    private static Consent scoped(String system, String scope, ProvisionComponent provision) {
        return active("2026-01-01", provision).setScope(new CodeableConcept(new Coding(system, scope, null)));
    }

    private static ProvisionComponent untyped(String kind) {
        return provision(ConsentProvisionType.PERMIT, kind, "").setType(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTOUT", "OPTOUTE"})
    void anOptOutDeniesWhatItNamesAndAllWhereItNamesNothing(String rule) {
        assertThat(of(CENTRE, ruled(rule, untyped("voluntary")))).contains(false);
        assertThat(of(HOSPICE, ruled(rule, untyped("voluntary")))).isEmpty();
        assertThat(of(CENTRE, ruled(rule, new ProvisionComponent()))).contains(false);
        assertThat(of(CENTRE, ruled(rule, untyped("circus").setActor(List.of(new Consent.provisionActorComponent())))))
                .contains(false);
    }

    @Test
    void anOptOutHasExceptions() {
        ProvisionComponent root = new ProvisionComponent();
        root.addProvision(permit("voluntary", "contact"));

        assertThat(of(CENTRE, ruled("OPTOUT", root))).contains(true);
        assertThat(of(HOSPICE, ruled("OPTOUT", root))).contains(false);
        assertThat(of(HOSPICE, ruled("OPTIN", root))).isEmpty();
    }

    @Test
    void anOptInPermitsWhatItNames() {
        assertThat(of(CENTRE, ruled("OPTIN", untyped("voluntary")))).contains(true);
        assertThat(of(HOSPICE, ruled("OPTIN", untyped("voluntary")))).isEmpty();
        assertThat(of(CENTRE, ruled("OPTIN", new ProvisionComponent()))).contains(true);
    }

    @Test
    void theTypeOfAProvisionIsItsOwn() {
        assertThat(of(CENTRE, ruled("OPTOUT", permit("voluntary", "contact")))).contains(true);
        assertThat(of(CENTRE, ruled("OPTIN", deny("voluntary", "contact")))).contains(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EMRGONLY", "OPTINR", "something"})
    void aRuleThatIsNotKnownPermitsNothingByItself(String rule) {
        assertThat(of(CENTRE, ruled(rule, new ProvisionComponent()))).isEmpty();
        assertThat(of(CENTRE, ruled(rule, permit("voluntary", "contact")))).contains(true);
        assertThat(of(CENTRE, ruled(rule, deny("voluntary", "contact")))).contains(false);
        assertThat(of(CENTRE, ruled(rule, untyped("voluntary")).setStatus(ConsentState.REJECTED)))
                .contains(false);
        assertThat(of(CENTRE, active("2026-01-01", untyped("")).setPolicyRule(new CodeableConcept().setText("no"))))
                .isEmpty();
    }

    @Test
    void anOptOutThatIsWithdrawnSaysNothing() {
        assertThat(of(CENTRE, ruled("OPTOUT", new ProvisionComponent()).setStatus(ConsentState.INACTIVE)))
                .isEmpty();
        assertThat(of(CENTRE, ruled("OPTOUT", new ProvisionComponent()).setStatus(ConsentState.REJECTED)))
                .contains(false);
    }

    /** R4, ppc-1, asks for a policy, which may be any: who withdraws is heard, whatever it had permitted. */
    @Test
    void whateverMayHavePermittedDeniesWhenItIsWithdrawn() {
        ProvisionComponent root = new ProvisionComponent();
        root.addProvision(untyped("voluntary"));
        ProvisionComponent unknownEnd = permit("voluntary", "contact");
        unknownEnd.getPeriod().getEndElement().addExtension().setUrl("urn:unknown");
        for (Consent consent : List.of(
                ruled("something", untyped("voluntary")),
                active("2026-01-01", untyped("")).setPolicyRule(new CodeableConcept().setText("ours")),
                active("2026-01-01", root),
                active("2026-01-01", unknownEnd))) {
            assertThat(of(CENTRE, consent.setStatus(ConsentState.INACTIVE))).contains(false);
        }
        assertThat(of(CENTRE, active("2026-01-01", deny("", "")).setStatus(ConsentState.INACTIVE)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"adr", "research", "treatment"})
    void whatIsNotAboutPrivacySaysNothing(String scope) {
        String system = "http://terminology.hl7.org/CodeSystem/consentscope";

        assertThat(of(CENTRE, scoped(system, scope, permit("", "")))).isEmpty();
        assertThat(of(CENTRE, scoped(system, scope, deny("", "")))).isEmpty();
        assertThat(of(CENTRE, scoped(system, scope, permit("", "")).setStatus(ConsentState.REJECTED)))
                .isEmpty();
        Consent both = scoped(system, scope, permit("", ""));
        both.getScope().addCoding(new Coding(system, "patient-privacy", null));
        assertThat(of(CENTRE, both)).contains(true);
        assertThat(of(CENTRE, scoped("urn:other", scope, permit("", "")))).contains(true);
    }

    /** R4, Consent.provision.type: "required in all nested rules". */
    @ParameterizedTest
    @EnumSource(
            value = ConsentProvisionType.class,
            names = {"PERMIT", "DENY"})
    void anExceptionThatDoesNotSayWhichPermitsNothing(ConsentProvisionType around) {
        ProvisionComponent root = provision(around, "", "contact");
        root.addProvision(untyped("voluntary"));

        assertThat(of(CENTRE, active("2026-01-01", root))).contains(false);
    }

    @Test
    void aTypeThatIsNotKnownPermitsNothing() {
        ProvisionComponent root = permit("voluntary", "contact");
        root.setType(null)
                .getTypeElement()
                .addExtension("http://hl7.org/fhir/StructureDefinition/data-absent-reason", new CodeType("unknown"));

        assertThat(of(CENTRE, active("2026-01-01", root))).isEmpty();
    }

    @Test
    void aRefusalOfWhatIsNotUnderstoodIsARefusal() {
        ProvisionComponent narrowed = permit("voluntary", "contact");
        narrowed.addAction().setText("access");

        assertThat(of(CENTRE, active("2026-01-01", narrowed).setStatus(ConsentState.REJECTED)))
                .contains(false);
    }
}
