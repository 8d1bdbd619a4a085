package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, RESTful API, "Managing Resource Contention"; RFC 9110, 13.1: the conditions under which something is written. */
@OnEachStore
class PreconditionsTest {

    private final User tester;
    private final Basics basics;
    private final String id = "own-" + People.uuid();
    private final String path = "/fhir/Basic/" + id;

    PreconditionsTest(Store store) {
        tester = Sandbox.on(store).as("tester");
        basics = new Basics(tester);
    }

    @Test
    void whatIsToBeNewIsNotOverwritten() {
        User first = tester.with("If-None-Match", "*");

        assertThat(first.fhir("PUT", path, basics.json(id, "one")).status()).isEqualTo(201);
        assertThat(first.fhir("PUT", path, basics.json(id, "two")).status()).isEqualTo(412);
        assertThat(first.fhir("PUT", "/fhir/Basic?" + basics.condition(), basics.json("", "two"))
                        .status())
                .isEqualTo(412);
        assertThat(tester.with("If-None-Match", "W/\"1\"")
                        .fhir("PUT", path, basics.json(id, "two"))
                        .status())
                .isEqualTo(400);
        assertThat(basics.text(path)).isEqualTo("one");
        tester.delete(path);
        assertThat(first.fhir("PUT", path, basics.json(id, "three")).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "batch"})
    void norInABundle(String type) {
        String entry = Entries.bundle(
                type,
                Entries.entry(
                        "PUT", "Basic/" + id, ",\"ifNoneMatch\":\"*\"},\"resource\":" + basics.json(id, "one") + "}"));

        assertThat(Entries.statuses(tester.fhir("POST", "/fhir", entry).bundle()))
                .containsExactly("201");
        Answer again = tester.fhir("POST", "/fhir", entry);
        if (type.equals("batch")) {
            assertThat(Entries.statuses(again.bundle())).containsExactly("412");
        } else {
            assertThat(again.status()).isEqualTo(412);
        }
    }

    @Test
    void whatWasDeletedIsBroughtBackByItsLastVersion() {
        tester.fhir("PUT", path, basics.json(id, "one"));
        String deleted = tester.delete(path).header("ETag");
        assertThat(deleted).isEqualTo("W/\"2\"");

        assertThat(tester.with("If-Match", "W/\"1\"")
                        .fhir("PUT", path, basics.json(id, "two"))
                        .status())
                .isEqualTo(412);
        Answer back = tester.with("If-Match", deleted).fhir("PUT", path, basics.json(id, "two"));

        assertThat(back.status()).isEqualTo(201);
        assertThat(back.header("ETag")).isEqualTo("W/\"3\"");
        assertThat(tester.with("If-Match", deleted)
                        .fhir("PUT", path, basics.json(id, "three"))
                        .status())
                .isEqualTo(412);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Basic?", "?"})
    void aCreationUnderNoConditionIsNone(String condition) {
        assertThat(tester.with("If-None-Exist", condition)
                        .fhir("POST", "/fhir/Basic", basics.json("", "one"))
                        .status())
                .isEqualTo(400);
        assertThat(tester.get("/fhir/Basic?" + basics.condition()).bundle().getTotal())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "batch"})
    void anUpdateInABundleSaysItsIdTwiceAsItDoesAlone(String type) {
        Answer answer = tester.fhir(
                "POST", "/fhir", Entries.bundle(type, Entries.write("PUT", "Basic/" + id, basics.json("", "one"))));

        assertThat(answer.text()).contains("resource.id");
        assertThat(answer.status()).isEqualTo(type.equals("batch") ? 200 : 400);
        assertThat(tester.get(path).status()).isEqualTo(404);
    }
}
