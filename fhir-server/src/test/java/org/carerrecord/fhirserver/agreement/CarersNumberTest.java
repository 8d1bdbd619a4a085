package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.PRACTICE;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Database;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.People;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is told a carer's NHS number, where the agreement names its kind (carer-model.md, "What makes a carer" 4). */
@ParameterizedClass
@EnumSource(Database.class)
class CarersNumberTest {

    private static final String TOMS = People.nhs(People.TOM);
    private static final String TYPES = "http://terminology.hl7.org/CodeSystem/v2-0203";
    private static final String OF_TYPE = "identifier:of-type=" + TYPES + "|NH|" + People.TOM;

    private final TheRecord record;
    private final String edith;
    private final String tom;

    CarersNumberTest(Database database) {
        record = TheRecord.on(database);
        edith = record.create(HOSPITAL, People.edith()).id();
        tom = record.create(HOSPITAL, carer()).id();
        record.create(PRACTICE, People.edith());
    }

    private RelatedPerson carer() {
        RelatedPerson carer = People.tom("Patient/" + edith);
        carer.getBirthDateElement().setValueAsString("1966-01-31");
        carer.getIdentifierFirstRep()
                .getType()
                .setText("number of the health service")
                .addCoding(new Coding(TYPES, "NH", null));
        carer.addIdentifier().setSystem("urn:local").setValue("L1");
        return carer;
    }

    private Patient tomAsAPatient(String family, String born) {
        return People.person(People.TOM, "Tom", family, born);
    }

    private boolean isTold(Caller caller) {
        Version version = record.read(caller, "RelatedPerson", tom);
        boolean told = record.resource(version, RelatedPerson.class).getIdentifier().stream()
                .anyMatch(identifier -> People.TOM.equals(identifier.getValue()));
        assertThat(record.found(caller, "RelatedPerson", TOMS).contains(tom)).isEqualTo(told);
        assertThat(record.history(caller, "RelatedPerson", tom).getFirst().content())
                .isEqualTo(version.content());
        return told;
    }

    @Test
    void whoKnowsThePersonCaredForIsNotTold() {
        assertThat(isTold(PRACTICE)).isFalse();
        Version version = record.read(PRACTICE, "RelatedPerson", tom);
        assertThat(version.mask()).isEqualTo(Mask.NONE);
        RelatedPerson told = record.resource(version, RelatedPerson.class);
        assertThat(told.getIdentifier()).hasSize(1);
        assertThat(told.getMeta().getSecurityFirstRep().getSystem()).isEqualTo(Systems.V3_OBSERVATION_VALUE);
        assertThat(told.getMeta().getSecurityFirstRep().getCode()).isEqualTo("REDACTED");
        record.found(COUNCIL, "Patient", People.nhs(People.EDITH));
        for (Caller other : List.of(HOSPITAL, COUNCIL, TESTER)) {
            assertThat(isTold(other)).isTrue();
        }
    }

    @Test
    void noConditionFindsIt() {
        for (String condition : List.of(
                "identifier=" + People.TOM,
                "identifier=" + Systems.NHS_NUMBER + "|",
                OF_TYPE,
                "identifier:text=number of the health",
                "identifier=urn:local|" + People.TOM)) {
            assertThat(record.found(PRACTICE, "RelatedPerson", condition))
                    .as(condition)
                    .isEmpty();
        }
        for (String condition : List.of(
                "identifier=urn:local|L1",
                "identifier=L1",
                "identifier:not=" + Systems.NHS_NUMBER + "|" + People.TOM,
                "identifier:missing=false")) {
            assertThat(record.found(PRACTICE, "RelatedPerson", condition))
                    .as(condition)
                    .containsExactly(tom);
        }
        assertThat(record.found(PRACTICE, "RelatedPerson", "identifier:missing=true"))
                .isEmpty();
        for (String condition : List.of(OF_TYPE, "identifier:text=number of the health")) {
            assertThat(record.found(HOSPITAL, "RelatedPerson", condition))
                    .as(condition)
                    .containsExactly(tom);
        }
        assertThat(record.found(HOSPITAL, "RelatedPerson", "identifier:not=" + Systems.NHS_NUMBER + "|" + People.TOM))
                .isEmpty();
        assertThat(record.found(PRACTICE, "Patient", "_has:RelatedPerson:patient:" + TOMS))
                .isEmpty();
    }

