package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, RESTful API, "batch/transaction". */
@OnEachStore
class BundlesTest {

    private final Sandbox gateway;
    private final User tester;
    private final String mark = UUID.randomUUID().toString();

    BundlesTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
    }

    private static String bundle(String type, String... entries) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[" + String.join(",", entries) + "]}";
    }

    private static String entry(String method, String url, String more) {
        return "{\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url + "\"" + more;
    }

    private static String read(String url) {
        return entry("GET", url, "}}");
    }

    private static String delete(String url) {
        return entry("DELETE", url, "}}");
    }

    private static String write(String method, String url, String resource) {
        return entry(method, url, "},\"resource\":" + resource + "}");
    }

    private static String basic(String id, String text) {
        return "{\"resourceType\":\"Basic\"," + (id.isEmpty() ? "" : "\"id\":\"" + id + "\",") + "\"code\":{\"text\":\""
                + text + "\"}}";
    }

    private static List<String> statuses(Bundle answer) {
        return answer.getEntry().stream()
                .map(entry -> entry.getResponse().getStatus().substring(0, 3))
                .toList();
    }

    private void put(String id, String text) {
        assertThat(tester.fhir("PUT", "/fhir/Basic/" + id, basic(id, text)).status())
                .isLessThan(300);
    }

    @Test
    void aTransactionGoesInItsOrderAndAnswersInTheSenders() {
        put("old-" + mark, "old");
        put("kept-" + mark, "kept");
        Answer answer = tester.with("Prefer", "return=representation")
                .fhir(
                        "POST",
                        "/fhir",
                        bundle(
                                "transaction",
                                read("Basic/kept-" + mark),
                                write("PUT", "Basic/kept-" + mark, basic("kept-" + mark, "changed")),
                                write("POST", "Basic", basic("", "new")),
                                read("Basic?_id=old-" + mark),
                                delete("Basic/old-" + mark),
                                read("Basic/kept-" + mark + "/_history")));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Bundle bundle = answer.bundle();
        assertThat(bundle.getType()).isEqualTo(BundleType.TRANSACTIONRESPONSE);
        assertThat(statuses(bundle)).containsExactly("200", "200", "201", "200", "204", "200");
        assertThat(((Basic) bundle.getEntry().get(0).getResource()).getCode().getText())
                .as("what is read is what was written")
                .isEqualTo("changed");
        assertThat(((Bundle) bundle.getEntry().get(3).getResource()).getTotal()).isZero();
        assertThat(((Bundle) bundle.getEntry().get(5).getResource()).getEntry()).hasSize(2);
        assertThat(bundle.getEntry().get(1).getResponse().getEtag()).isEqualTo("W/\"2\"");
        assertThat(bundle.getEntry().get(2).getResponse().getLocation()).matches("Basic/.*/_history/1");
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
                "{}",
                "{\"request\":{\"method\":\"DELETE\",\"url\":\"Basic?code=\"}}"
            })
    void oneEntryThatCannotBeSpoilsATransactionAndNotABatch(String bad) {
        String good = write("PUT", "Basic/good-" + mark, basic("good-" + mark, "x"));

        Answer transaction = tester.fhir("POST", "/fhir", bundle("transaction", good, bad));
        assertThat(transaction.status()).as(transaction.text()).isBetween(400, 422);
        assertThat(transaction.places()).allMatch(place -> place.startsWith("Bundle.entry[1]"));
        assertThat(tester.get("/fhir/Basic/good-" + mark).status()).isEqualTo(404);

        Answer batch = tester.fhir("POST", "/fhir", bundle("batch", bad, good));
        assertThat(batch.status()).isEqualTo(200);
        assertThat(batch.bundle().getType()).isEqualTo(BundleType.BATCHRESPONSE);
        assertThat(statuses(batch.bundle()).get(0)).startsWith("4");
        assertThat(batch.bundle().getEntryFirstRep().getResponse().getOutcome()).isInstanceOf(OperationOutcome.class);
        assertThat(statuses(batch.bundle()).get(1)).isEqualTo("201");
        assertThat(tester.get("/fhir/Basic/good-" + mark).status()).isEqualTo(200);
        assertThat(batch.text() + transaction.text()).doesNotContainIgnoringCase("winifred");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "batch"})
    void everyInteractionWorksInABundle(String type) {
        put("one-" + mark, "one");
        put("two-" + mark, "two");
        String patch = Base64.getEncoder()
                .encodeToString("[{\"op\":\"replace\",\"path\":\"/code/text\",\"value\":\"two\"}]"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Answer answer = tester.fhir(
                "POST",
                "/fhir",
                bundle(
                        type,
                        write(
                                "PATCH",
                                "Basic/one-" + mark,
                                "{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\",\"data\":\""
                                        + patch + "\"}"),
                        entry(
                                "POST",
                                "Basic",
                                ",\"ifNoneExist\":\"_id=two-" + mark + "\"},\"resource\":" + basic("", "x") + "}"),
                        read("Basic/one-" + mark + "/_history/1"),
                        entry("GET", "Basic/one-" + mark, ",\"ifNoneMatch\":\"W/\\\"2\\\"\"}}"),
                        read("Basic/_history?_count=1"),
                        read("_history?_count=1"),
                        read("/Basic?_id=one-" + mark)));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(statuses(answer.bundle())).containsExactly("200", "200", "200", "304", "200", "200", "200");
        assertThat(tester.get("/fhir/Basic/one-" + mark).text()).contains("two");
    }

    @Test
    void linksAndConditionsLeadToIds() {
        String number = People.nhsNumber();
        String link = "urn:uuid:" + UUID.randomUUID();
        Bundle push = new Bundle().setType(BundleType.TRANSACTION);
        push.addEntry()
                .setResource(Fhir.carer(People.nhsNumber(), link))
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl("RelatedPerson");
        push.addEntry()
                .setFullUrl(link)
                .setResource(Fhir.patient(number))
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl("Patient");
        Bundle answer = tester.fhir("POST", "/fhir", Fhir.json(push)).bundle();

        String patient = Fhir.reference(answer, 1);
        assertThat(tester.get("/fhir/" + Fhir.reference(answer, 0))
                        .resource(RelatedPerson.class)
                        .getPatient()
                        .getReference())
                .isEqualTo(patient);
        RelatedPerson second = Fhir.carer(People.nhsNumber(), "Patient?identifier=" + Fhir.token(number));
        Bundle conditional = new Bundle().setType(BundleType.TRANSACTION);
        conditional
                .addEntry()
                .setResource(second)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl("RelatedPerson");
        Bundle found = tester.fhir("POST", "/fhir", Fhir.json(conditional)).bundle();
        assertThat(tester.get("/fhir/" + Fhir.reference(found, 0))
                        .resource(RelatedPerson.class)
                        .getPatient()
                        .getReference())
                .isEqualTo(patient);
    }

    @Test
    void aVersionThatIsOverStopsATransaction() {
        put("one-" + mark, "one");
        String entry = entry(
                "PUT",
                "Basic/one-" + mark,
                ",\"ifMatch\":\"W/\\\"9\\\"\"},\"resource\":" + basic("one-" + mark, "two") + "}");

        assertThat(tester.fhir("POST", "/fhir", bundle("transaction", entry)).status())
                .isEqualTo(412);
        assertThat(statuses(tester.fhir("POST", "/fhir", bundle("batch", entry)).bundle()))
                .containsExactly("412");
    }

    @ParameterizedTest
    @ValueSource(strings = {"collection", "searchset", "document"})
    void anotherBundleIsNotDone(String type) {
        assertThat(tester.fhir("POST", "/fhir", bundle(type)).status()).isEqualTo(422);
    }

    @Test
    void anEmptyOneIsDoneAtOnce() {
        assertThat(tester.fhir("POST", "/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}")
                        .status())
                .isEqualTo(200);
        assertThat(tester.fhir("POST", "/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void tenThousandEntriesAreOneTransaction() {
        String[] entries = IntStream.range(0, 10_000)
                .mapToObj(i -> write("POST", "Basic", basic("", mark + i)))
                .toArray(String[]::new);

        Answer answer = tester.fhir("POST", "/fhir", bundle("transaction", entries));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bundle().getEntry()).hasSize(10_000);
        assertThat(tester.fhir(
                                "POST",
                                "/fhir",
                                bundle(
                                        "batch",
                                        java.util.stream.Stream.concat(
                                                        java.util.Arrays.stream(entries),
                                                        java.util.stream.Stream.of("{}"))
                                                .toArray(String[]::new)))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aBundleShowsNobodyMoreThanItMaySee() {
        String number = People.nhsNumber();
        User hospital = gateway.as("hospital");
        Answer created = hospital.fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(number)));
        String path = new org.hl7.fhir.r4.model.IdType(created.header("Location"))
                .toUnqualifiedVersionless()
                .getValue();
        String[] reads = {
            read(path),
            read(path + "/_history"),
            read(path + "/_history/1"),
            read("Patient?_id=" + path.substring(8)),
            read("Patient/_history"),
            read("_history"),
            delete(path)
        };
        for (String partner : List.of("gp-2", "fire", "admin", "hospice", "council-2")) {
            String request = UUID.randomUUID().toString();
            User stranger = gateway.as(partner).with("X-Request-ID", request);
            Answer batch = stranger.fhir("POST", "/fhir", bundle("batch", reads));
            assertThat(batch.text()).doesNotContain("Fairweather", number);
            assertThat(statuses(batch.bundle()).subList(0, 3)).containsOnly("404");
            for (int i = 3; i < 6; i++) {
                assertThat(((Bundle) batch.bundle().getEntry().get(i).getResource()).getEntry())
                        .isEmpty();
            }
            // As a deletion of what was never there.
            assertThat(statuses(batch.bundle()).get(6)).isIn("403", "204");
            assertThat(gateway.audited(request, 404) + gateway.audited(request, 403) + gateway.audited(request, 200))
                    .isEqualTo(7);
            for (String one : reads) {
                assertThat(stranger.fhir("POST", "/fhir", bundle("transaction", one))
                                .text())
                        .doesNotContain("Fairweather", number);
            }
        }
        assertThat(hospital.get("/fhir/" + path).resource(Patient.class).hasName())
                .isTrue();
        Bundle own = hospital.fhir("POST", "/fhir", bundle("batch", reads[0], reads[3]))
                .bundle();
        assertThat(own.getEntry()).extracting(BundleEntryComponent::getResource).doesNotContainNull();
    }
}
