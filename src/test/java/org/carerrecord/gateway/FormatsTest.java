package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, RESTful API and Search: formats, summaries, headers; no option changes what somebody said. */
@OnEachStore
class FormatsTest {

    private static final String XML = "application/fhir+xml";
    private static final String NARRATIVE =
            "<div xmlns=\"http://www.w3.org/1999/xhtml\">Winifred &amp; <b>Tom</b> &#8212; caf\u00e9</div>";

    private final User tester;
    private final Patient patient = Fhir.patient(People.nhsNumber());
    private final String path;
    private final String version;

    FormatsTest(Store store) {
        tester = Sandbox.on(store).as("tester");
        patient.getText()
                .setStatus(org.hl7.fhir.r4.model.Narrative.NarrativeStatus.GENERATED)
                .setDivAsString(NARRATIVE);
        Answer created = tester.fhir("POST", "/fhir/Patient", Fhir.json(patient));
        assertThat(created.status()).isEqualTo(201);
        version = created.header("Location");
        path = "/fhir/" + new IdType(version).toUnqualifiedVersionless().getValue();
    }

    private static Resource said(Resource resource) {
        Resource said = resource.copy();
        said.setId((IdType) null);
        said.setMeta(new Meta());
        return said;
    }

    @Test
    void aCreateTellsWhereItIsAndWhatVersion() {
        Answer created = tester.fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(People.nhsNumber())));

        assertThat(created.header("Location")).matches("http://.*/fhir/Patient/[^/]+/_history/1");
        assertThat(created.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(created.header("Last-Modified")).endsWith("GMT");
    }

    @Test
    void xmlInIsJsonOutAndBack() {
        String xml = Fhir.CONTEXT.newXmlParser().encodeResourceToString(patient);
        Answer created =
                tester.with("Content-Type", XML).with("Accept", XML).ask("POST", "/fhir/Patient", xml.getBytes(UTF_8));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Content-Type")).startsWith(XML);
        String its = "/fhir/"
                + new IdType(created.header("Location"))
                        .toUnqualifiedVersionless()
                        .getValue();
        assertThat(said(tester.get(its).resource(Patient.class)).equalsDeep(patient))
                .isTrue();
        Resource back = (Resource) Fhir.CONTEXT
                .newXmlParser()
                .parseResource(tester.with("Accept", XML).get(its).text());
        assertThat(said(back).equalsDeep(patient)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "xml, application/fhir+xml",
        "application/fhir+xml, application/fhir+xml",
        "text/xml, application/fhir+xml",
        "json, application/fhir+json",
        "application/json, application/fhir+json"
    })
    void theFormatParameterGoesBeforeAccept(String format, String type) {
        Answer answer = tester.with("Accept", "text/html").get(path + "?_format=" + format.replace("+", "%2B"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith(type);
    }

    @Test
    void aStopIsToldInTheFormatAskedFor() {
        Answer answer = tester.get("/fhir/Patient/nobody?_format=xml");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).startsWith("<OperationOutcome");
    }

    @Test
    void prettyChangesNoWord() {
        Answer pretty = tester.get(path + "?_pretty=true");
        Answer plain = tester.get(path);

        assertThat(pretty.text().lines()).hasSizeGreaterThan(5);
        assertThat(plain.text().lines()).hasSize(1);
        assertThat(pretty.resource(Patient.class).equalsDeep(plain.resource(Patient.class)))
                .isTrue();
        assertThat(tester.get(path + "?_pretty=true&_format=xml").text()).contains("<b>Tom</b>", "caf\u00e9");
    }

    @ParameterizedTest
    @CsvSource({
        "_summary=true, false, true, true",
        "_summary=text, true, true, false",
        "_summary=data, false, true, true",
        "_summary=false, true, false, true",
        "_elements=birthDate, false, true, true",
        "_elements=name&_pretty=true, false, true, false"
    })
    void aPartOfAResourceSaysThatItIsOne(String asked, boolean hasText, boolean isSubset, boolean hasBirthDate) {
        String id = path.substring(path.lastIndexOf('/') + 1);
        for (Patient part : new Patient[] {
            tester.get(path + "?" + asked).resource(Patient.class),
            tester.get("/fhir/Patient?_id=" + id + "&" + asked)
                    .found(Patient.class)
                    .getFirst(),
            (Patient) Fhir.CONTEXT
                    .newXmlParser()
                    .parseResource(tester.get(path + "?_format=xml&" + asked).text())
        }) {
            assertThat(part.hasText()).isEqualTo(hasText);
            assertThat(part.getMeta().getTag("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "SUBSETTED")
                            != null)
                    .isEqualTo(isSubset);
            assertThat(part.hasBirthDate()).isEqualTo(hasBirthDate);
            assertThat(part.hasId()).isTrue();
        }
    }

    @Test
    void partsOfASearchAreWhole() {
        String id = path.substring(path.lastIndexOf('/') + 1);
        Bundle found =
                tester.get("/fhir/Patient?_id=" + id + "&_elements=birthDate").bundle();

        assertThat(found.getTotal()).isEqualTo(1);
        assertThat(found.getEntryFirstRep().getFullUrl()).endsWith(path);
        Bundle counted =
                tester.get("/fhir/Patient?_id=" + id + "&_summary=count").bundle();
        assertThat(counted.getTotal()).isEqualTo(1);
        assertThat(counted.getEntry()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"_summary=winifred", "_summary=true&_elements=name", "_elements=a:b"})
    void aSummaryThatIsNoneIsToldSo(String asked) {
        assertThat(tester.get(path + "?" + asked).status()).isEqualTo(400);
    }

    @Test
    void aPartOfAResourceIsNotTakenForTheWhole() {
        Answer part = tester.get(path + "?_elements=name");

        assertThat(tester.fhir("PUT", path, part.text()).status()).isEqualTo(422);
        assertThat(tester.get(path).resource(Patient.class).hasBirthDate()).isTrue();
    }

    @Test
    void answersAreCompressedWhereThatIsWanted() throws IOException {
        Answer answer = tester.with("Accept-Encoding", "gzip").get(path);

        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        String unpacked =
                new String(new GZIPInputStream(new ByteArrayInputStream(answer.bytes())).readAllBytes(), UTF_8);
        assertThat(unpacked).isEqualTo(tester.get(path).text());
    }

    /** HAPI's writer flushes after each value. */
    @Test
    void aShortAnswerIsSentInOnePiece() {
        Answer summary = tester.get(path + "?_summary=true");

        assertThat(summary.header("Content-Length")).isEqualTo(Integer.toString(summary.bytes().length));
    }

    @Test
    void whatDidNotChangeIsNotSentAgain() {
        Answer read = tester.get(path);
        assertThat(read.header("ETag")).isEqualTo("W/\"1\"");

        for (Answer unchanged : new Answer[] {
            tester.with("If-None-Match", "W/\"1\"").get(path),
            tester.with("If-None-Match", "\"9\", W/\"1\"").get(path),
            tester.with("If-None-Match", "*").get(path),
            tester.with("If-Modified-Since", read.header("Last-Modified")).get(path)
        }) {
            assertThat(unchanged.status()).isEqualTo(304);
            assertThat(unchanged.bytes()).isEmpty();
            assertThat(unchanged.header("ETag")).isEqualTo("W/\"1\"");
        }
        assertThat(tester.with("If-None-Match", "W/\"2\"").get(path).status()).isEqualTo(200);
        assertThat(tester.with("If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT")
                        .get(path)
                        .status())
                .isEqualTo(200);
        assertThat(tester.with("If-Modified-Since", "yesterday").get(path).status())
                .isEqualTo(200);
        // RFC 9110, 13.1.3: a recipient ignores If-Modified-Since beside If-None-Match.
        assertThat(tester.with("If-None-Match", "W/\"2\"")
                        .with("If-Modified-Since", read.header("Last-Modified"))
                        .get(path)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theAnswerToAWriteIsAsLongAsIsPreferred() {
        String body = Fhir.json(Fhir.patient(People.nhsNumber()));

        Answer minimal = tester.with("Prefer", "return=minimal").fhir("POST", "/fhir/Patient", body);
        Answer whole = tester.with("Prefer", "return=representation").fhir("POST", "/fhir/Patient", body);
        Answer outcome = tester.with("Prefer", "return=OperationOutcome").fhir("POST", "/fhir/Patient", body);

        assertThat(minimal.bytes()).isEmpty();
        assertThat(minimal.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(minimal.header("Location")).isNotEmpty();
        assertThat(minimal.header("Last-Modified")).isNotEmpty();
        assertThat(whole.resource(Patient.class).getNameFirstRep().getFamily()).isEqualTo("Fairweather");
        assertThat(outcome.resource(OperationOutcome.class).getIssue()).hasSize(1);
        assertThat(outcome.status()).isEqualTo(201);
        Answer updated = tester.with("Prefer", "return=OperationOutcome")
                .fhir("PUT", path, tester.get(path).text().replace("Winifred", "Wyn"));
        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.resource(OperationOutcome.class).getIssue()).hasSize(1);
        assertThat(updated.header("ETag")).isEqualTo("W/\"2\"");
    }

    @Test
    void headIsReadWithoutTheBody() {
        Answer answer = tester.ask("HEAD", path, new byte[0]);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).isEmpty();
        assertThat(answer.header("ETag")).isEqualTo("W/\"1\"");
    }

    @Test
    void aFileIsKeptAsItIs() {
        byte[] file = {0, 1, 2, (byte) 0xff};
        Answer created = tester.with("Content-Type", "image/png").ask("POST", "/fhir/Binary", file);

        assertThat(created.status()).isEqualTo(201);
        String its = "/fhir/"
                + new IdType(created.header("Location"))
                        .toUnqualifiedVersionless()
                        .getValue();
        assertThat(tester.with("Accept", "image/png").get(its).bytes()).isEqualTo(file);
        assertThat(tester.with("Accept", "application/fhir+json").get(its).text())
                .contains("\"image/png\"");
    }

    @Test
    void decimalsKeepTheirDigits() {
        String observation =
                "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"valueQuantity\":{\"value\":1.00}}";
        Answer created = tester.fhir("POST", "/fhir/Observation", observation);

        assertThat(created.text()).contains("\"value\":1.00");
        String its = "/fhir/"
                + new IdType(created.header("Location"))
                        .toUnqualifiedVersionless()
                        .getValue();
        assertThat(tester.get(its + "?_format=xml").text()).contains("value=\"1.00\"");
    }

    @Test
    void whatStandsBesideAPrimitiveStays() {
        String body =
                "{\"resourceType\":\"Patient\",\"name\":[{\"_given\":[null,{\"extension\":[{\"url\":\"http://x\",\"valueCode\":\"y\"}]}],"
                    + "\"given\":[\"Wyn\"]},{\"_given\":[{\"id\":\"z\",\"extension\":[{\"url\":\"http://x\",\"valueCode\":\"w\"}]}]}],\"_birthDate\":{\"extension\":[{\"url\":\"http://x\",\"valueCode\":\"y\"}]}}";
        Answer created = tester.fhir("POST", "/fhir/Patient", body);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text())
                .contains("\"_given\":[null,{\"extension\":[{\"url\":\"http://x\",\"valueCode\":\"y\"}]}]")
                .contains("\"id\":\"z\",\"extension\"")
                .contains("\"_birthDate\":{\"extension\"");
    }
}