    @Test
    void noOrderTellsIt() {
        RelatedPerson ruth = People.carer("Patient/" + edith, "9990000018", "Ruth", "Hale");
        ruth.addIdentifier().setSystem("urn:local").setValue("L0");
        String other = record.create(HOSPITAL, ruth).id();

        assertThat(record.found(PRACTICE, "RelatedPerson", "_sort=identifier")).containsExactly(other, tom);
        assertThat(record.found(PRACTICE, "RelatedPerson", "_sort=-identifier")).containsExactly(tom, other);
        ruth.getIdentifier().get(1).setValue("L2");
        record.update(HOSPITAL, other, ruth);
        assertThat(record.found(PRACTICE, "RelatedPerson", "_sort=identifier")).containsExactly(tom, other);
        assertThat(record.found(HOSPITAL, "RelatedPerson", "_sort=identifier")).containsExactly(other, tom);
    }

    @Test
    void whoSaysItIsTold() {
        Outcome said = record.update(PRACTICE, tom, carer());
        assertThat(said.content()).asString().contains(People.TOM);
        assertThat(isTold(PRACTICE)).isTrue();
        assertThat(record.vread(PRACTICE, "RelatedPerson", tom, 1).content())
                .asString()
                .contains(People.TOM);

        RelatedPerson silent = carer();
        silent.getIdentifier().removeFirst();
        record.update(PRACTICE, tom, silent);
        record.update(HOSPITAL, tom, carer());
        assertThat(isTold(PRACTICE)).isFalse();
        assertThat(record.vread(PRACTICE, "RelatedPerson", tom, 1).content())
                .asString()
                .doesNotContain(People.TOM);
    }

    @Test
    void whoAloneSpeaksOfThemReadsWhatItWrote() {
        String own = record.create(PRACTICE, People.carer("Patient/" + edith, People.RUTH, "Ruth", "Hale"))
                .id();
        RelatedPerson other = People.carer("Patient/" + edith, "9990000050", "Ruth", "Hale");
        record.update(PRACTICE, own, other);

        assertThat(record.vread(PRACTICE, "RelatedPerson", own, 1).content())
                .asString()
                .contains(People.RUTH);
        assertThat(record.found(PRACTICE, "RelatedPerson", People.nhs("9990000050")))
                .containsExactly(own);
    }

    @Test
    void whoKnowsTheCarerIsTold() {
        record.create(PRACTICE, tomAsAPatient("Okonjo", "1970-01-01"));
        assertThat(isTold(PRACTICE)).as("a number alone may name two people").isFalse();

        record.create(PRACTICE, tomAsAPatient("Okonjo", "1966-01-31"));
        assertThat(isTold(PRACTICE)).isTrue();
    }

    @Test
    void whoKnowsACarerByOneNumberIsToldNoOther() {
        RelatedPerson two = carer();
        two.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(People.RUTH);
        record.update(HOSPITAL, tom, two);
        record.create(PRACTICE, People.person(People.RUTH, "Tom", "Marlow", "1966-01-31"));

        assertThat(isTold(PRACTICE)).isFalse();
        assertThat(numbers(record.read(PRACTICE, "RelatedPerson", tom))).containsExactly("L1", People.RUTH);
        assertThat(record.found(PRACTICE, "RelatedPerson", People.nhs(People.RUTH)))
                .containsExactly(tom);
    }

    private List<String> numbers(Version version) {
        return record.resource(version, RelatedPerson.class).getIdentifier().stream()
                .map(Identifier::getValue)
                .toList();
    }

    @Test
    void whoWasReferredTheCarerIsTold() {
        Caller centre = untold("ZV2", Kind.VOLUNTARY);
        long pk = pk();
        record.found(centre, "Patient", People.nhs(People.EDITH));
        assertThat(isTold(centre)).isFalse();

        record.tie("ZV2", pk, "referred");
        assertThat(isTold(centre)).isTrue();
    }

