package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R4, RESTful API, "patch": JSON Patch (RFC 6902), by id and by condition. */
@OnEachStore
class PatchTest {

    private final Sandbox gateway;
    private final User tester;
    private final Basics basics;

    PatchTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
        basics = new Basics(tester);
    }

    @Test
    void aPatchChangesWhatItNames() {
        String path = basics.create("one");

        Answer patched = tester.patch(
                path,
                "[{\"op\":\"test\",\"path\":\"/code/text\",\"value\":\"one\"},"
                        + "{\"op\":\"replace\",\"path\":\"/code/text\",\"value\":\"two\"},"
                        + "{\"op\":\"add\",\"path\":\"/identifier/-\",\"value\":{\"value\":\"b\"}}]");

        assertThat(patched.status()).as(patched.text()).isEqualTo(200);
        assertThat(patched.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(patched.resource(Basic.class).getIdentifier()).hasSize(2);
        assertThat(basics.text(path)).isEqualTo("two");
        assertThat(tester.patch("/fhir/Basic?" + basics.condition(), "[{\"op\":\"remove\",\"path\":\"/identifier/1\"}]")
                        .header("ETag"))
                .isEqualTo("W/\"3\"");
        assertThat(tester.patch(path, "[]").header("ETag"))
                .as("nothing changed")
                .isEqualTo("W/\"3\"");
        assertThat(tester.with("If-Match", "W/\"1\"").patch(path, "[]").status())
                .isEqualTo(412);
        assertThat(tester.with("If-Match", "W/\"3\"").patch(path, "[]").status())
                .isEqualTo(200);
        basics.create("three");
        assertThat(tester.patch("/fhir/Basic?" + basics.condition(), "[]").status())
                .isEqualTo(412);
        assertThat(tester.patch("/fhir/Basic?identifier=urn:test%7Cnobody", "[]")
                        .status())
                .isEqualTo(404);
        assertThat(tester.patch("/fhir/Basic/nobody", "[]").status()).isEqualTo(404);
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
                "[{\"op\":\"add\",\"path\":\"/winifred-1\",\"value\":\"WINIFRED\"}]; 422",
                "[{\"op\":\"replace\",\"path\":\"/code\",\"value\":\"WINIFRED\"}]; 422",
                "[{\"op\":\"replace\",\"path\":\"/id\",\"value\":\"winifred\"}]; 422",
                "[{\"op\":\"replace\",\"path\":\"/resourceType\",\"value\":\"Patient\"}]; 422",
                "[{\"op\":\"remove\",\"path\":\"/code\"}]; 422",
                "[{\"op\":\"replace\",\"path\":\"\",\"value\":[]}]; 422",
                "[{\"op\":\"remove\",\"path\":\"\"}]; 422"
            })
    void aPatchThatCannotBeAppliedChangesNothing(String patch, int status) {
        String path = basics.create("one");

        Answer answer = tester.patch(path, patch);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).doesNotContainIgnoringCase("winifred");
        assertThat(tester.get(path).header("ETag")).isEqualTo("W/\"1\"");
    }

    /** RFC 6902, 4.6. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/valueQuantity/value; 1; 200",
                "/valueQuantity/value; 1.00; 200",
                "/valueQuantity; {\"unit\":\"x\",\"value\":10e-1}; 200",
                "/valueQuantity/value; 1.01; 422",
                "/valueQuantity/value; \"1.0\"; 422",
                "/valueQuantity; {\"value\":1.0}; 422",
                "/component; []; 422",
                "valueQuantity; 1; 422"
            })
    void aTestComparesNumbersAsNumbers(String place, String value, int status) {
        String path = Basics.path(tester.fhir(
                "POST",
                "/fhir/Observation",
                "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},"
                        + "\"valueQuantity\":{\"value\":1.0,\"unit\":\"x\"}}"));

        assertThat(tester.patch(path, "[{\"op\":\"test\",\"path\":\"" + place + "\",\"value\":" + value + "}]")
                        .status())
                .isIn(status, place.startsWith("/") ? status : 400);
        assertThat(tester.get(path).text()).containsPattern("\"value\"\\s*:\\s*1\\.0");
    }

    @Test
    void patchesOfManyClientsAreAllThere() throws Exception {
        String path = basics.create("one");
        AtomicInteger next = new AtomicInteger();
        List<Integer> statuses = AtOnce.by(8, () -> {
            int i = next.incrementAndGet();
            int status;
            do {
                status = tester.patch(
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
        String path = Basics.path(hospital.fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(People.nhsNumber()))));
        String move = "[{\"op\":\"replace\",\"path\":\"/address/0/city\",\"value\":\"Marl\"}]";

        assertThat(gateway.as("gp-2").patch(path, move).status()).isEqualTo(404);
        assertThat(gateway.as("fire").patch(path, move).status()).isEqualTo(404);
        Answer wrong = hospital.patch(
                path, "[{\"op\":\"replace\",\"path\":\"/identifier/0/value\",\"value\":\"9990000043\"}]");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(hospital.patch(path, move).status()).isEqualTo(200);
        assertThat(hospital.get(path).text()).contains("Marl");
    }

    @Test
    void aPatchOfCopiesEndsWhereAResourceDoes() {
        String path = fairweather();
        String twice = "{\"op\":\"copy\",\"from\":\"/name\",\"path\":\"/name/-\"}";

        Answer answer = tester.patch(path, "[" + String.join(",", Collections.nCopies(30, twice)) + "]");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.places()).containsExactly("body");
    }

    @Test
    void theLastOfAListIsPatchedAway() {
        String path = fairweather();

        assertThat(tester.patch(path, "[{\"op\":\"remove\",\"path\":\"/name/0\"}]")
                        .status())
                .isEqualTo(200);
        assertThat(tester.get(path).text()).doesNotContain("name");
    }

    /** R4, "JSON Representation of Resources": a null keeps the place of what stands beside another primitive. */
    @ParameterizedTest
    @CsvSource({
        "/name/0/_given/0/extension/0, -, b",
        "/name/0/_given/0/extension, -, b",
        "/name/0/_given/1/extension/0, a, -",
        "/name/0/_given, -, -"
    })
    void whatStandsBesideOneValueIsNotMovedToAnother(String removed, String first, String second) {
        String id = People.uuid();
        String path = "/fhir/Patient/" + id;
        String note = "{\"extension\":[{\"url\":\"http://example.org/note\",\"valueString\":\"";
        tester.fhir(
                "PUT",
                path,
                "{\"resourceType\":\"Patient\",\"id\":\"" + id
                        + "\",\"name\":[{\"given\":[\"Anna\",\"Maria\"],\"_given\":[" + note + "a\"}]}," + note
                        + "b\"}]}]}]}");

        Answer answer = tester.patch(path, "[{\"op\":\"remove\",\"path\":\"" + removed + "\"}]");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<StringType> given =
                tester.get(path).resource(Patient.class).getNameFirstRep().getGiven();
        assertThat(given).extracting(StringType::getValue).containsExactly("Anna", "Maria");
        assertThat(given)
                .extracting(one -> one.hasExtension()
                        ? one.getExtensionFirstRep().getValue().primitiveValue()
                        : "-")
                .containsExactly(first, second);
    }

    @Test
    void whatAPatchMakesIsNoDeeperThanABody() {
        String path = fairweather();
        String nest = "{\"op\":\"add\",\"path\":\"/extension\",\"value\":["
                + "{\"url\":\"u\",\"extension\":[".repeat(15) + "{\"url\":\"u\",\"valueCode\":\"x\"}" + "]}".repeat(15)
                + "]}";
        String inner = "/extension/0".repeat(16);
        String deeper = "{\"op\":\"copy\",\"from\":\"/extension\",\"path\":\"" + inner + "/extension\"}";
        String without = "{\"op\":\"remove\",\"path\":\"" + inner + "/valueCode\"}";

        Answer fits = tester.patch(path, "[" + nest + "]");
        assertThat(fits.status()).as(fits.text()).isEqualTo(200);
        for (int copies : new int[] {1, 5}) {
            Answer answer = tester.patch(
                    path, "[" + String.join(",", Collections.nCopies(copies, without + "," + deeper)) + "]");
            assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        }
        assertThat(tester.patch(
                                path,
                                "[" + without + "," + nest.replace("\"/extension\"", "\"" + inner + "/extension\"")
                                        + "]")
                        .status())
                .isEqualTo(422);
        assertThat(tester.get(path).header("ETag")).isEqualTo("W/\"2\"");
    }

    @Test
    void aPatchMakesNoPartOfTheWhole() {
        String path = fairweather();

        Answer answer = tester.patch(
                path,
                "[{\"op\":\"add\",\"path\":\"/meta/tag\",\"value\":[{\"system\":"
                        + "\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\",\"code\":\"SUBSETTED\"}]}]");

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(tester.get(path).text()).doesNotContain("SUBSETTED");
    }

    /** The path of a Patient with a name and one element more. */
    private String fairweather() {
        String id = People.uuid();
        String path = "/fhir/Patient/" + id;
        tester.fhir(
                "PUT",
                path,
                "{\"resourceType\":\"Patient\",\"id\":\"" + id
                        + "\",\"active\":true,\"name\":[{\"family\":\"Fairweather\"}]}");
        return path;
    }
}
