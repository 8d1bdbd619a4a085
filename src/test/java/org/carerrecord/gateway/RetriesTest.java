package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.junit.jupiter.api.Test;

/** What is sent by POST again under its X-Request-ID is done once, and its first answer is given again. */
@OnEachStore
class RetriesTest {

    private static final String BASIC = "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"once\"}}";

    private final Sandbox gateway;
    private final User tester;
    private final User again;

    RetriesTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
        again = tester.with("X-Request-ID", People.uuid());
    }

    @Test
    void theSameRequestIsDoneOnce() {
        Answer first = again.fhir("POST", "/fhir/Basic", BASIC);
        Answer second = again.fhir("POST", "/fhir/Basic", BASIC);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(second.text()).isEqualTo(first.text());
    }

    @Test
    void anotherRequestIsAnother() {
        String first = again.fhir("POST", "/fhir/Basic", BASIC).header("Location");

        assertThat(again.fhir("POST", "/fhir/Basic", BASIC.replace("once", "twice"))
                        .header("Location"))
                .isNotEqualTo(first);
        assertThat(again.with("If-None-Exist", "_id=nobody")
                        .fhir("POST", "/fhir/Basic", BASIC)
                        .header("Location"))
                .isNotEqualTo(first);
        assertThat(tester.with("X-Request-ID", People.uuid())
                        .fhir("POST", "/fhir/Basic", BASIC)
                        .header("Location"))
                .isNotEqualTo(first);
        assertThat(tester.fhir("POST", "/fhir/Basic", BASIC).header("Location"))
                .isNotEqualTo(tester.fhir("POST", "/fhir/Basic", BASIC).header("Location"));
    }

    @Test
    void theFirstAnswerIsGivenThoughThingsWentOn() {
        Answer first = again.fhir("POST", "/fhir/Basic", BASIC);
        String id = new org.hl7.fhir.r4.model.IdType(first.header("Location")).getIdPart();
        tester.fhir(
                "PUT",
                "/fhir/Basic/" + id,
                "{\"resourceType\":\"Basic\",\"id\":\"" + id + "\",\"code\":{\"text\":\"later\"}}");

        assertThat(again.fhir("POST", "/fhir/Basic", BASIC).text()).isEqualTo(first.text());
        assertThat(tester.get("/fhir/Basic/" + id).text()).contains("later");
    }

    @Test
    void aBundleTooIsDoneOnce() {
        for (String type : List.of("transaction", "batch")) {
            String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"" + type
                    + "\",\"entry\":[{\"request\":{\"method\":\"POST\",\"url\":\"Basic\"},\"resource\":" + BASIC
                    + "},{\"request\":{\"method\":\"POST\",\"url\":\"Basic\"},\"resource\":" + BASIC + "}]}";
            Bundle first = again.fhir("POST", "/fhir", bundle).bundle();
            Bundle second = again.fhir("POST", "/fhir", bundle).bundle();

            assertThat(locations(first)).doesNotHaveDuplicates().hasSize(2);
            assertThat(locations(second)).isEqualTo(locations(first));
        }
    }

    /** The second time others have written since: what is sent again takes nothing of theirs away. */
    @Test
    void whateverABatchWritesIsDoneOnce() {
        Basics basics = new Basics(tester);
        String put = basics.create("one").substring("/fhir/".length());
        String patched = basics.create("one").substring("/fhir/".length());
        String patch = Base64.getEncoder()
                .encodeToString("[{\"op\":\"add\",\"path\":\"/identifier/-\",\"value\":{\"value\":\"b\"}}]"
                        .getBytes(StandardCharsets.UTF_8));
        String batch = Entries.bundle(
                "batch",
                Entries.write("PUT", put, basics.json(put.substring("Basic/".length()), "two")),
                Entries.write(
                        "PATCH",
                        patched,
                        "{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\",\"data\":\""
                                + patch + "\"}"),
                Entries.delete("Basic/nobody"));

        Bundle first = again.fhir("POST", "/fhir", batch).bundle();
        tester.fhir("PUT", "/fhir/" + put, basics.json(put.substring("Basic/".length()), "later"));
        Bundle second = again.fhir("POST", "/fhir", batch).bundle();

        assertThat(Entries.statuses(first)).containsExactly("200", "200", "204");
        assertThat(Entries.statuses(second)).isEqualTo(Entries.statuses(first));
        assertThat(locations(second)).isEqualTo(locations(first));
        assertThat(basics.text("/fhir/" + put)).isEqualTo("later");
        assertThat(tester.get("/fhir/" + patched).resource(Basic.class).getIdentifier())
                .hasSize(2);
    }

    @Test
    void whatWasRefusedIsTriedAgain() {
        String bad = "{\"resourceType\":\"Basic\"}";

        assertThat(again.fhir("POST", "/fhir/Basic", bad).status()).isEqualTo(422);
        assertThat(again.fhir("POST", "/fhir/Basic", bad).status()).isEqualTo(422);
    }

    @Test
    void manyAtOnceAreOne() throws Exception {
        List<String> locations =
                AtOnce.by(8, () -> again.fhir("POST", "/fhir/Basic", BASIC).header("Location"));

        assertThat(locations).doesNotContain("");
        assertThat(locations.stream().distinct()).hasSize(1);
    }

    @Test
    void nobodyElsesAnswerIsGiven() {
        String patient = Fhir.json(Fhir.patient(People.nhsNumber()));
        String request = People.uuid();
        gateway.as("hospital").with("X-Request-ID", request).fhir("POST", "/fhir/Patient", patient);

        assertThat(gateway.as("fire")
                        .with("X-Request-ID", request)
                        .fhir("POST", "/fhir/Patient", patient)
                        .status())
                .isEqualTo(403);
    }

    private static List<String> locations(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(BundleEntryComponent::getResponse)
                .map(Bundle.BundleEntryResponseComponent::getLocation)
                .toList();
    }
}