    @Test
    void theAgreementNamesTheKinds() {
        Caller council = untold("ZL1", Kind.ADULT_SOCIAL_CARE);
        record.found(council, "Patient", People.nhs(People.EDITH));

        assertThat(isTold(council)).isFalse();
        assertThat(isTold(untold("Z00001", Kind.ADULT_SOCIAL_CARE))).isTrue();
        assertThat(isTold(untold("ZT1", Kind.TESTER))).as("sees all").isTrue();
    }

    @Test
    void whatIsSeenHasAnExtent() {
        assertThat(seen(PRACTICE).get(pk())).isEqualTo(new Extent(Mask.NONE, Optional.of(Set.of())));
        assertThat(seen(HOSPITAL).get(pk())).isEqualTo(Extent.WHOLE);
        record.update(PRACTICE, tom, carer());
        assertThat(seen(PRACTICE).get(pk()))
                .isEqualTo(new Extent(Mask.NONE, Optional.of(Set.of(Hash.word(People.TOM)))));
        assertThat(seen(PRACTICE).values())
                .as("a Patient has no other's number")
                .contains(Extent.WHOLE);
    }

    @Test
    void anExtentSaysOfWhichElementsSomethingMayBeCut() {
        Extent numberless = new Extent(Mask.NONE, Optional.of(Set.of()));
        assertThat(numberless.cuts("identifier")).isTrue();
        assertThat(numberless.cuts("telecom")).isFalse();
        assertThat(Extent.WHOLE.cuts("identifier")).isFalse();
        assertThat(List.of(Extent.WHOLE.isWhole(), numberless.isWhole())).containsExactly(true, false);
        assertThat(new Extent(Mask.HOME, Optional.empty()).cuts("telecom")).isTrue();
    }

    @Test
    void whatIsMaskedAndHasANumberTellsNeither() {
        RelatedPerson restricted = carer();
        restricted.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        record.update(HOSPITAL, tom, restricted);

        Version version = record.read(PRACTICE, "RelatedPerson", tom);
        assertThat(version.mask()).isEqualTo(Mask.ALL);
        assertThat(version.content()).asString().doesNotContain(People.TOM).contains("REDACTED");
        assertThat(record.read(untold("Z00001", Kind.ACUTE), "RelatedPerson", tom)
                        .content())
                .asString()
                .contains(People.TOM);
    }

    @Test
    void whatIsDeletedHasNothingToTell() {
        record.delete(HOSPITAL, "RelatedPerson", tom);
        Version gone = record.history(HOSPITAL, "RelatedPerson", tom).getFirst();

        assertThat(new Extent(Mask.NONE, Optional.of(Set.of())).of(gone)).isEqualTo(gone);
        assertThat(new Extent(Mask.ALL, Optional.empty()).of(gone).content()).isNull();
    }

    private Map<Long, Extent> seen(Caller caller) {
        return record.transactions.run(transaction -> new Visibility(caller, transaction.now())
                .seen(
                        transaction,
                        List.of(
                                Records.held(transaction, "Patient", edith).orElseThrow(),
                                Records.held(transaction, "RelatedPerson", tom).orElseThrow())));
    }

    private long pk() {
        return Objects.requireNonNull(record.transactions.run(transaction ->
                Records.held(transaction, "RelatedPerson", tom).orElseThrow().pk()));
    }

    /** A partner under an agreement that tells carers' numbers to none of a kind that does not know them. */
    private static Caller untold(String ods, Kind kind) {
        Caller caller = TheRecord.caller(ods);
        Agreement agreement = new Agreement(
                caller.agreement().version(),
                caller.agreement().dated(),
                caller.agreement().selfStatedFor(),
                caller.agreement().encounterFor(),
                caller.agreement().categories(),
                Set.of(kind),
                caller.agreement().withoutConsent(),
                caller.agreement().partners());
        return new Caller(agreement, caller.partner(), caller.purpose(), caller.requestId());
    }
}
