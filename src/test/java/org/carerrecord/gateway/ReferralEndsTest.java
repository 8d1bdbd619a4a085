package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a referral gave ends with it, and gives no more than the agreement (carer-model.md, agreement 1). */
@OnEachStore
class ReferralEndsTest extends ReferralCalls {

    ReferralEndsTest(Store store) {
        super(store);
    }

    @Test
    void whatTheReferrerTakesBackEndsWhatItGave() {
        String carer = known();
        String task = path(of(refer(hospital, carer, to("ZV1")), Task.class));
        put(centre, task, "accepted");
        assertThat(sees(centre, carer)).isTrue();

        assertThat(put(hospital, task, "cancelled").status()).isEqualTo(200);

        assertThat(sees(centre, carer)).isFalse();
    }

    @Test
    void whatAnotherReferralGivesStays() {
        String carer = known();
        council.create(Fhir.carer(carersNumber, council.create(Fhir.patient(patientsNumber))));
        council.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patientsNumber);
        String first = path(of(refer(hospital, carer, to("ZV1")), Task.class));
        String second = path(of(refer(council, carer, to("ZV1")), Task.class));
        assertThat(second).isNotEqualTo(first);
        put(centre, first, "accepted");
        put(centre, second, "accepted");

        put(centre, first, "completed");
        assertThat(sees(centre, carer)).isTrue();
        put(centre, second, "completed");
        assertThat(sees(centre, carer)).isFalse();
    }

    /** What a referral gave ends with it, whatever became of the link of the carer and their own Patient. */
    @ParameterizedTest
    @CsvSource({"ZV1, carers-centre, completed", "ZV1, hospital, cancelled", "ZL2, council-2, failed"})
    void whatItGaveOfTheirOwnRecordEndsWithItAlsoWhenTheLinkIsUndone(String ods, String who, String status) {
        String carer = known();
        String own = hospital.create(themself());
        String task = path(of(refer(hospital, carer, to(ods)), Task.class));
        User recipient = gateway.as(ods.equals("ZV1") ? "carers-centre" : "council-2");
        put(recipient, task, "accepted");
        assertThat(sees(recipient, own)).isTrue();
        RelatedPerson told = hospital.get("/fhir/" + carer).resource(RelatedPerson.class);
        told.getIdentifierFirstRep().setValue(People.nhsNumber());
        hospital.update(carer, told);
        assertThat(sees(recipient, own)).isTrue();

        assertThat(put(gateway.as(who), task, status, why("over")).status()).isEqualTo(200);

        assertThat(sees(recipient, own)).isFalse();
        assertThat(sees(recipient, carer)).isFalse();
    }

    @Test
    void whatItGaveEndsWithItAlsoWhenTheRelationshipIsGone() {
        String carer = known();
        String own = hospital.create(themself());
        String task = path(of(refer(hospital, carer, to("ZV1")), Task.class));
        put(centre, task, "accepted");
        assertThat(hospital.delete("/fhir/" + carer).status()).isIn(200, 204);
        assertThat(sees(centre, own)).isTrue();

        assertThat(put(centre, task, "completed").status()).isEqualTo(200);

        assertThat(sees(centre, own)).isFalse();
    }

    @Test
    void whoTakesNoYoungCarersIsGivenNoneWhoTurnsOutToBeOne() {
        String carer = known();
        Task task = of(refer(hospital, carer, to("ZV1")), Task.class);
        String born = LocalDate.now(ZoneOffset.UTC).minusYears(11).toString();
        assertThat(hospital.patch(
                                "/fhir/" + carer,
                                "[{\"op\":\"add\",\"path\":\"/birthDate\",\"value\":\"" + born + "\"}]")
                        .status())
                .isEqualTo(200);

        assertThat(put(centre, path(task), "accepted").status()).isEqualTo(200);

        assertThat(sees(centre, carer)).isFalse();
        assertThat(gateway.jdbc()
                        .sql("select count(*) from relationship r join resource c on c.pk = r.patient or c.patient ="
                                + " r.patient where r.partner = 'ZV1' and c.id = ?")
                        .param(carer.replaceFirst(".*/", ""))
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    /** Story 9: what was taken gives nothing against the carer's word. */
    @Test
    void whoRefusesLaterIsSeenNoMore() {
        String carer = known();
        String own = hospital.create(Fhir.patient(carersNumber));
        put(centre, path(of(refer(hospital, carer, to("ZV1")), Task.class)), "accepted");
        assertThat(sees(centre, carer)).isTrue();

        hospital.create(Fhir.consent(own, ConsentProvisionType.DENY, "voluntary", "caring-role"));

        assertThat(sees(centre, carer)).isFalse();
    }
}
