package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.FIRE;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.carerrecord.fhirserver.Database;
import org.carerrecord.fhirserver.People;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What one question about one person finds, by whoever stands in no relationship with them. */
@ParameterizedClass
@EnumSource(Database.class)
class OneQuestionTest {

    private static final Grant BY_LAW = grant(false);
    private static final Grant ON_CONSENT = grant(true);

    private final TheRecord record;
    private final String edith;
    private final String hasCarer;

    OneQuestionTest(Database database) {
        record = TheRecord.on(database);
        edith = record.create(HOSPITAL, People.edith()).id();
        hasCarer = record.create(HOSPITAL, People.flag("Patient/" + edith, "has-carer"))
                .id();
    }

    private static Grant grant(boolean onConsent) {
        return new Grant(
                Grant.Right.ASK_ONE_QUESTION,
                Set.of(Category.CARING_ROLE),
                Set.of("safety"),
                Set.of(),
                onConsent,
                "the ground");
    }

    private List<String> known(
            Grant grant, String number, BiFunction<OneQuestion.Known, Transaction, List<Version>> what) {
        return record.transactions.run(transaction ->
                what
                        .apply(new OneQuestion(FIRE, grant, transaction.now()).about(transaction, number), transaction)
                        .stream()
                        .map(Version::id)
                        .toList());
    }

    private List<String> told(Grant grant, String number) {
        return known(grant, number, (known, transaction) -> known.flags());
    }

    private List<String> described(String number) {
        return known(BY_LAW, number, OneQuestion.Known::descriptions);
    }

    @Test
    void whatIsSharedOfThatPersonIsTold() {
        String samir = record.create(HOSPITAL, People.samir()).id();
        record.create(HOSPITAL, People.flag("Patient/" + samir, "has-carer"));
        Flag unshared = People.flag("Patient/" + edith, "is-carer");
        unshared.setMeta(People.unshared());
        record.create(HOSPITAL, unshared);

        assertThat(told(BY_LAW, People.EDITH)).containsExactly(hasCarer);
        assertThat(described(People.EDITH)).as("whether they are a child").containsExactly(edith);
    }

    @Test
    void ofWhomNobodyKnowsNothingIsTold() {
        assertThat(told(BY_LAW, People.RUTH)).isEmpty();
        assertThat(described(People.RUTH)).isEmpty();
    }

    @Test
    void whoseWhereaboutsAreHiddenIsNotToldOf() {
        Patient restricted = People.edith();
        restricted.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        record.update(HOSPITAL, edith, restricted);

        assertThat(told(BY_LAW, People.EDITH)).isEmpty();
    }

    private void say(ConsentProvisionType type) {
        record.create(TESTER, People.consent("Patient/" + edith, record.clock.instant(), type, "fire", "caring-role"));
    }

    @Test
    void whereTheGroundIsTheirConsentTheySayWhetherItIsTold() {
        assertThat(told(ON_CONSENT, People.EDITH)).as("nobody asked them").isEmpty();

        say(ConsentProvisionType.PERMIT);
        assertThat(told(ON_CONSENT, People.EDITH)).containsExactly(hasCarer);

        say(ConsentProvisionType.DENY);
        assertThat(told(ON_CONSENT, People.EDITH)).isEmpty();
        assertThat(told(BY_LAW, People.EDITH)).containsExactly(hasCarer);
    }
}
