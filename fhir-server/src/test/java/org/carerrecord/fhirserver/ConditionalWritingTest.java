package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.TESTER;
import static org.carerrecord.fhirserver.TheRecord.stop;

import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of whom a condition finds (R4, RESTful API, "conditional create", "update" and "delete"). */
@ParameterizedClass
@EnumSource(Database.class)
class ConditionalWritingTest {

    private final TheRecord record;

    ConditionalWritingTest(Database database) {
        record = TheRecord.on(database);
    }

    @Test
    void aConditionalCreateMakesOneWhenThereIsNoneAndNothingWhenThereIsOne() {
        Outcome first = record.createUnless(TESTER, People.edith(), "family=marlow");
        Patient other = People.edith();
        other.getNameFirstRep().addGiven("Anne");

        Outcome second = record.createUnless(TESTER, other, "family=marlow");

        assertThat(first.created()).isTrue();
        assertThat(second.created()).isFalse();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.version()).isEqualTo(1);
    }

    @Test
    void aConditionalUpdateChangesTheOneOrMakesIt() {
        Outcome made = record.updateMatching(HOSPITAL, People.edith(), People.nhs(People.EDITH));
        Patient renamed = People.edith();
        renamed.getNameFirstRep().addGiven("Anne");

        Outcome changed = record.updateMatching(HOSPITAL, renamed, People.nhs(People.EDITH));

        assertThat(made.created()).isTrue();
        assertThat(changed.created()).isFalse();
        assertThat(changed.id()).isEqualTo(made.id());
        assertThat(changed.version()).isEqualTo(2);
    }

    @Test
    void aConditionThatFitsSeveralIsRefusedForEveryKindOfChange() {
        record.create(HOSPITAL, People.edith());
        record.create(HOSPITAL, People.person(People.RUTH, "Ruth", "Marlow", "1967-08-30"));

        assertThat(stop(() -> record.createUnless(HOSPITAL, People.samir(), "family=marlow")))
                .isEqualTo(FaultKind.MULTIPLE_MATCHES);
        assertThat(stop(() -> record.updateMatching(HOSPITAL, People.samir(), "family=marlow")))
                .isEqualTo(FaultKind.MULTIPLE_MATCHES);
        assertThat(stop(() -> record.deleteMatching(HOSPITAL, "Patient", "family=marlow")))
                .isEqualTo(FaultKind.MULTIPLE_MATCHES);
        assertThat(record.found(HOSPITAL, "Patient", "family=marlow")).hasSize(2);
    }

    @Test
    void aConditionalDeleteTakesTheOneAndIsContentWithNone() {
        String id = record.create(HOSPITAL, People.edith()).id();

        assertThat(record.deleteMatching(HOSPITAL, "Patient", "family=rahman").version())
                .isZero();
        assertThat(record.deleteMatching(HOSPITAL, "Patient", "family=marlow").id())
                .isEqualTo(id);
        assertThat(stop(() -> record.read(HOSPITAL, "Patient", id))).isEqualTo(FaultKind.GONE);
    }

    @Test
    void aConditionalChangeNeedsAConditionThatIsUnderstood() {
        assertThat(stop(() -> record.deleteMatching(HOSPITAL, "Patient", "_count=1")))
                .isEqualTo(FaultKind.INVALID);
        assertThat(stop(() -> record.deleteMatching(HOSPITAL, "Patient", "famly=marlow")))
                .isEqualTo(FaultKind.INVALID_SEARCH);
    }

    @Test
    void aReferenceMayNameItsTargetByACondition() {
        String edith = record.create(HOSPITAL, People.edith()).id();

        Outcome carer = record.create(HOSPITAL, People.tom("Patient?" + People.nhs(People.EDITH)));

        assertThat(record.resource(record.read(HOSPITAL, "RelatedPerson", carer.id()), RelatedPerson.class)
                        .getPatient()
                        .getReference())
                .isEqualTo("Patient/" + edith);
        assertThat(stop(() -> record.create(HOSPITAL, People.tom("Patient?" + People.nhs(People.SAMIR)))))
                .isEqualTo(FaultKind.INVALID);
    }

    @Test
    void thePushOfAKnownPersonBecomesTheirNextVersion() {
        Outcome first = record.create(HOSPITAL, People.edith());
        Patient renamed = People.edith();
        renamed.getNameFirstRep().addGiven("Anne");

        Outcome second = record.create(HOSPITAL, renamed);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.version()).isEqualTo(2);
    }
}
