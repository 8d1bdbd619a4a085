package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.carerrecord.fhirserver.agreement.Kind;
import org.carerrecord.gateway.identity.FlagMeaning;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** The Flag on a carer's own Patient follows from their caring. */
@OnEachStore
class OwnFlagTest extends OwnPatientCalls {

    OwnFlagTest(Store store) {
        super(store);
    }

    @Test
    void theirOwnPracticeLearnsThatTheyCareWithTheirConsentAndNotForWhom() {
        String patient = created(hospital, somebody());
        created(hospital, carer(patient));
        Patient ruth = ruth();
        ruth.addGeneralPractitioner()
                .getIdentifier()
                .setSystem(Systems.ODS_ORGANIZATION)
                .setValue("Z00001");
        String own = created(practice, ruth);
        created(gateway.as("gp-2"), ruth());
        assertThat(seenFlags("gp", own)).isEmpty();

        created(practice, consent(own, Kind.GP_PRACTICE));

        assertThat(only(seenFlags("gp", own)).getCode().getCodingFirstRep().getCode())
                .isEqualTo(FlagMeaning.IS_CARER);
        String everything = practice.get("/fhir/" + own + "/$everything").text();
        assertThat(everything)
                .contains(FlagMeaning.IS_CARER)
                .doesNotContain(patient, "Fairweather", "Winifred", "RelatedPerson/");
        assertThat(practice.with("Accept", "text/csv")
                        .get("/export/gp?patient=" + own.substring("Patient/".length()))
                        .status())
                .isEqualTo(200);
        for (String other : List.of("gp-2", "hospital", "community", "council", "carers-centre")) {
            assertThat(seenFlags(other, own)).as(other).isEmpty();
        }
        assertThat(tester.get("/fhir/" + patient + "/$everything").text()).doesNotContain(own);
    }

    @Test
    void theFlagEndsWithTheirCaringAndThePatientStays() {
        String carer = created(hospital, carer(created(hospital, somebody())));
        String own = created(practice, ruth());

        RelatedPerson over = carer(tester.get("/fhir/" + carer)
                .resource(RelatedPerson.class)
                .getPatient()
                .getReference());
        over.setActive(false).setId(carer);
        assertThat(hospital.fhir("PUT", "/fhir/" + carer, Fhir.json(over)).status())
                .isEqualTo(200);

        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.INACTIVE);
        assertThat(tester.get("/fhir/" + own).status()).isEqualTo(200);
        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
    }

    @Test
    void theFlagEndsWithTheDeathOfEither() {
        String patient = created(hospital, somebody());
        created(hospital, carer(patient));
        String own = created(practice, ruth());

        Patient dead = somebody().setDeceased(new BooleanType(true));
        dead.setIdentifier(
                        tester.get("/fhir/" + patient).resource(Patient.class).getIdentifier())
                .setId(patient);
        assertThat(hospital.fhir("PUT", "/fhir/" + patient, Fhir.json(dead)).status())
                .isEqualTo(200);
        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.INACTIVE);

        created(hospital, carer(created(hospital, somebody())));
        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.ACTIVE);

        Patient died = ruth().setDeceased(new BooleanType(true));
        died.setId(own);
        assertThat(practice.fhir("PUT", "/fhir/" + own, Fhir.json(died)).status())
                .isEqualTo(200);
        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.INACTIVE);
    }

    @Test
    void whoIsNotConfirmedHasNoneUntilTheyAre() {
        String patient = created(hospital, somebody());
        RelatedPerson possible = carer(patient);
        possible.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType("possible"));
        String carer = created(hospital, possible);
        String own = created(practice, ruth());
        assertThat(links(carer)).isEmpty();

        RelatedPerson confirmed = carer(patient);
        confirmed.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType("confirmed"));
        confirmed.setId(carer);
        assertThat(hospital.fhir("PUT", "/fhir/" + carer, Fhir.json(confirmed)).status())
                .isEqualTo(200);

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
        assertThat(flags(own)).hasSize(1);
    }

    @Test
    void neitherAChildNorSomebodyRestrictedIsCalledACarer() {
        String own = created(practice, ruth());
        RelatedPerson child = carer(created(hospital, somebody()));
        child.getBirthDateElement()
                .setValueAsString(LocalDate.now(ZoneOffset.UTC).minusYears(11).toString());
        RelatedPerson fled = carer(created(hospital, somebody()));
        fled.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);

        for (RelatedPerson carer : List.of(child, fled)) {
            assertThat(links(created(hospital, carer))).isEmpty();
        }

        assertThat(flags(own)).isEmpty();
        assertThat(gateway.jdbc()
                        .sql("select count(*) from resource where version = 0")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void whatAPartnerSaysItselfStandsAlone() {
        created(hospital, carer(created(hospital, somebody())));
        String own = created(practice, ruth());
        assertThat(flags(own)).hasSize(1);

        Flag said = new Flag().setStatus(FlagStatus.ACTIVE).setSubject(new Reference(own));
        said.getCode().addCoding(new Coding(Canonical.CodeSystem.FLAG_MEANING, FlagMeaning.IS_CARER, null));
        Answer pushed = practice.fhir("POST", "/fhir/Flag", Fhir.json(said));
        assertThat(pushed.status()).isEqualTo(201);
        String flag = reference(pushed);
        assertThat(only(flags(own)).getIdElement().toUnqualifiedVersionless().getValue())
                .isEqualTo(flag);

        assertThat(practice.delete("/fhir/" + flag).status()).isEqualTo(204);
        assertThat(only(flags(own)).getIdElement().toUnqualifiedVersionless().getValue())
                .isNotEqualTo(flag);
    }

    private static Consent consent(String person, Kind kind) {
        Consent consent = new Consent();
        consent.setStatus(ConsentState.ACTIVE);
        consent.setScope(new CodeableConcept(
                new Coding("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy", null)));
        consent.addCategory(
                new CodeableConcept(new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "INFA", null)));
        consent.setPatient(new Reference(person));
        consent.setDateTime(Date.from(Instant.now()));
        consent.getProvision().setType(ConsentProvisionType.PERMIT);
        consent.getProvision()
                .addActor()
                .setRole(new CodeableConcept(new Coding(Canonical.CodeSystem.PARTNER_KIND, kind.code(), null)))
                .setReference(new Reference().setDisplay("practices"));
        consent.getProvision().addClass_(new Coding(Canonical.CodeSystem.DATA_CATEGORY, "own-record", null));
        return consent;
    }
}
