package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, RESTful API: create, update and delete, by id and by condition. */
@OnEachStore
class InteractionsTest {

    private final Sandbox gateway;
    private final User tester;
    private final Basics basics;

    InteractionsTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
        basics = new Basics(tester);
    }

    @Test
    void aConditionalCreateFindsWhatIsThere() {
        User once = tester.with("If-None-Exist", basics.condition());

        Answer first = once.fhir("POST", "/fhir/Basic", basics.json("", "one"));
        Answer second = once.fhir("POST", "/fhir/Basic", basics.json("", "two"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        basics.create("three");
        Answer several = once.fhir("POST", "/fhir/Basic", basics.json("", "four"));
        assertThat(several.status()).isEqualTo(412);
        assertThat(several.resource(OperationOutcome.class)
                        .getIssueFirstRep()
                        .getCode()
                        .toCode())
                .isEqualTo("multiple-matches");
    }

    /** R4, RESTful API, "conditional create": the value may have a question mark in it, and the type before it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?", "CodeSystem?", "BASE/CodeSystem?"})
    void aConditionMayHaveAQuestionMarkInItsValue(String before) {
        String url = "http://example.org/cs/" + People.uuid() + "?version=1";
        String system = "{\"resourceType\":\"CodeSystem\",\"status\":\"draft\",\"content\":\"not-present\",\"url\":\""
                + url + "\"}";
        String base = tester.base().resolve("/fhir").toString();
        User once = tester.with("If-None-Exist", before.replace("BASE", base) + "url=" + url);

        Answer first = once.fhir("POST", "/fhir/CodeSystem", system);
        Answer second = once.fhir("POST", "/fhir/CodeSystem", system);

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(second.status()).as(second.text()).isEqualTo(200);
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    }

    @Test
    void aConditionalUpdateMakesOneAndThenFindsIt() {
        Answer first = tester.fhir("PUT", "/fhir/Basic?" + basics.condition(), basics.json("", "one"));
        Answer second = tester.fhir("PUT", "/fhir/Basic?" + basics.condition(), basics.json("", "two"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(basics.text(Basics.path(first))).isEqualTo("two");
        basics.create("three");
        assertThat(tester.fhir("PUT", "/fhir/Basic?" + basics.condition(), basics.json("", "four"))
                        .status())
                .isEqualTo(412);
        assertThat(tester.fhir("PUT", "/fhir/Basic", basics.json("", "four")).status())
                .isEqualTo(400);
    }

    @Test
    void aConditionalDeleteTakesOneAndNoMore() {
        String path = basics.create("one");

        assertThat(tester.delete("/fhir/Basic?" + basics.condition()).status()).isEqualTo(204);
        assertThat(tester.get(path).status()).isEqualTo(410);
        assertThat(tester.delete("/fhir/Basic?" + basics.condition()).status()).isEqualTo(204);
        basics.create("two");
        basics.create("three");
        assertThat(tester.delete("/fhir/Basic?" + basics.condition()).status()).isEqualTo(412);
        assertThat(tester.delete("/fhir/Basic").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
    void aConditionThatIsNoneIsToldSo(String method) {
        User user = tester.with(
                "Content-Type", method.equals("PATCH") ? "application/json-patch+json" : "application/fhir+json");
        byte[] body = (method.equals("PATCH") ? "[]" : basics.json("", "x")).getBytes(UTF_8);

        assertThat(user.ask(method, "/fhir/Basic?nonsense=1", body).status()).isEqualTo(400);
        assertThat(user.ask(method, "/fhir/Basic?_format=json", body).status()).isBetween(400, 422);
    }

    @Test
    void anIdOfTheClientsOwnIsKeptWhereThatIsAllowed() {
        String id = "own-" + People.uuid();

        Answer created = tester.fhir("PUT", "/fhir/Basic/" + id, basics.json(id, "one"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).endsWith("/fhir/Basic/" + id + "/_history/1");
        assertThat(tester.fhir("PUT", "/fhir/Basic/" + id, basics.json(id, "two"))
                        .status())
                .isEqualTo(200);
        assertThat(tester.fhir("PUT", "/fhir/Basic/" + id, basics.json("other", "x"))
                        .status())
                .isEqualTo(400);
        assertThat(tester.fhir("PUT", "/fhir/Basic/" + id, basics.json("", "x")).status())
                .isEqualTo(400);
        assertThat(gateway.as("hospital")
                        .fhir("PUT", "/fhir/Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void anUpdateOfAnotherVersionIsRefused() {
        String path = basics.create("one");
        String body = basics.json(path.substring(path.lastIndexOf('/') + 1), "two");

        assertThat(tester.with("If-Match", "W/\"7\"").fhir("PUT", path, body).status())
                .isEqualTo(412);
        assertThat(tester.with("If-Match", "seven").fhir("PUT", path, body).status())
                .isEqualTo(400);
        assertThat(tester.with("If-Match", "W/\"1\"").fhir("PUT", path, body).status())
                .isEqualTo(200);
        assertThat(tester.with("If-Match", "W/\"1\"").delete(path).status()).isEqualTo(412);
        assertThat(tester.with("If-Match", "W/\"2\"").delete(path).status()).isEqualTo(204);
    }

    @Test
    void whatWasDeletedIsGoneUntilItIsSaidAgain() {
        String path = basics.create("one");
        String id = path.substring(path.lastIndexOf('/') + 1);

        Answer deleted = tester.with("Prefer", "return=OperationOutcome").delete(path);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(tester.get(path).status()).isEqualTo(410);
        assertThat(tester.get(path + "/_history/1").status()).isEqualTo(200);
        assertThat(tester.get(path + "/_history/2").status()).isEqualTo(410);
        assertThat(tester.get(path + "/_history/3").status()).isEqualTo(404);
        assertThat(tester.patch(path, "[]").status()).isEqualTo(410);
        assertThat(tester.delete(path).status()).isEqualTo(204);
        Answer again = tester.fhir("PUT", path, basics.json(id, "two"));
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("ETag")).isEqualTo("W/\"3\"");
        assertThat(basics.text(path)).isEqualTo("two");
    }

    @Test
    void aLongObservationIsFoundByItsLastComponent() {
        String one = "{\"code\":{\"text\":\"a\"}},";
        String last = "{\"code\":{\"coding\":[{\"code\":\"last\"}]},\"valueQuantity\":{\"value\":7}}";
        String observation =
                "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"many\"},\"component\":["
                        + one.repeat(40_000) + last + "]}";

        Answer created = tester.fhir("POST", "/fhir/Observation", observation);

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(tester.get("/fhir/Observation?component-code-value-quantity=last$7&_elements=status")
                        .bundle()
                        .getEntry())
                .isNotEmpty();
    }

    @Test
    void numbersThatAreNoughtForTheIndexAreOne() {
        String extended =
                "{\"resourceType\":\"RiskAssessment\",\"status\":\"final\",\"subject\":{\"display\":\"x\"},\"prediction\":["
                    + "{\"probabilityDecimal\":0},{\"probabilityDecimal\":-0.0},{\"probabilityDecimal\":-1e-400}]}";

        assertThat(tester.fhir("POST", "/fhir/RiskAssessment", extended).status())
                .isEqualTo(201);
    }
}
