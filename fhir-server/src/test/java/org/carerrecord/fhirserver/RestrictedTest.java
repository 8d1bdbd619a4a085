package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.PRACTICE;
import static org.carerrecord.fhirserver.TheRecord.TESTER;
import static org.carerrecord.fhirserver.TheRecord.stop;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Extent;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Restricted people: masked for others than their only source, in what is told and in what finds them. */
@ParameterizedClass
@EnumSource(Database.class)
class RestrictedTest {

    private static final String SECRET = "Hideaway";
    private static final String EDITHS = "patient." + People.nhs(People.EDITH);

    private final TheRecord record;
    private final String surgery;
    private final String edith;
    private final String ruth;

    RestrictedTest(Database database) {
        record = TheRecord.on(database);
        surgery = record.create(TESTER, new Organization().setName(SECRET + " Surgery"))
                .id();
        edith = record.create(HOSPITAL, edith()).id();
        ruth = record.create(HOSPITAL, labelled(ruth(), "R")).id();
        record.found(COUNCIL, "RelatedPerson", EDITHS);
    }

    private static Patient edith() {
        Patient edith = People.edith();
        edith.addAddress().addLine("7 " + SECRET + " Row").setPostalCode("ZZ99 8JJ");
        edith.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960777");
        edith.addIdentifier().setSystem("urn:local").setValue("L-77");
        edith.getMaritalStatus().setText("Widowed");
        edith.addContact().getName().setText(SECRET);
        return edith;
    }

    private RelatedPerson ruth() {
        RelatedPerson ruth = People.carer("Patient/" + edith, People.RUTH, "Ruth", "Hale");
        ruth.addAddress().addLine("7 " + SECRET + " Row").setPostalCode("ZZ99 8JJ");
        ruth.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960777");
        return ruth;
    }

