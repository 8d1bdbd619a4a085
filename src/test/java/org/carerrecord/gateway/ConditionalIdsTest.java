package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, RESTful API, "conditional update": the id in what is sent. */
@OnEachStore
class ConditionalIdsTest {

    private final Sandbox gateway;
    private final User tester;
    private final Basics basics;
    private final String id = "own-" + People.uuid();

    ConditionalIdsTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
        basics = new Basics(tester);
    }

    private String put(String how, String json) {
        if (how.equals("alone")) {
            return Integer.toString(tester.fhir("PUT", "/fhir/Basic?" + basics.condition(), json)
                    .status());
        }
        Answer answer = tester.fhir(
                "POST", "/fhir", Entries.bundle(how, Entries.write("PUT", "Basic?" + basics.condition(), json)));
        return answer.status() == 200
                ? Entries.statuses(answer.bundle()).getFirst()
                : Integer.toString(answer.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"alone", "transaction", "batch"})
    void isThatOfTheNewOneOrOfTheOneThatIsFound(String how) {
        assertThat(put(how, basics.json(id, "one"))).isEqualTo("201");
        assertThat(basics.text("/fhir/Basic/" + id)).isEqualTo("one");
        assertThat(put(how, basics.json(id, "two"))).isEqualTo("200");
        assertThat(put(how, basics.json("", "three"))).isEqualTo("200");
        assertThat(put(how, basics.json("other-" + id, "four"))).isEqualTo("400");
        assertThat(basics.text("/fhir/Basic/" + id)).isEqualTo("three");
        assertThat(tester.get("/fhir/Basic/other-" + id).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alone", "transaction", "batch"})
    void isNotThatOfAnother(String how) {
        String path = "/fhir/Basic/" + id;
        tester.fhir("PUT", path, new Basics(tester).json(id, "another"));

        assertThat(put(how, basics.json(id, "one"))).isEqualTo("409");
        assertThat(basics.text(path)).isEqualTo("another");
        tester.delete(path);
        assertThat(put(how, basics.json(id, "one"))).isEqualTo("201");
        assertThat(tester.get(path).header("ETag")).isEqualTo("W/\"3\"");
    }

    @Test
    void isNotGivenByAPartner() {
        User hospital = gateway.as("hospital");
        String number = People.nhsNumber();
        String path = "/fhir/Patient?identifier=" + Fhir.token(number).replace("|", "%7C");
        String given = Fhir.json(Fhir.patient(number).setId(id));

        assertThat(hospital.fhir("PUT", path, given).status()).isEqualTo(405);
        String made =
                hospital.fhir("PUT", path, Fhir.json(Fhir.patient(number))).written();
        assertThat(hospital.fhir("PUT", path, given).status()).isEqualTo(400);
        assertThat(gateway.as("gp-2").fhir("PUT", path, given).status())
                .as("who does not see it is not told that it is there")
                .isEqualTo(405);
        assertThat(hospital.fhir("PUT", path, Fhir.json(Fhir.patient(number).setId(made)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void isNotMadeOfAFullUrlInXml() {
        String xml = "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"transaction\"/><entry><fullUrl"
                + " value=\"http://other.org/fhir/Basic/77\"/><resource><Basic><identifier><system"
                + " value=\"urn:test\"/><value value=\"" + basics.mark()
                + "\"/></identifier><code><text value=\"x\"/></code></Basic></resource><request>"
                + "<method value=\"PUT\"/><url value=\"Basic?" + basics.condition() + "\"/></request></entry></Bundle>";

        for (int i = 0; i < 2; i++) {
            Answer answer = tester.with("Content-Type", "application/fhir+xml")
                    .ask("POST", "/fhir", xml.getBytes(StandardCharsets.UTF_8));

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.text()).doesNotContain("Basic/77");
        }
    }
}
