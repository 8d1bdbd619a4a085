package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a conditional create of a transaction finds (R4, RESTful API, "create" and "transaction"). */
@OnEachStore
class FoundInTransactionsTest {

    private final Sandbox gateway;

    FoundInTransactionsTest(Store store) {
        gateway = Sandbox.on(store);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNLESS UNLESS", "PUT UNLESS", "UNLESS PUT", "UNLESS PUT UNLESS"})
    void whoIsThereIsFoundBesideAnyChange(String requests) {
        User hospital = gateway.as("hospital");
        String number = People.nhsNumber();
        hospital.create(Fhir.patient(number));
        String condition = "identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + number;
        String patient = Fhir.json(Fhir.patient(number));
        String[] entries = Arrays.stream(requests.split(" "))
                .map(request -> request.equals("PUT")
                        ? Entries.write("PUT", "Patient?" + condition, patient)
                        : Entries.entry(
                                "POST",
                                "Patient",
                                ",\"ifNoneExist\":\"" + condition + "\"},\"resource\":" + patient + "}"))
                .toArray(String[]::new);

        Answer answer = hospital.fhir("POST", "/fhir", Entries.bundle("transaction", entries));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(Entries.statuses(answer.bundle())).containsOnly("200");
    }

    /** The words of the second would be lost, which waits for the Organization. */
    @Test
    void whatALaterTurnFindsIsNotWhatAnEarlierOneMade() {
        User tester = gateway.as("tester");
        String mark = People.uuid();
        String encounter = "{\"resourceType\":\"Encounter\",\"status\":\"finished\",\"class\":{\"code\":\"IMP\"},"
                + "\"identifier\":[{\"system\":\"urn:tx\",\"value\":\"" + mark + "\"}]";
        String unless = ",\"ifNoneExist\":\"identifier=urn:tx%7C" + mark + "\"},\"resource\":";
        String organization =
                "{\"resourceType\":\"Organization\",\"name\":\"one\",\"identifier\":[{\"system\":\"urn:tx\","
                        + "\"value\":\"" + mark + "\"}]}";

        Answer answer = tester.fhir(
                "POST",
                "/fhir",
                Entries.bundle(
                        "transaction",
                        Entries.entry("POST", "Encounter", unless + encounter + "}}"),
                        Entries.entry(
                                "POST",
                                "Encounter",
                                unless + encounter
                                        + ",\"serviceProvider\":{\"reference\":\"Organization?identifier=urn:tx%7C"
                                        + mark + "\"}}}"),
                        Entries.write("POST", "Organization", organization)));

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    }
}
