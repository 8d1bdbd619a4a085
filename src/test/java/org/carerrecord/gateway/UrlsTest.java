package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a URL and its method the edge understands, wherever it leads. */
@OnEachStore
class UrlsTest {

    private final User tester;
    private final String patient;

    UrlsTest(Store store) {
        tester = Sandbox.on(store).as("tester");
        patient = tester.create(Fhir.patient(People.nhsNumber()));
    }

    private String path(String of) {
        return "/fhir/" + of.replace("{patient}", patient);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata",
                "{patient}",
                "{patient}/_history/1",
                "{patient}/_history",
                "Patient?family=fairweather&_count=1",
                "Patient",
                "Patient?nosuch=1",
                "Patient/nobody",
                "{patient}/$everything",
                "{patient}/$carer-record",
                "{patient}/$nosuch"
            })
    void whatIsTheHeadOfAnAnswerIsThatOfTheWholeOne(String of) {
        Answer whole = tester.get(path(of));
        Answer head = tester.ask("HEAD", path(of), new byte[0]);

        assertThat(head.status()).as(of).isEqualTo(whole.status());
        assertThat(head.header("Content-Type")).isEqualTo(whole.header("Content-Type"));
        assertThat(head.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{patient}?family=fairweather", "{patient}/_history/1?family=fairweather"})
    void aReadIsNoSearchAndWhoeverTakesItForOneIsTold(String of) {
        Answer answer = tester.get(path(of));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.places()).containsExactly("URL");
        assertThat(answer.text()).contains("takes no parameters but").doesNotContain("fairweather");
    }

    @Test
    void aUrlThatIsTooLongIsToldOfTheOtherWay() {
        Answer answer = tester.get("/fhir/Patient?family=" + "a".repeat(40_000));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("too long").contains("_search");
    }
}
