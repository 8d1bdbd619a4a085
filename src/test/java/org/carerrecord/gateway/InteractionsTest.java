package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, RESTful API: create, update, patch and delete, by id and by condition. */
@OnEachStore
class InteractionsTest {

    private final Sandbox gateway;
    private final User tester;
    private final String mark = UUID.randomUUID().toString();

    InteractionsTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
    }

    private String basic(String id, String text) {
        return "{\"resourceType\":\"Basic\"," + (id.isEmpty() ? "" : "\"id\":\"" + id + "\",")
                + "\"identifier\":[{\"system\":\"urn:test\",\"value\":\"" + mark + "\"}],\"code\":{\"text\":\"" + text
                + "\"}}";
    }

    private String condition() {
        return "identifier=urn:test%7C" + mark;
    }

    private String create(String text) {
        return path(tester.fhir("POST", "/fhir/Basic", basic("", text)));
    }

    private static String path(Answer created) {
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return "/fhir/"
                + new IdType(created.header("Location"))
                        .toUnqualifiedVersionless()
                        .getValue();
    }

    private String text(String path) {
        return tester.get(path).resource(Basic.class).getCode().getText();
    }

    private Answer patch(User user, String path, String patch) {
        return user.with("Content-Type", "application/json-patch+json").ask("PATCH", path, patch.getBytes(UTF_8));
    }

    @Test
    void aConditionalCreateFindsWhatIsThere() {
        User once = tester.with("If-None-Exist", condition());

        Answer first = once.fhir("POST", "/fhir/Basic", basic("", "one"));
        Answer second = once.fhir("POST", "/fhir/Basic", basic("", "two"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        create("three");
        Answer several = once.fhir("POST", "/fhir/Basic", basic("", "four"));
        assertThat(several.status()).isEqualTo(412);
        assertThat(several.resource(OperationOutcome.class)
                        .getIssueFirstRep()
                        .getCode()
                        .toCode())
                .isEqualTo("multiple-matches");
    }

    @Test
    void aConditionalUpdateMakesOneAndThenFindsIt() {
        Answer first = tester.fhir("PUT", "/fhir/Basic?" + condition(), basic("", "one"));
        Answer second = tester.fhir("PUT", "/fhir/Basic?" + condition(), basic("", "two"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(text(path(first))).isEqualTo("two");
        create("three");
        assertThat(tester.fhir("PUT", "/fhir/Basic?" + condition(), basic("", "four"))
                        .status())
                .isEqualTo(412);
        assertThat(tester.fhir("PUT", "/fhir/Basic", basic("", "four")).status())
                .isEqualTo(400);
    }

    @Test
    void aConditionalDeleteTakesOneAndNoMore() {
        String path = create("one");

        assertThat(tester.delete("/fhir/Basic?" + condition()).status()).isEqualTo(204);
        assertThat(tester.get(path).status()).isEqualTo(410);
        assertThat(tester.delete("/fhir/Basic?" + condition()).status()).isEqualTo(204);
        create("two");
        create("three");
        assertThat(tester.delete("/fhir/Basic?" + condition()).status()).isEqualTo(412);
        assertThat(tester.delete("/fhir/Basic").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
    void aConditionThatIsNoneIsToldSo(String method) {
        User user = tester.with(
                "Content-Type", method.equals("PATCH") ? "application/json-patch+json" : "application/fhir+json");
        byte[] body = (method.equals("PATCH") ? "[]" : basic("", "x")).getBytes(UTF_8);

        assertThat(user.ask(method, "/fhir/Basic?nonsense=1", body).status()).isEqualTo(400);
        assertThat(user.ask(method, "/fhir/Basic?_format=json", body).status()).isBetween(400, 422);
    }

    @Test
    void anIdOfTheClientsOwnIsKeptWhereThatIsAllowed() {
        String id = "own-" + mark;

        Answer created = tester.fhir("PUT", "/fhir/Basic/" + id, basic(id, "one"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).endsWith("/fhir/Basic/" + id + "/_history/1");
        assertThat(tester.fhir("PUT", "/fhir/Basic/" + id, basic(id, "two")).status())
                .isEqualTo(200);
        assertThat(tester.fhir("PUT", "/fhir/Basic/" + id, basic("other", "x")).status())
                .isEqualTo(400);
        assertThat(tester.fhir("PUT", "/fhir/Basic/" + id, basic("", "x")).status())
                .isEqualTo(400);
        assertThat(gateway.as("hospital")
                        .fhir("PUT", "/fhir/Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void anUpdateOfAnotherVersionIsRefused() {
        String path = create("one");
        String body = basic(path.substring(path.lastIndexOf('/') + 1), "two");

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
        String path = create("one");
        String id = path.substring(path.lastIndexOf('/') + 1);

        Answer deleted = tester.with("Prefer", "return=OperationOutcome").delete(path);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(tester.get(path).status()).isEqualTo(410);
        assertThat(tester.get(path + "/_history/1").status()).isEqualTo(200);
        assertThat(tester.get(path + "/_history/2").status()).isEqualTo(410);
        assertThat(tester.get(path + "/_history/3").status()).isEqualTo(404);
        assertThat(patch(tester, path, "[]").status()).isEqualTo(410);
        assertThat(tester.delete(path).status()).isEqualTo(204);
        Answer again = tester.fhir("PUT", path, basic(id, "two"));
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("ETag")).isEqualTo("W/\"3\"");
        assertThat(text(path)).isEqualTo("two");
    }

    @Test
    void aPatchChangesWhatItNames() {
        String path = create("one");

        Answer patched = patch(
                tester,
                path,
                "[{\"op\":\"test\",\"path\":\"/code/text\",\"value\":\"one\"},"
                        + "{\"op\":\"replace\",\"path\":\"/code/text\",\"value\":\"two\"},"
                        + "{\"op\":\"add\",\"path\":\"/identifier/-\",\"value\":{\"value\":\"b\"}}]");

        assertThat(patched.status()).as(patched.text()).isEqualTo(200);
        assertThat(patched.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(patched.resource(Basic.class).getIdentifier()).hasSize(2);
        assertThat(text(path)).isEqualTo("two");
        assertThat(patch(tester, "/fhir/Basic?" + condition(), "[{\"op\":\"remove\",\"path\":\"/identifier/1\"}]")
                        .header("ETag"))
                .isEqualTo("W/\"3\"");
        assertThat(patch(tester, path, "[]").header("ETag"))
                .as("nothing changed")
                .isEqualTo("W/\"3\"");
        assertThat(patch(tester.with("If-Match", "W/\"1\""), path, "[]").status())
                .isEqualTo(412);
        assertThat(patch(tester.with("If-Match", "W/\"3\""), path, "[]").status())
                .isEqualTo(200);
        create("three");
        assertThat(patch(tester, "/fhir/Basic?" + condition(), "[]").status()).isEqualTo(412);
        assertThat(patch(tester, "/fhir/Basic?identifier=urn:test%7Cnobody", "[]")
                        .status())
                .isEqualTo(404);
        assertThat(patch(tester, "/fhir/Basic/nobody", "[]").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{; 400",
                "{}; 400",
                "[1]; 400",
                "[{\"op\":\"winifred\",\"path\":\"/code\"}]; 400",
                "[{\"op\":\"add\",\"op\":\"add\",\"path\":\"/code\",\"value\":1}]; 400",
                "[{\"op\":\"test\",\"path\":\"/code/text\",\"value\":\"WINIFRED\"}]; 422",
                "[{\"op\":\"remove\",\"path\":\"/winifred\"}]; 422",
                "[{\"op\":\"replace\",\"path\":\"/identifier/9\",\"value\":{}}]; 422",
                "[{\"op\":\"add\",\"path\":\"/identifier/x\",\"value\":{}}]; 422",
                "[{\"op\":\"copy\",\"from\":\"/x\",\"path\":\"/y\"}]; 422",
                "[{\"op\":\"add\",\"path\":\"/winifred\",\"value\":\"WINIFRED\"}]; 422",
                "[{\"op\":\"replace\",\"path\":\"/code\",\"value\":\"WINIFRED\"}]; 422",
                "[{\"op\":\"replace\",\"path\":\"/id\",\"value\":\"winifred\"}]; 422",
                "[{\"op\":\"replace\",\"path\":\"/resourceType\",\"value\":\"Patient\"}]; 422",
                "[{\"op\":\"remove\",\"path\":\"/code\"}]; 422",
                "[{\"op\":\"replace\",\"path\":\"\",\"value\":[]}]; 422",
                "[{\"op\":\"remove\",\"path\":\"\"}]; 422"
            })
    void aPatchThatCannotBeAppliedChangesNothing(String patch, int status) {
        String path = create("one");

        Answer answer = patch(tester, path, patch);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).doesNotContainIgnoringCase("winifred");
        assertThat(tester.get(path).header("ETag")).isEqualTo("W/\"1\"");
    }

    @Test
    void patchesOfManyClientsAreAllThere() throws Exception {
        String path = create("one");
        AtomicInteger next = new AtomicInteger();
        List<Integer> statuses = AtOnce.by(8, () -> {
            int i = next.incrementAndGet();
            int status;
            do {
                status = patch(
                                tester,
                                path,
                                "[{\"op\":\"add\",\"path\":\"/identifier/-\",\"value\":{\"value\":\"" + i + "\"}}]")
                        .status();
            } while (status == 409);
            return status;
        });

        assertThat(statuses).containsOnly(200);
        assertThat(tester.get(path).resource(Basic.class).getIdentifier()).hasSize(9);
    }

    @Test
    void aPartnersPatchGoesTheSameRoadAsItsWrite() {
        User hospital = gateway.as("hospital");
        String path = path(hospital.fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(People.nhsNumber()))));
        String move = "[{\"op\":\"replace\",\"path\":\"/address/0/city\",\"value\":\"Marl\"}]";

        assertThat(patch(gateway.as("gp-2"), path, move).status()).isEqualTo(404);
        assertThat(patch(gateway.as("fire"), path, move).status()).isEqualTo(404);
        Answer wrong = patch(
                hospital, path, "[{\"op\":\"replace\",\"path\":\"/identifier/0/value\",\"value\":\"9990000043\"}]");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(patch(hospital, path, move).status()).isEqualTo(200);
        assertThat(hospital.get(path).text()).contains("Marl");
    }
}
