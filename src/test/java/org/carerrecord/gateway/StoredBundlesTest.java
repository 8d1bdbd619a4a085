package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Bundle that is stored is a resource like others: nothing of it is done, and nothing of it is changed. */
@OnEachStore
class StoredBundlesTest {

    private final User tester;
    private final String own;

    StoredBundlesTest(Store store) {
        tester = Sandbox.on(store).as("tester");
        own = tester.base().resolve("/fhir").toString();
    }

    private static String basic(String reference) {
        return "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"" + reference
                + "\"}}";
    }

    private String bundle(String type) {
        return Entries.bundle(
                type,
                Entries.linked(own + "/Basic/1", "POST", "Basic", basic("Patient/77")),
                Entries.linked(
                        own + "/Patient/77",
                        "PUT",
                        "Patient/77",
                        "{\"resourceType\":\"Patient\",\"id\":\"77\",\"active\":true}"),
                Entries.linked("http://other.org/fhir/Basic/2", "POST", "Basic", basic(own + "/Patient/77")),
                Entries.linked(
                        "http://other.org/fhir/Basic/3", "POST", "Basic", basic("http://other.org/fhir/Basic/2")));
    }

    private static void same(String one, Resource other) {
        Bundle sent = Fhir.CONTEXT.newJsonParser().parseResource(Bundle.class, one);
        other.setId((String) null);
        other.setMeta(null);
        assertThat(Fhir.json(other)).isEqualTo(Fhir.json(sent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "batch", "document", "collection", "history"})
    void isReadAsItWasWritten(String type) {
        String bundle = bundle(type);
        String path = Basics.path(tester.fhir("POST", "/fhir/Bundle", bundle));

        same(bundle, tester.get(path).bundle());
        String id = path.substring("/fhir/Bundle/".length());
        String again = bundle.replaceFirst("\\{", "{\"id\":\"" + id + "\",");
        Answer put = tester.fhir("PUT", path, again);
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        assertThat(put.header("ETag")).isEqualTo("W/\"1\"");
        same(bundle, tester.get(path).bundle());
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "batch"})
    void isReadAsAnEntryWroteIt(String type) {
        String bundle = bundle("collection");

        Bundle answer = tester.fhir("POST", "/fhir", Entries.bundle(type, Entries.write("POST", "Bundle", bundle)))
                .bundle();

        same(bundle, tester.get("/fhir/" + Fhir.reference(answer, 0)).bundle());
    }

    @Test
    void isAResourceOfTheSizeThatAnyMayHave() {
        String entries = IntStream.range(0, 3)
                .mapToObj(i -> "{\"resource\":{\"resourceType\":\"Basic\",\"code\":{\"text\":\"" + "x".repeat(1_000_000)
                        + "\"}}}")
                .collect(Collectors.joining(","));
        String large = "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[" + entries + "]}";

        for (String request : new String[] {"POST /fhir/Bundle", "PUT /fhir/Bundle?identifier=urn:test%7Cnobody"}) {
            Answer answer = tester.fhir(request.split(" ")[0], request.split(" ")[1], large);

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.places()).containsExactly("body");
        }
        assertThat(tester.fhir("POST", "/fhir/Bundle/$validate", large).status())
                .isEqualTo(200);
    }
}
