package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.carerrecord.gateway.identity.FlagMeaning;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
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
        String patient = hospital.create(somebody());
        hospital.create(carer(patient));
        Patient ruth = ruth();
        ruth.addGeneralPractitioner()
                .getIdentifier()
                .setSystem(Systems.ODS_ORGANIZATION)
                .setValue("Z00001");
        String own = practice.create(ruth);
        gateway.as("gp-2").create(ruth());
        assertThat(seenFlags("gp", own)).isEmpty();

        practice.create(Fhir.consent(own, ConsentProvisionType.PERMIT, "gp-practice", "own-record"));

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
        String carer = hospital.create(carer(hospital.create(somebody())));
        String own = practice.create(ruth());

        RelatedPerson over = carer(tester.get("/fhir/" + carer)
                .resource(RelatedPerson.class)
                .getPatient()
                .getReference());
        over.setActive(false);
        hospital.update(carer, over);

        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.INACTIVE);
        assertThat(tester.get("/fhir/" + own).status()).isEqualTo(200);
        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
    }

    @Test
    void theFlagEndsWithTheDeathOfEither() {
        String patient = hospital.create(somebody());
        hospital.create(carer(patient));
        String own = practice.create(ruth());

        Patient dead = somebody().setDeceased(new BooleanType(true));
        dead.setIdentifier(
                tester.get("/fhir/" + patient).resource(Patient.class).getIdentifier());
        hospital.update(patient, dead);
        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.INACTIVE);

        hospital.create(carer(hospital.create(somebody())));
        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.ACTIVE);

        practice.update(own, ruth().setDeceased(new BooleanType(true)));
        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.INACTIVE);
    }

    @Test
    void whoIsNotConfirmedHasNoneUntilTheyAre() {
        String patient = hospital.create(somebody());
        RelatedPerson possible = carer(patient);
        possible.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType("possible"));
        String carer = hospital.create(possible);
        String own = practice.create(ruth());
        assertThat(links(carer)).isEmpty();

        RelatedPerson confirmed = carer(patient);
        confirmed.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType("confirmed"));
        hospital.update(carer, confirmed);

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
        assertThat(flags(own)).hasSize(1);
    }

    @Test
    void neitherAChildNorSomebodyRestrictedIsCalledACarer() {
        String own = practice.create(ruth());
        RelatedPerson child = carer(hospital.create(somebody()));
        child.getBirthDateElement()
                .setValueAsString(LocalDate.now(ZoneOffset.UTC).minusYears(11).toString());
        RelatedPerson fled = carer(hospital.create(somebody()));
        fled.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);

        for (RelatedPerson carer : List.of(child, fled)) {
            assertThat(links(hospital.create(carer))).isEmpty();
        }

        assertThat(flags(own)).isEmpty();
        assertThat(placesKept()).isZero();
    }

    @Test
    void whatAPartnerSaysItselfStandsAlone() {
        hospital.create(carer(hospital.create(somebody())));
        String own = practice.create(ruth());
        assertThat(flags(own)).hasSize(1);

        Flag said = new Flag().setStatus(FlagStatus.ACTIVE).setSubject(new Reference(own));
        said.getCode().addCoding(new Coding(Canonical.CodeSystem.FLAG_MEANING, FlagMeaning.IS_CARER, null));
        String flag = practice.create(said);
        assertThat(only(flags(own)).getIdElement().toUnqualifiedVersionless().getValue())
                .isEqualTo(flag);

        assertThat(practice.delete("/fhir/" + flag).status()).isEqualTo(204);
        assertThat(only(flags(own)).getIdElement().toUnqualifiedVersionless().getValue())
                .isNotEqualTo(flag);
    }
}
