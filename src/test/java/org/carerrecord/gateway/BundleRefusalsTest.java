package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, RESTful API, "batch/transaction": what is not done, and what nobody sees by one. */
@OnEachStore
class BundleRefusalsTest {

    private final Sandbox gateway;
    private final User tester;
    private final String mark = People.uuid();
    private final Basics basics;

    BundleRefusalsTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
        basics = new Basics(tester, mark);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"request\":{\"method\":\"GET\",\"url\":\"Basic/nobody\"}}",
                "{\"request\":{\"method\":\"GET\",\"url\":\"Basic?nonsense=1\"}}",
                "{\"request\":{\"method\":\"PUT\",\"url\":\"Basic/a\"},\"resource\":{\"resourceType\":\"Basic\",\"id\":\"b\",\"code\":{\"text\":\"x\"}}}",
                "{\"request\":{\"method\":\"PUT\",\"url\":\"Basic/a\",\"ifMatch\":\"W/\\\"9\\\"\"},\"resource\":{\"resourceType\":\"Basic\",\"id\":\"a\",\"code\":{\"text\":\"x\"}}}",
                "{\"request\":{\"method\":\"POST\",\"url\":\"Winifred\"},\"resource\":{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}}",
                "{\"request\":{\"method\":\"POST\",\"url\":\"Patient\"},\"resource\":{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}}",
                "{\"request\":{\"method\":\"POST\",\"url\":\"Basic\"}}",
                "{\"request\":{\"method\":\"POST\",\"url\":\"Basic\"},\"resource\":{\"resourceType\":\"Basic\"}}",
                "{\"request\":{\"method\":\"POST\",\"url\":\"Patient/$winifred\"},\"resource\":{\"resourceType\":\"Parameters\"}}",
                "{\"request\":{\"method\":\"PUT\",\"url\":\"Provenance/a\"},\"resource\":{\"resourceType\":\"Provenance\",\"id\":\"a\"}}",
                "{\"request\":{\"method\":\"PATCH\",\"url\":\"Basic/a\"},\"resource\":{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}}",
                "{\"request\":{\"method\":\"DELETE\",\"url\":\"Basic\"}}",
                "{\"request\":{\"method\":\"GET\",\"url\":\"http://elsewhere/fhir/Basic/1\"}}",
                "{\"request\":{\"url\":\"Basic/1\"}}",
                "{\"request\":{\"method\":\"POST\",\"url\":\"Basic/_search\"},\"resource\":{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}}",
                "{\"fullUrl\":\"urn:uuid:4f0a1f5c-2f6c-4a3c-9a53-0d6fbc1f6a01\"}",
                "{\"request\":{\"method\":\"DELETE\",\"url\":\"Basic?code=\"}}"
            })
    void oneEntryThatCannotBeSpoilsATransactionAndNotABatch(String bad) {
        String good = Entries.write("PUT", "Basic/good-" + mark, basics.json("good-" + mark, "x"));

        Answer transaction = tester.fhir("POST", "/fhir", Entries.bundle("transaction", good, bad));
        assertThat(transaction.status()).as(transaction.text()).isBetween(400, 422);
        assertThat(transaction.places()).allMatch(place -> place.startsWith("Bundle.entry[1]"));
        assertThat(tester.get("/fhir/Basic/good-" + mark).status()).isEqualTo(404);

        Answer batch = tester.fhir("POST", "/fhir", Entries.bundle("batch", bad, good));
        assertThat(batch.status()).isEqualTo(200);
        assertThat(batch.bundle().getType()).isEqualTo(BundleType.BATCHRESPONSE);
        assertThat(Entries.statuses(batch.bundle()).get(0)).startsWith("4");
        assertThat(batch.bundle().getEntryFirstRep().getResponse().getOutcome()).isInstanceOf(OperationOutcome.class);
        assertThat(Entries.statuses(batch.bundle()).get(1)).isEqualTo("201");
        assertThat(tester.get("/fhir/Basic/good-" + mark).status()).isEqualTo(200);
        assertThat(batch.text() + transaction.text()).doesNotContainIgnoringCase("winifred");
    }

    @Test
    void aVersionThatIsOverStopsATransaction() {
        tester.fhir("PUT", "/fhir/Basic/one-" + mark, basics.json("one-" + mark, "one"));
        String entry = Entries.entry(
                "PUT",
                "Basic/one-" + mark,
                ",\"ifMatch\":\"W/\\\"9\\\"\"},\"resource\":" + basics.json("one-" + mark, "two") + "}");

        assertThat(tester.fhir("POST", "/fhir", Entries.bundle("transaction", entry))
                        .status())
                .isEqualTo(412);
        assertThat(Entries.statuses(tester.fhir("POST", "/fhir", Entries.bundle("batch", entry))
                        .bundle()))
                .containsExactly("412");
    }

    /** R4, RESTful API, "transaction": what is deleted is deleted first. */
    @Test
    void nothingRefersToWhatTheSameTransactionDeletes() {
        User hospital = gateway.as("hospital");
        String patient = hospital.create(Fhir.patient(People.nhsNumber()));
        String carer = Entries.write("POST", "RelatedPerson", Fhir.json(Fhir.carer(People.nhsNumber(), patient)));

        Answer answer = hospital.fhir("POST", "/fhir", Entries.bundle("transaction", carer, Entries.delete(patient)));

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.places()).containsExactly("Bundle.entry[0]");
        assertThat(hospital.get("/fhir/" + patient).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"collection", "searchset", "document"})
    void anotherBundleIsNotDone(String type) {
        assertThat(tester.fhir("POST", "/fhir", Entries.bundle(type)).status()).isEqualTo(422);
    }

    @Test
    void aBundleShowsNobodyMoreThanItMaySee() {
        gateway.empty();
        String number = People.nhsNumber();
        User hospital = gateway.as("hospital");
        Answer created = hospital.fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(number)));
        String path = new IdType(created.header("Location"))
                .toUnqualifiedVersionless()
                .getValue();
        String[] reads = {
            Entries.read(path),
            Entries.read(path + "/_history"),
            Entries.read(path + "/_history/1"),
            Entries.read("Patient?_id=" + path.substring(8)),
            Entries.read("Patient/_history"),
            Entries.read("_history"),
            Entries.delete(path)
        };
        for (String partner : List.of("gp-2", "fire", "admin", "hospice", "council-2")) {
            String request = People.uuid();
            User stranger = gateway.as(partner).with("X-Request-ID", request);
            Answer batch = stranger.fhir("POST", "/fhir", Entries.bundle("batch", reads));
            assertThat(batch.text()).doesNotContain("Fairweather", number);
            assertThat(Entries.statuses(batch.bundle()).subList(0, 3)).containsOnly("404");
            for (int i = 3; i < 6; i++) {
                assertThat(((Bundle) batch.bundle().getEntry().get(i).getResource()).getEntry())
                        .isEmpty();
            }
            // As a deletion of what was never there.
            assertThat(Entries.statuses(batch.bundle()).get(6)).isIn("403", "204");
            assertThat(gateway.audited(request, 404) + gateway.audited(request, 403) + gateway.audited(request, 200))
                    .isEqualTo(7);
            for (String one : reads) {
                assertThat(stranger.fhir("POST", "/fhir", Entries.bundle("transaction", one))
                                .text())
                        .doesNotContain("Fairweather", number);
            }
        }
        assertThat(hospital.get("/fhir/" + path).resource(Patient.class).hasName())
                .isTrue();
        Bundle own = hospital.fhir("POST", "/fhir", Entries.bundle("batch", reads[0], reads[3]))
                .bundle();
        assertThat(own.getEntry()).extracting(BundleEntryComponent::getResource).doesNotContainNull();
    }
}
