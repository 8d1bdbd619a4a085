package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, RESTful API, "batch/transaction". */
@OnEachStore
class BundlesTest {

    private final Sandbox gateway;
    private final User tester;
    private final String mark = People.uuid();
    private final Basics basics;

    BundlesTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
        basics = new Basics(tester, mark);
    }

    private void put(String id, String text) {
        assertThat(tester.fhir("PUT", "/fhir/Basic/" + id, basics.json(id, text))
                        .status())
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
                        Entries.bundle(
                                "transaction",
                                Entries.read("Basic/kept-" + mark),
                                Entries.write("PUT", "Basic/kept-" + mark, basics.json("kept-" + mark, "changed")),
                                Entries.write("POST", "Basic", basics.json("", "new")),
                                Entries.read("Basic?_id=old-" + mark),
                                Entries.delete("Basic/old-" + mark),
                                Entries.read("Basic/kept-" + mark + "/_history")));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Bundle bundle = answer.bundle();
        assertThat(bundle.getType()).isEqualTo(BundleType.TRANSACTIONRESPONSE);
        assertThat(Entries.statuses(bundle)).containsExactly("200", "200", "201", "200", "204", "200");
        assertThat(((Basic) bundle.getEntry().get(0).getResource()).getCode().getText())
                .as("what is read is what was written")
                .isEqualTo("changed");
        assertThat(((Bundle) bundle.getEntry().get(3).getResource()).getTotal()).isZero();
        assertThat(((Bundle) bundle.getEntry().get(5).getResource()).getEntry()).hasSize(2);
        assertThat(bundle.getEntry().get(1).getResponse().getEtag()).isEqualTo("W/\"2\"");
        assertThat(bundle.getEntry().get(2).getResponse().getLocation()).matches("Basic/.*/_history/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "batch"})
    void everyInteractionWorksInABundle(String type) {
        put("one-" + mark, "one");
        put("two-" + mark, "two");
        String patch = Base64.getEncoder()
                .encodeToString("[{\"op\":\"replace\",\"path\":\"/code/text\",\"value\":\"two\"}]"
                        .getBytes(StandardCharsets.UTF_8));
        Answer answer = tester.fhir(
                "POST",
                "/fhir",
                Entries.bundle(
                        type,
                        Entries.write(
                                "PATCH",
                                "Basic/one-" + mark,
                                "{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\",\"data\":\""
                                        + patch + "\"}"),
                        Entries.entry(
                                "POST",
                                "Basic",
                                ",\"ifNoneExist\":\"_id=two-" + mark + "\"},\"resource\":" + basics.json("", "x")
                                        + "}"),
                        Entries.read("Basic/one-" + mark + "/_history/1"),
                        Entries.entry("GET", "Basic/one-" + mark, ",\"ifNoneMatch\":\"W/\\\"2\\\"\"}}"),
                        Entries.read("Basic/_history?_count=1"),
                        Entries.read("_history?_count=1"),
                        Entries.read("/Basic?_id=one-" + mark)));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(Entries.statuses(answer.bundle())).containsExactly("200", "200", "200", "304", "200", "200", "200");
        assertThat(tester.get("/fhir/Basic/one-" + mark).text()).contains("two");
    }

    @Test
    void linksAndConditionsLeadToIds() {
        String number = People.nhsNumber();
        String link = "urn:uuid:" + People.uuid();
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
                .mapToObj(i -> Entries.write("POST", "Basic", basics.json("", mark + i)))
                .toArray(String[]::new);

        Answer answer = tester.fhir("POST", "/fhir", Entries.bundle("transaction", entries));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bundle().getEntry()).hasSize(10_000);
        assertThat(tester.fhir(
                                "POST",
                                "/fhir",
                                Entries.bundle(
                                        "batch",
                                        Stream.concat(Arrays.stream(entries), Stream.of("{}"))
                                                .toArray(String[]::new)))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"*, 304", "W/\\\"1\\\", 304", "W/\\\"2\\\", 200", "nonsense, 200"})
    void aReadIsConditionalAsItIsOutsideOfABundle(String tag, String status) {
        tester.fhir("PUT", "/fhir/Basic/read-" + mark, basics.json("read-" + mark, "x"));
        String read = "{\"request\":{\"method\":\"GET\",\"url\":\"Basic/read-" + mark + "\",\"ifNoneMatch\":\"" + tag
                + "\"}}";

        Answer answer = tester.fhir("POST", "/fhir", Entries.bundle("batch", read));

        assertThat(Entries.statuses(answer.bundle())).singleElement().asString().startsWith(status);
    }
}