    private static <T extends Resource> T labelled(T resource, String code) {
        resource.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, code, null);
        return resource;
    }

    private static String text(Version version) {
        return new String(Objects.requireNonNull(version.content()), StandardCharsets.UTF_8);
    }

    private void assertMasked(Version version) {
        assertThat(version.mask()).isEqualTo(Mask.ALL);
        assertThat(version.said().partner()).isEmpty();
        assertThat(text(version))
                .contains("\"masked\"", "REDACTED")
                .doesNotContain(SECRET, "01632", "ZZ99", "L-77", "Widowed");
    }

    private void assertTheHomeIsMasked(Version version) {
        assertThat(version.mask()).isEqualTo(Mask.HOME);
        assertThat(version.said().partner()).isEqualTo("RZ1");
        assertThat(text(version)).contains("\"masked\"", "REDACTED").doesNotContain(SECRET, "01632", "ZZ99");
    }

    @Test
    void whoAloneSaidItIsToldAllAndOthersAreNot() {
        assertThat(text(record.read(HOSPITAL, "RelatedPerson", ruth))).contains(SECRET);
        assertThat(record.read(HOSPITAL, "RelatedPerson", ruth).mask()).isEqualTo(Mask.NONE);
        assertThat(text(record.read(TESTER, "RelatedPerson", ruth))).contains(SECRET);

        assertMasked(record.read(COUNCIL, "RelatedPerson", ruth));
        assertMasked(record.vread(COUNCIL, "RelatedPerson", ruth, 1));
        assertMasked(record.history(COUNCIL, "RelatedPerson", ruth).getFirst());
        assertMasked(record.search(COUNCIL, "RelatedPerson", EDITHS).matches().getFirst());
        assertThat(record.read
                        .said(
                                COUNCIL,
                                Attempt.of(COUNCIL, "read"),
                                record.count("select pk from resource where id = ?", ruth),
                                1)
                        .said()
                        .partner())
                .isEmpty();
    }

    @Test
    void whoMayShareAHomeIsToldWithoutIt() {
        Found found = record.search(COUNCIL, "RelatedPerson", EDITHS + "&_include=RelatedPerson:patient");

        assertTheHomeIsMasked(found.included().getFirst());
        assertTheHomeIsMasked(record.read(COUNCIL, "Patient", edith));
        assertThat(text(record.read(COUNCIL, "Patient", edith))).contains("L-77", "Widowed");
        String tom = record.create(HOSPITAL, People.tom("Patient/" + edith)).id();
        assertThat(record.read(COUNCIL, "RelatedPerson", tom).mask()).isEqualTo(Mask.HOME);
        assertThat(text(record.read(HOSPITAL, "Patient", edith))).contains(SECRET);
    }

    @Test
    void whoMayShareAHomeIsFoundByAllElse() {
        for (String told :
                List.of("identifier=urn:local|L-77", "identifier:missing=false", "organization:missing=true")) {
            assertThat(record.found(COUNCIL, "Patient", told)).as(told).containsExactly(edith);
        }
        Patient registered = edith();
        registered.setManagingOrganization(new Reference("Organization/" + surgery));
        record.transaction(TESTER, Asked.update(edith, registered, Optional.empty()));
        assertThat(record.found(COUNCIL, "Patient", "organization=Organization/" + surgery))
                .containsExactly(edith);
    }

    @Test
    void theRestrictionEndsWithItsLabel() {
        record.update(HOSPITAL, ruth, ruth());

        assertThat(text(record.read(COUNCIL, "RelatedPerson", ruth))).contains(SECRET);
        assertThat(text(record.vread(COUNCIL, "RelatedPerson", ruth, 1)))
                .as("today's decision governs old versions")
                .contains(SECRET);
        assertThat(text(record.read(COUNCIL, "Patient", edith))).contains(SECRET);
        assertThat(record.found(COUNCIL, "RelatedPerson", "address-postalcode=ZZ99 8JJ"))
                .containsExactly(ruth);
    }

    @Test
    void itEndsWhenTheRestrictedOneIsDeleted() {
        record.delete(HOSPITAL, "RelatedPerson", ruth);

        assertThat(text(record.read(COUNCIL, "Patient", edith))).contains(SECRET);
    }

    @Test
    void whatIsMaskedFindsNobody() {
        for (String hidden : List.of(
                "address=7",
                "address:contains=" + SECRET,
                "address-postalcode=ZZ99 8JJ",
                "address:missing=false",
                "address:missing=true",
                "phone=01632960777",
                "telecom=01632960777",
                "phone:missing=false",
                "_source=urn:x",
                "_source:missing=true")) {
            assertThat(record.found(COUNCIL, "RelatedPerson", EDITHS + "&" + hidden))
                    .as(hidden)
                    .isEmpty();
            assertThat(record.found(COUNCIL, "RelatedPerson", "patient." + hidden))
                    .as("through " + hidden)
                    .isEmpty();
            assertThat(record.found(COUNCIL, "Patient", "_has:RelatedPerson:patient:" + hidden))
                    .as("from " + hidden)
                    .isEmpty();
            assertThat(record.search(COUNCIL, "Patient", hidden + "&_summary=count")
                            .total())
                    .as("count of " + hidden)
                    .contains(0L);
        }
        assertThat(record.found(HOSPITAL, "RelatedPerson", "address-postalcode=ZZ99 8JJ"))
                .containsExactly(ruth);
        assertThat(record.found(COUNCIL, "RelatedPerson", "name=hale&birthdate:missing=true&" + EDITHS))
                .containsExactly(ruth);
    }

    @Test
    void ofIdentifiersOnlyTheNhsNumberFinds() {
        record.update(HOSPITAL, edith, labelled(edith(), "R"));
        assertThat(record.found(COUNCIL, "Patient", People.nhs(People.EDITH))).containsExactly(edith);
        assertThat(record.found(COUNCIL, "Patient", "identifier:not=" + Systems.NHS_NUMBER + "|x"))
                .containsExactly(edith);
        for (String hidden : List.of(
                "identifier=urn:local|L-77",
                "identifier=L-77",
                "identifier=" + Systems.NHS_NUMBER + "|" + People.EDITH + ",urn:local|L-77",
                "identifier:not=urn:local|x",
                "identifier:missing=false",
                "identifier:of-type=a|b|c")) {
            assertThat(record.found(COUNCIL, "Patient", hidden)).as(hidden).isEmpty();
        }
        assertThat(record.found(HOSPITAL, "Patient", "identifier=L-77")).containsExactly(edith);
    }

    @Test
    void anOrderTellsNothingOfIt() {
        String samir = record.create(HOSPITAL, samirAt("AAA")).id();
        record.found(COUNCIL, "Patient", People.nhs(People.SAMIR));
        for (String sort : List.of("address", "-address", "address-postalcode", "phone", "-phone", "telecom")) {
            assertThat(record.found(COUNCIL, "Patient", "_sort=" + sort))
                    .as("the one without a value that is told comes last: " + sort)
                    .containsExactly(samir, edith);
        }
        for (String sort : List.of("address", "-address")) {
            assertThat(record.found(HOSPITAL, "Patient", "_sort=" + sort)).containsExactly(edith, samir);
        }
    }

    private static Patient samirAt(String line) {
        Patient samir = People.samir();
        samir.addAddress().addLine(line).setPostalCode(line);
        samir.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("0" + line);
        return samir;
    }

    @Test
    void noIncludeAndNoLinkLeadsToWhatIsMasked() {
        Patient registered = labelled(edith(), "R");
        registered.addGeneralPractitioner(new Reference("Organization/" + surgery));
        registered.setManagingOrganization(new Reference("Organization/" + surgery));
        String known = record.transaction(TESTER, Asked.update(edith, registered, Optional.empty()))
                .getFirst()
                .id();
        assertThat(known).isEqualTo(edith);
        Caller practice = PRACTICE;
        for (String include : List.of(
                "_include=Patient:general-practitioner",
                "_include=Patient:organization",
                "_include=*",
                "_include=Patient:*",
                "_include:iterate=*")) {
            assertThat(record.search(TESTER, "Patient", "_id=" + edith + "&" + include)
                            .included())
                    .as("the tester sees all: " + include)
                    .isNotEmpty();
            assertThat(record.search(COUNCIL, "Patient", "_id=" + edith + "&" + include)
                            .included())
                    .as(include)
                    .noneMatch(version -> version.type().equals("Organization"));
        }
        for (String link : List.of(
                "organization=Organization/" + surgery,
                "general-practitioner=" + surgery,
                "general-practitioner:missing=false",
                "organization.name=" + SECRET)) {
            assertThat(record.found(TESTER, "Patient", link)).as(link).containsExactly(edith);
            assertThat(record.found(COUNCIL, "Patient", link)).as(link).isEmpty();
        }
        assertThat(record.found(practice, "Organization", "_has:Patient:organization:_id=" + edith))
                .isEmpty();
        assertThat(record.found(TESTER, "Organization", "_has:Patient:organization:_id=" + edith))
                .containsExactly(surgery);
    }

    @Test
    void aConditionOfAWriteFindsNobodyByIt() {
        RelatedPerson guessed = ruth();
        guessed.getIdentifier().clear();
        guessed.setPatient(new Reference("Patient/" + edith));

        Outcome outcome = record.createUnless(COUNCIL, guessed, "address-postalcode=ZZ99 8JJ");

        assertThat(outcome.created()).isTrue();
        assertThat(outcome.id()).isNotEqualTo(ruth);
    }

    @Test
    void theAnswerToAWriteIsMasked() {
        Outcome outcome = record.update(COUNCIL, edith, edith().setActive(true));

        assertThat(new String(Objects.requireNonNull(outcome.content()), StandardCharsets.UTF_8))
                .contains("\"active\":true", "REDACTED")
                .doesNotContain(SECRET);
        Outcome again = record.update(COUNCIL, edith, edith().setActive(true));
        assertThat(again.changed()).isFalse();
        assertThat(new String(Objects.requireNonNull(again.content()), StandardCharsets.UTF_8))
                .contains("REDACTED")
                .doesNotContain(SECRET);
    }

    @Test
    void aPatchIsTriedOnWhatIsTold() {
        Step.Patch patch =
                new Step.Patch("Ruth", "RelatedPerson", new Change.Aim.ById(ruth), Optional.empty(), content -> {
                    assertThat(new String(content, StandardCharsets.UTF_8)).doesNotContain(SECRET);
                    return ruth();
                });
        record.exchange.run(
                COUNCIL,
                Attempt.of(COUNCIL, "patch", "RelatedPerson"),
                List.of(patch),
                true,
                Optional.empty(),
                (transaction, outcomes) -> outcomes);
    }

    @Test
    void ofARestrictedPatientOnlyPeopleAreTold() {
        Encounter stay = new Encounter();
        stay.setStatus(Encounter.EncounterStatus.INPROGRESS);
        stay.getClass_().setCode("IMP");
        stay.setSubject(new Reference("Patient/" + edith));
        String encounter = record.create(HOSPITAL, stay).id();
        record.create(PRACTICE, edith().setActive(true));
        assertThat(record.read(HOSPITAL, "Encounter", encounter).id()).isEqualTo(encounter);

        record.update(HOSPITAL, edith, labelled(edith(), "R"));

        assertMasked(record.read(PRACTICE, "Patient", edith));
        assertMasked(record.read(HOSPITAL, "Patient", edith));
        assertMasked(record.read(COUNCIL, "RelatedPerson", ruth));
        assertThat(record.read(HOSPITAL, "Encounter", encounter).id()).isEqualTo(encounter);
    }

    @Test
    void whatIsVeryRestrictedIsAbsent() {
        for (String code : List.of("V", "REDACTED")) {
            record.update(HOSPITAL, ruth, labelled(ruth(), code));
            assertThat(record.found(COUNCIL, "RelatedPerson", EDITHS)).as(code).isEmpty();
            assertThat(stop(() -> record.read(COUNCIL, "RelatedPerson", ruth))).isEqualTo(FaultKind.NOT_FOUND);
            assertThat(stop(() -> record.vread(COUNCIL, "RelatedPerson", ruth, 1)))
                    .isEqualTo(FaultKind.NOT_FOUND);
            assertThat(text(record.read(HOSPITAL, "RelatedPerson", ruth))).contains(SECRET);
        }
    }

    @Test
    void aVersionIsToldAsItsMaskLetsIt() {
        Version whole = record.read(TESTER, "Patient", edith);
        Version held = record.transactions.run(transaction ->
                Records.current(transaction, Sql.of("r.id = ?", edith)).getFirst());

        assertThat(text(Extent.WHOLE.of(held))).isEqualTo(text(whole));
        assertThat(text(new Extent(held.mask(), Optional.empty()).of(held)))
                .contains("masked")
                .doesNotContain(SECRET);
        assertThat(Extent.WHOLE.of("Patient", Objects.requireNonNull(held.content())))
                .isEqualTo(held.content());
    }
}
