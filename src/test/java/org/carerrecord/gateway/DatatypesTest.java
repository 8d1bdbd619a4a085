package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said is of R4's datatypes or is refused, with every place at once; what is legal is kept as it was said. */
@OnEachStore
class DatatypesTest {

    private static final String MODIFIED =
            "\"modifierExtension\":[{\"url\":\"urn:x\",\"valueBoolean\":true}],\"contact\":[{\"modifierExtension\":[{\"url\":\"urn:y\",\"valueCode\":\"a\"}]}]";

    private final User tester;

    DatatypesTest(Store store) {
        tester = Sandbox.on(store).as("tester");
    }

    private Answer patient(String elements) {
        return tester.fhir("POST", "/fhir/Patient", "{\"resourceType\":\"Patient\"," + elements + "}");
    }

    private static String path(Answer created) {
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.header("Location").replaceAll("^https?://[^/]+|/_history.*", "");
    }

    @Test
    void whatModifiesIsKept() {
        String path = path(patient(MODIFIED));

        assertThat(tester.get(path).text()).contains(MODIFIED);
        String xml = tester.with("Accept", "application/fhir+xml").get(path).text();
        assertThat(xml).contains("<modifierExtension url=\"urn:x\">", "<modifierExtension url=\"urn:y\">");
        assertThat(tester.with("Content-Type", "application/fhir+xml")
                        .ask("PUT", path, xml.getBytes(UTF_8))
                        .header("ETag"))
                .as("the same again")
                .isEqualTo("W/\"1\"");
        Answer patched = tester.patch(
                path,
                "[{\"op\":\"add\",\"path\":\"/modifierExtension/-\",\"value\":{\"url\":\"urn:z\",\"valueBoolean\":false}}]");
        assertThat(patched.status()).as(patched.text()).isEqualTo(200);
        assertThat(tester.get(path).text()).contains("urn:x", "urn:y", "urn:z");
        assertThat(tester.fhir(
                                "POST",
                                "/fhir",
                                "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":{\"method\":\"POST\",\"url\":\"Patient\"},"
                                    + "\"resource\":{\"resourceType\":\"Patient\"," + MODIFIED + "}}]}")
                        .status())
                .isEqualTo(200);
        Answer datatype = patient("\"name\":[{" + MODIFIED.substring(0, MODIFIED.indexOf(",\"contact")) + "}]");
        assertThat(datatype.status()).isEqualTo(400);
        assertThat(datatype.places()).containsExactly("Patient.name[0].modifierExtension");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"birthDate\":\"1991-01-01T00:00:00Z\"; Patient.birthDate",
                "\"birthDate\":\" 1991-01-01 \"; Patient.birthDate",
                "\"birthDate\":\"0000-01-01\"; Patient.birthDate",
                "\"birthDate\":\"2021-02-29\"; Patient.birthDate",
                "\"deceasedDateTime\":\"2020-02-01T10:00Z\"; Patient.deceased",
                "\"deceasedBoolean\":true,\"deceasedDateTime\":\"2020\"; Patient.deceased",
                "\"identifier\":[{\"period\":{\"start\":\"2020-02-01T10:00+01:00\"}}];"
                        + " Patient.identifier[0].period.start",
                "\"photo\":[{\"data\":\"aGVsb\"}]; Patient.photo[0].data",
                "\"photo\":[{\"data\":\"aGVsbG8_\"}]; Patient.photo[0].data",
                "\"extension\":[{\"url\":\"u\",\"valueBase64Binary\":\"1\"}]; Patient.extension[0].value",
                "\"extension\":[{\"url\":\"u\",\"valueInstant\":\"2020\"}]; Patient.extension[0].value",
                "\"extension\":[{\"url\":\"u\",\"valueString\":\"a\",\"extension\":[{\"url\":\"v\",\"valueString\":\"b\"}]}];"
                    + " Patient.extension[0]",
                "\"name\":[{\"family\":\"  \"}]; Patient.name[0].family",
                "\"gender\":\"x\"; Patient.gender",
                "\"text\":{\"status\":\"generated\",\"div\":\"<div"
                        + " xmlns='http://www.w3.org/1999/xhtml'><script>x</script></div>\"}; Patient.text.div",
                "\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns='http://www.w3.org/1999/xhtml'><p"
                        + " onclick='x'>a</p></div>\"}; Patient.text.div",
                "\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns='http://www.w3.org/1999/xhtml'><a href='"
                        + " Java script:x'>a</a></div>\"}; Patient.text.div"
            })
    void whatIsNotOfItsDatatypeIsRefused(String elements, String place) {
        Answer answer = patient(elements);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.places()).containsExactly(place);
    }

    @ParameterizedTest
    @CsvSource({
        "<active/>, Patient.active",
        "<name/>, Patient.name[0]",
        "<contained/>, Patient.contained[0]",
        "<name value='x'/>, Patient.name[0]",
        "<name><id value='x'/></name>, Patient.name[0]",
        "<active value='TRUE'/>, Patient.active",
        "<birthDate value='1991-01-01T00:00:00Z'/>, Patient.birthDate",
        "<deceasedDateTime value='2020-02-01T10:00Z'/>, Patient.deceased",
        "<gender value='x'/>, Patient.gender",
        "<extension url='u'><valueDecimal value='1e99999'/></extension>, Patient.extension[0].value",
        "<text><status value='generated'/><div xmlns='http://www.w3.org/1999/xhtml'><script>x</script></div></text>,"
                + " Patient.text.div"
    })
    void norByXml(String element, String place) {
        Answer answer = tester.with("Content-Type", "application/fhir+xml")
                .with("Accept", "application/fhir+json")
                .ask(
                        "POST",
                        "/fhir/Patient",
                        ("<Patient xmlns=\"http://hl7.org/fhir\">" + element + "</Patient>").getBytes(UTF_8));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.places()).containsOnly(place);
    }

    @Test
    void blanksOfMarkdownAreKept() {
        String note = "\"note\":[{\"text\":\"    indented code\\nnext  \"}]";

        String path = path(tester.fhir(
                "POST",
                "/fhir/Communication",
                "{\"resourceType\":\"Communication\",\"status\":\"completed\"," + note + "}"));

        assertThat(tester.get(path).text()).contains(note);
    }

    private static final String OBSERVATION =
            "{\"resourceType\":\"Observation\",\"status\":\"bad\",\"effectiveDateTime\":\"2020-13\","
                    + "\"subject\":{\"reference\":\"Practitioner/x\"}}";

    @Test
    void everyFaultIsToldAtOnce() {
        Answer answer = tester.fhir("POST", "/fhir/Observation", OBSERVATION);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.places())
                .containsExactlyInAnyOrder(
                        "Observation.status", "Observation.effective", "Observation.subject", "Observation.code");
        assertThat(answer.text()).contains("no such code");
    }

    @Test
    void validateTellsOfThemToo() {
        Answer alone = tester.fhir("POST", "/fhir/Observation/$validate", OBSERVATION);
        Answer given = tester.fhir(
                "POST",
                "/fhir/Observation/$validate",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\",\"resource\":" + OBSERVATION
                        + "},{\"name\":\"mode\",\"valueCode\":\"create\"}]}");

        for (Answer answer : new Answer[] {alone, given}) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.resource(OperationOutcome.class).getIssue()).isNotEmpty();
            assertThat(answer.places())
                    .contains("Observation.status", "Observation.effective", "Observation.subject", "Observation.code");
        }
        assertThat(tester.fhir("POST", "/fhir/Observation/$validate", "{").status())
                .isEqualTo(400);
    }

    @Test
    void anEmptyResourceIsValidatedToo() {
        Answer answer = tester.fhir(
                "POST",
                "/fhir/Patient/$validate",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\",\"resource\":{\"resourceType\":\"Patient\"}},"
                    + "{\"name\":\"mode\",\"valueCode\":\"create\"}]}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"other", "''"})
    void anUpdateHasTheIdOfItsUrl(String id) {
        Answer answer = tester.fhir(
                "PUT",
                "/fhir/Patient/" + People.uuid(),
                "{\"resourceType\":\"Patient\",\"active\":true" + (id.isEmpty() ? "" : ",\"id\":\"" + id + "\"") + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.places()).containsExactly("Patient.id");
        assertThat(answer.text()).contains("id of the URL");
    }

    @Test
    void whatIsVeryLongOrVeryWrongIsRefusedAtOnce() {
        String oid = "urn:oid:1" + ".1".repeat(100_000);
        Answer kept = patient("\"extension\":[{\"url\":\"urn:x\",\"valueOid\":\"" + oid + "\"}]");
        assertThat(kept.status()).as("it is one").isEqualTo(201);

        Answer wrong = patient("\"extension\":[{\"url\":\"urn:x\",\"valueOid\":\"" + oid + ".01\"}]");
        assertThat(wrong.status()).isEqualTo(400);

        Answer noList = tester.fhir(
                "POST",
                "/fhir",
                "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":{\"a\":\"" + "a".repeat(3_000_000) + "\"}}");
        assertThat(noList.status()).isEqualTo(400);

        Answer unknown = tester.fhir(
                "POST",
                "/fhir",
                "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
                        + String.join(",", Collections.nCopies(100_000, "{\"a\":1}")) + "]}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.resource(OperationOutcome.class).getIssue()).hasSize(100);
    }

    @Test
    void aParameterHasAName() {
        Answer answer = tester.fhir(
                "POST",
                "/fhir/Patient/$validate",
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":7,\"valueCode\":\"create\"}]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(tester.fhir(
                                "POST",
                                "/fhir/Patient/$validate?mode=create",
                                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"mode\",\"valueCode\":\"create\"},"
                                    + "{\"name\":\"resource\",\"resource\":{\"resourceType\":\"Patient\",\"active\":true}}]}")
                        .status())
                .isEqualTo(400);
    }
}
