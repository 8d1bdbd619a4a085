package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent is taken as it is or refused with its place; nothing of it is dropped, nothing of it is repeated. */
@OnEachStore
class BodiesTest {

    private final User tester;
    private final User xml;

    BodiesTest(Store store) {
        tester = Sandbox.on(store).as("tester");
        xml = tester.with("Content-Type", "application/fhir+xml").with("Accept", "application/fhir+json");
    }

    private void refused(Answer answer, int status, String place) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.places()).containsOnly(place);
        assertThat(answer.text()).doesNotContainIgnoringCase("winifred");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"name\":[[[]]]; Patient.name[0]",
                "\"name\":[[{\"family\":\"Winifred\"}]]; Patient.name[0]",
                "\"name\":{\"family\":\"Winifred\"}; Patient.name",
                "\"name\":[\"Winifred\"]; Patient.name[0]",
                "\"name\":[{\"family\":[\"Winifred\"]}]; Patient.name[0].family",
                "\"name\":[{\"given\":\"Winifred\"}]; Patient.name[0].given",
                "\"name\":[{\"given\":[{}]}]; Patient.name[0].given[0]",
                "\"name\":[{\"winifred 1\":1}]; Patient.name[0]",
                "\"winifred 1\":1; Patient",
                "\"nosuch\":1; Patient.nosuch",
                "\"fhir_comments\":[\"Winifred\"]; Patient.fhir_comments",
                "\"birthDate\":[\"1938-07-09\"]; Patient.birthDate",
                "\"birthDate\":19380709; Patient.birthDate",
                "\"active\":\"true\"; Patient.active",
                "\"active\":1; Patient.active",
                "\"multipleBirthInteger\":1.5; Patient.multipleBirth",
                "\"multipleBirthInteger\":\"1\"; Patient.multipleBirth",
                "\"_birthDate\":[{}]; Patient.birthDate",
                "\"_birthDate\":{\"winifred\":1}; Patient.birthDate",
                "\"contained\":[{\"id\":\"a\"}]; Patient.contained[0]",
                "\"contained\":[{\"resourceType\":\"Winifred\"}]; Patient.contained[0]",
                "\"contained\":[{\"resourceType\":\"Flag\",\"status\":[]}]; Patient.contained[0].status",
                "\"extension\":[{\"url\":\"u\",\"valueDecimal\":1e99999}]; Patient.extension[0].value",
                "\"extension\":[{\"url\":\"u\",\"valueDecimal\":\"1\"}]; Patient.extension[0].value",
                "\"extension\":{\"url\":\"u\"}; Patient.extension",
                "\"id\":7; Patient.id",
                "\"meta\":[]; Patient.meta",
                "\"name\":[{\"family\":\"a\\u0000b\"}]; Patient.name[0].family",
                "\"name\":[{\"family\":\"\\ud83d\"}]; Patient.name[0].family",
                "\"name\":[],\"name\":[]; body",
                "\"name\":[{\"family\":\"Winifred\",\"family\":\"W\"}]; body",
                "\"name\":[{\"family\":Winifred}]; body",
                "\"name\":[{\"family\":'Winifred'}]; body"
            })
    void anotherShapeIsRefusedWithItsPlace(String elements, String place) {
        refused(tester.fhir("POST", "/fhir/Patient", "{\"resourceType\":\"Patient\"," + elements + "}"), 400, place);
        refused(tester.fhir("POST", "/fhir/Patient", "{" + elements + ",\"resourceType\":\"Patient\"}"), 400, place);
    }

    @Test
    void aPlaceInABundleIsNamedToo() {
        String bundle =
                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"name\":[[]]}}]}";

        refused(tester.fhir("POST", "/fhir", bundle), 400, "Bundle.entry[0].resource.name[0]");
    }

    @Test
    void whatStandsTooDeepIsRefused() {
        String deep = "{\"url\":\"u\",\"extension\":[".repeat(60);
        String ends = "]}".repeat(60);
        refused(
                tester.fhir(
                        "POST", "/fhir/Patient", "{\"resourceType\":\"Patient\",\"extension\":[" + deep + ends + "]}"),
                400,
                "body");
        refused(tester.fhir("POST", "/fhir/Patient", "[".repeat(100_000)), 400, "body");
        refused(tester.fhir("POST", "/fhir/Patient", "{\"a\":".repeat(100_000)), 400, "body");
        refused(
                xml.ask(
                        "POST",
                        "/fhir/Patient",
                        ("<Patient xmlns=\"http://hl7.org/fhir\">" + "<extension url=\"u\">".repeat(100)
                                        + "</extension>".repeat(100) + "</Patient>")
                                .getBytes(UTF_8)),
                400,
                "body");
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        byte[] body = "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"X\"}]}".getBytes(UTF_8);
        body[body.length - 5] = (byte) 0xe9;

        User json = tester.with("Content-Type", "application/fhir+json");
        refused(json.ask("POST", "/fhir/Patient", body), 400, "body");
        refused(json.ask("POST", "/fhir/Patient", "{\"resourceType\":\"Patient\"}".getBytes(UTF_16)), 400, "body");
        assertThat(json.ask("POST", "/fhir/Patient", "\uFEFF{\"resourceType\":\"Patient\"}".getBytes(UTF_8))
                        .status())
                .as("a byte order mark is passed over")
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE Patient [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><Patient"
                        + " xmlns=\"http://hl7.org/fhir\"><name><family value=\"&x;\"/></name></Patient>",
                "<!DOCTYPE Patient SYSTEM \"http://localhost:1/winifred.dtd\"><Patient xmlns=\"http://hl7.org/fhir\"/>",
                "<!DOCTYPE Patient [<!ENTITY a \"winifred\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><Patient"
                        + " xmlns=\"http://hl7.org/fhir\"><name><family value=\"&b;\"/></name></Patient>",
                "<Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\"&winifred;\"/></name></Patient>",
                "<Patient xmlns=\"http://hl7.org/fhir\">Winifred<active value=\"true\"/></Patient>",
                "<Patient xmlns=\"http://hl7.org/fhir\"><active value=\"true\">Winifred</active></Patient>",
                "<Patient><active value=\"true\"/></Patient>",
                "<Patient xmlns=\"http://winifred\"><active value=\"true\"/></Patient>",
                "<Winifred xmlns=\"http://hl7.org/fhir\"/>",
                "<Patient xmlns=\"http://hl7.org/fhir\"><active value=\"true\"></Patient>",
                "<Patient xmlns=\"http://hl7.org/fhir\"><text><status value=\"generated\"/><div"
                        + " xmlns=\"http://www.w3.org/1999/xhtml\">a long text that is read in pieces, each of which is"
                        + " looked at when it is asked for, and not before it is: &winifred;</div></text></Patient>",
                "<Patient xmlns=\"http://hl7.org/fhir\"/><Patient xmlns=\"http://hl7.org/fhir\"/>",
                "Winifred"
            })
    void xmlThatIsNotFhirsIsRefused(String body) {
        refused(xml.ask("POST", "/fhir/Patient", body.getBytes(UTF_8)), 400, "body");
    }

    @Test
    void otherElementsOfXmlAreRefused() {
        for (String element : new String[] {
            "<winifred-1 value=\"x\"/>",
            "<active value=\"true\"/><active value=\"true\"/>",
            "<active winifred=\"true\"/>",
            "<birthDate value=\"Winifred\"/>"
        }) {
            Answer answer = xml.ask(
                    "POST",
                    "/fhir/Patient",
                    ("<Patient xmlns=\"http://hl7.org/fhir\">" + element + "</Patient>").getBytes(UTF_8));
            assertThat(answer.status()).as(element).isEqualTo(400);
            assertThat(answer.text()).doesNotContainIgnoringCase("winifred");
        }
    }

    @Test
    void whatIsTooLargeIsRefused() {
        String large = "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}}";
        refused(tester.fhir("POST", "/fhir/Basic", large), 413, "body");
        refused(
                tester.fhir(
                        "POST",
                        "/fhir",
                        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"POST\",\"url\":\"Basic\"},\"resource\":"
                                + large + "}]}"),
                413,
                "Bundle.entry[0].resource");
        byte[] huge = new byte[65 * 1024 * 1024];
        Arrays.fill(huge, (byte) ' ');
        refused(tester.with("Content-Type", "application/fhir+json").ask("POST", "/fhir/Basic", huge), 413, "body");
        refused(
                tester.with("Content-Type", "application/octet-stream")
                        .ask("POST", "/fhir/Binary", new byte[3 * 1024 * 1024]),
                413,
                "body");
    }

    @Test
    void largeBundlesOfSmallResourcesAreTaken() {
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            entries.append(i == 0 ? "" : ",")
                    .append(
                            "{\"request\":{\"method\":\"POST\",\"url\":\"Basic\"},\"resource\":{\"resourceType\":\"Basic\",\"code\":{\"text\":\"")
                    .append("x".repeat(500_000))
                    .append("\"}}}");
        }

        assertThat(tester.fhir(
                                "POST",
                                "/fhir",
                                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"resourceType\":\"Flag\"}", "[]", "7", "\"Winifred\"", "null", " "})
    void whatIsNoPatientIsNone(String body) {
        assertThat(tester.fhir("POST", "/fhir/Patient", body).status()).isEqualTo(400);
    }

    @Test
    void whatIsStoredAsJsonComesBackAsXml() {
        String path = "/fhir/Binary/" + People.uuid();
        String binary = "{\"resourceType\":\"Binary\",\"id\":\"" + path.substring("/fhir/Binary/".length())
                + "\",\"contentType\":\"text/plain\",\"data\":\"" + "YWFh".repeat(150_000) + "\"}";
        assertThat(tester.fhir("PUT", path, binary).status()).isEqualTo(201);
        User xml = tester.with("Accept", "application/fhir+xml").with("Content-Type", "application/fhir+xml");

        byte[] read = xml.get(path).bytes();

        assertThat(xml.ask("PUT", path, read).status()).isEqualTo(200);
        assertThat(xml.get(path + "/_history").status()).isEqualTo(200);
    }

    /** R4, "JSON Representation of Resources": never null but to fill up a list of primitives, and never empty. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"gender\":null; Patient.gender",
                "\"name\":null; Patient.name",
                "\"name\":[null]; Patient.name[0]",
                "\"name\":[]; Patient.name",
                "\"name\":[{}]; Patient.name[0]",
                "\"name\":[{\"given\":[null]}]; Patient.name[0].given[0]",
                "\"name\":[{\"given\":[\"W\",null],\"_given\":[null,null]}]; Patient.name[0].given[1]",
                "\"name\":[{\"_given\":[{}]}]; Patient.name[0].given[0]",
                "\"maritalStatus\":{}; Patient.maritalStatus",
                "\"_birthDate\":{}; Patient.birthDate",
                "\"_birthDate\":null; Patient.birthDate",
                "\"_birthDate\":{\"extension\":[]}; Patient.birthDate.extension",
                "\"contained\":[]; Patient.contained"
            })
    void whatIsNullOrEmptyIsNotJsonOfFhir(String elements, String place) {
        refused(tester.fhir("POST", "/fhir/Patient", "{\"resourceType\":\"Patient\"," + elements + "}"), 400, place);
    }

    @Test
    void aNullFillsUpAListOfPrimitives() {
        String reason = "\"extension\":[{\"url\":\"http://example.org/why\",\"valueString\":\"unknown\"}]";

        Answer answer = tester.fhir(
                "POST",
                "/fhir/Patient",
                "{\"resourceType\":\"Patient\",\"name\":[{\"given\":[null,\"W\"],\"_given\":[{" + reason
                        + "},null]}]}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }
}
