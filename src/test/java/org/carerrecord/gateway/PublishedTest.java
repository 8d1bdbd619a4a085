package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceOperationComponent;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own definitions are there to read, for every partner. */
@OnEachStore
class PublishedTest {

    private final Sandbox gateway;
    private final User fire;

    PublishedTest(Store store) {
        gateway = Sandbox.on(store);
        fire = gateway.as("fire");
    }

    @BeforeEach
    void empty() {
        gateway.empty();
    }

    @Test
    void aProfileIsReadByItsId() {
        StructureDefinition carer =
                fire.get("/fhir/StructureDefinition/CarerRecord-Carer").resource(StructureDefinition.class);

        assertThat(carer.getUrl()).isEqualTo(Canonical.Profile.CARER);
        assertThat(carer.getMeta().getTag(Canonical.CodeSystem.TAG, "server-made"))
                .isNotNull();
    }

    @Test
    void andFoundByItsUrlOrId() {
        assertThat(fire.get("/fhir/ValueSet?url=" + Canonical.ValueSet.CARER_KIND)
                        .found(ValueSet.class))
                .hasSize(1);
        assertThat(fire.get("/fhir/CodeSystem?_id=CarerRecord-Tag").found(CodeSystem.class))
                .extracting(CodeSystem::getUrl)
                .containsExactly(Canonical.CodeSystem.TAG);
        assertThat(fire.get("/fhir/StructureDefinition").found(StructureDefinition.class))
                .hasSize(11);
    }

    @Test
    void itIsWrittenOnceHoweverOftenItIsRead() {
        fire.get("/fhir/ValueSet");
        fire.get("/fhir/ValueSet");

        assertThat(gateway.jdbc()
                        .sql("select count(*) from version where resource in (select pk from resource where type ="
                                + " 'ValueSet')")
                        .query(Integer.class)
                        .single())
                .isEqualTo(4);
    }

    @Test
    void nobodyReadsItWithoutAToken() {
        assertThat(gateway.stranger().get("/fhir/ValueSet").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tester", "hospital"})
    void nobodyChangesIt(String partner) {
        User user = gateway.as(partner);
        String valueSet = Fhir.json(new ValueSet()
                .setUrl("http://elsewhere.example/v")
                .setStatus(org.hl7.fhir.r4.model.Enumerations.PublicationStatus.DRAFT)
                .setId("CarerRecord-CarerKind"));
        fire.get("/fhir/ValueSet");

        assertThat(user.fhir("PUT", "/fhir/ValueSet/CarerRecord-CarerKind", valueSet)
                        .status())
                .isEqualTo(405);
        assertThat(user.delete("/fhir/ValueSet/CarerRecord-CarerKind").status()).isEqualTo(405);
    }

    @Test
    void norByACondition() {
        fire.get("/fhir/ValueSet");

        assertThat(gateway.as("tester")
                        .delete("/fhir/ValueSet?url=" + Canonical.ValueSet.CARER_KIND)
                        .status())
                .isEqualTo(405);
    }

    @Test
    void theOperationsThatAreOfferedAreNamedWithTheirDefinitions() {
        CapabilityStatement offered = gateway.stranger().get("/fhir/metadata").resource(CapabilityStatement.class);

        assertThat(offered.getRestFirstRep().getResource())
                .filteredOn(resource -> resource.getType().equals("Patient"))
                .flatExtracting(CapabilityStatement.CapabilityStatementRestResourceComponent::getOperation)
                .extracting(CapabilityStatementRestResourceOperationComponent::getName)
                .containsExactly(
                        "validate", "everything", "carer-record", "contributions", "refer-carer", "carer-known");
        assertThat(offered.getRestFirstRep().getResource())
                .filteredOn(resource -> resource.getType().equals("RelatedPerson"))
                .flatExtracting(CapabilityStatement.CapabilityStatementRestResourceComponent::getOperation)
                .extracting(CapabilityStatementRestResourceOperationComponent::getName)
                .containsExactly("validate", "contributions", "refer");
        assertThat(offered.getRestFirstRep().getResource())
                .filteredOn(resource -> resource.getType().equals("Person"))
                .flatExtracting(CapabilityStatement.CapabilityStatementRestResourceComponent::getOperation)
                .extracting(CapabilityStatementRestResourceOperationComponent::getName)
                .contains("carer-record");
        for (String operation : List.of(
                Canonical.Operation.CARER_RECORD,
                Canonical.Operation.CONTRIBUTIONS,
                Canonical.Operation.REFER,
                Canonical.Operation.REFER_CARER,
                Canonical.Operation.CARER_KNOWN)) {
            assertThat(fire.get("/fhir/OperationDefinition?url=" + operation).found(OperationDefinition.class))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "transaction"})
    void itIsThereForAnEntryOfABundleToo(String type) {
        String reads = "{\"resourceType\":\"Bundle\",\"type\":\"" + type
                + "\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\"CodeSystem/CarerRecord-Tag\"}}]}";

        Answer answer = fire.fhir("POST", "/fhir", reads);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.found(CodeSystem.class)).hasSize(1);
    }
}
