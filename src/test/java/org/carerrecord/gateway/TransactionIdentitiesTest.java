package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, RESTful API, "transaction": "A resource can only appear in a transaction once (by identity)". */
@OnEachStore
class TransactionIdentitiesTest {

    private final User tester;
    private final String mark = People.uuid();

    TransactionIdentitiesTest(Store store) {
        tester = Sandbox.on(store).as("tester");
    }

    private String patient() {
        return "{\"resourceType\":\"Patient\",\"active\":true,\"identifier\":[{\"system\":\"urn:tx\",\"value\":\""
                + mark + "\"}]}";
    }

    private String entry(String request) {
        String[] words = request.replace("X", "identifier=urn:tx%7C" + mark).split(" ");
        return switch (words[0]) {
            case "UNLESS" ->
                Entries.entry(
                        "POST", "Patient", ",\"ifNoneExist\":\"" + words[1] + "\"},\"resource\":" + patient() + "}");
            case "DELETE" -> Entries.delete("Patient" + words[1]);
            case "POST" -> Entries.write("POST", "Patient", patient());
            case "PUT" ->
                Entries.write(
                        "PUT",
                        "Patient" + words[1],
                        words[1].startsWith("/")
                                ? patient()
                                        .replace(
                                                "{\"resourceType",
                                                "{\"id\":\"" + words[1].substring(1) + "\",\"resourceType")
                                : patient());
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private String[] entries(String requests) {
        return Arrays.stream(requests.split("; ")).map(this::entry).toArray(String[]::new);
    }

    private int found() {
        return tester.get("/fhir/Patient?identifier=urn:tx%7C" + mark).bundle().getTotal();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT ?X; PUT ?X",
                "PUT ?X; UNLESS X",
                "UNLESS X; UNLESS X",
                "UNLESS X&active=true; UNLESS active=true&X",
                "UNLESS X; UNLESS X&X",
                "PUT ?X; PUT ?X&active=true",
                "POST; UNLESS X",
                "PUT ?active=true&X; POST",
                "PUT /own; PUT ?X",
                "PUT /own; PUT /own",
            })
    void whatStandsTwiceStopsAllOfIt(String requests) {
        String its = requests.replace("/own", "/" + mark);

        Answer answer = tester.fhir("POST", "/fhir", Entries.bundle("transaction", entries(its)));

        assertThat(answer.status()).as(answer.text()).isBetween(400, 422);
        assertThat(answer.text()).doesNotContain(mark);
        assertThat(found()).isZero();
    }

    @Test
    void othersStandBesideEachOther() {
        Answer answer = tester.fhir(
                "POST",
                "/fhir",
                Entries.bundle(
                        "transaction",
                        entry("PUT ?X"),
                        Entries.write(
                                "PUT",
                                "Patient?identifier=urn:tx%7C2" + mark,
                                patient().replace(mark, "2" + mark)),
                        Entries.write(
                                "PUT",
                                "Patient?identifier=urn:tx%7C3" + mark + "&active=true",
                                patient().replace(mark, "3" + mark)),
                        Entries.write(
                                "PUT", "Patient?active=false&birthdate=1850-01-01", "{\"resourceType\":\"Patient\"}")));

        assertThat(Entries.statuses(answer.bundle())).containsExactly("201", "201", "201", "201");
    }

    /** R4, RESTful API, "conditional create": one that finds something leaves it as it is. */
    @ParameterizedTest
    @CsvSource({
        "UNLESS X; UNLESS X, 200 200, 1",
        "UNLESS X; UNLESS active=true&X, 200 200, 1",
        "UNLESS X; PUT /own, 200 200, 2",
        "PUT /own; UNLESS X, 200 200, 2",
        "UNLESS X; PUT /own; UNLESS X, 200 200 200, 2",
        "PUT ?X; UNLESS X, 200 200, 2",
        "DELETE /own; UNLESS X, 204 201, 1"
    })
    void whatIsFoundIsNotChanged(String requests, String statuses, int version) {
        tester.fhir(
                "PUT",
                "/fhir/Patient/" + mark,
                patient().replace("{\"resourceType", "{\"id\":\"" + mark + "\",\"gender\":\"other\",\"resourceType"));

        Answer answer = tester.fhir(
                "POST", "/fhir", Entries.bundle("transaction", entries(requests.replace("/own", "/" + mark))));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(String.join(" ", Entries.statuses(answer.bundle()))).isEqualTo(statuses);
        assertThat(found()).isOne();
        assertThat(tester.get("/fhir/Patient?identifier=urn:tx%7C" + mark)
                        .bundle()
                        .getEntryFirstRep()
                        .getResource()
                        .getMeta()
                        .getVersionId())
                .isEqualTo(Integer.toString(version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNLESS X; PUT /own; PUT ?X", "PUT /own; UNLESS X; PUT /own", "DELETE /own; PUT /own"})
    void twoChangesAreTwoBesideWhatIsFoundToo(String requests) {
        tester.fhir(
                "PUT",
                "/fhir/Patient/" + mark,
                patient().replace("{\"resourceType", "{\"id\":\"" + mark + "\",\"resourceType"));

        assertThat(tester.fhir(
                                "POST",
                                "/fhir",
                                Entries.bundle("transaction", entries(requests.replace("/own", "/" + mark))))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aBatchDoesOneAfterTheOther() {
        Answer answer = tester.fhir("POST", "/fhir", Entries.bundle("batch", entries("UNLESS X; UNLESS X; PUT ?X")));

        assertThat(Entries.statuses(answer.bundle())).containsExactly("201", "200", "200");
        assertThat(found()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"urn:uuid:5c6f9a52-0000-4000-8000-000000000001", "http://other.org/fhir/Patient/77"})
    void aFullUrlIsThatOfOneEntry(String fullUrl) {
        Answer answer = tester.fhir(
                "POST",
                "/fhir",
                Entries.bundle(
                        "transaction",
                        Entries.linked(fullUrl, "POST", "Patient", patient()),
                        Entries.linked(fullUrl, "POST", "Patient", patient())));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.places()).containsExactly("Bundle.entry[1].fullUrl");
        assertThat(found()).isZero();
    }
}
