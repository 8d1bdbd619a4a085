package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.PRACTICE;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import java.util.List;
import java.util.Optional;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is masked of restricted people finds nobody. */
@ParameterizedClass
@EnumSource(Database.class)
class SearchingRestrictedTest extends RestrictedPeople {

    SearchingRestrictedTest(Database database) {
        super(database);
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
        assertThat(record.found(PRACTICE, "Organization", "_has:Patient:organization:_id=" + edith))
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
}
