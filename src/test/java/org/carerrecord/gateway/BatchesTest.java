package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, RESTful API, "batch": each entry is as if it had been sent alone. */
@OnEachStore
class BatchesTest {

    private final Sandbox gateway;
    private final User tester;
    private final String mark = People.uuid();
    private final Basics basics;

    BatchesTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
        basics = new Basics(tester, mark);
    }

    private String good() {
        return Entries.write("PUT", "Basic/good-" + mark, basics.json("good-" + mark, "x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"resourceType\":\"Patient\",\"birthDate\":\"1950-13-45\"}; .birthDate",
                "{\"resourceType\":\"Patient\",\"winifred\":\"1950-13-45\"}; .winifred",
                "{\"resourceType\":\"Patient\",\"name\":[\"Winifred\"]}; .name[0]",
                "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"winifred\"}]}; .extension[0]",
                "{\"resourceType\":\"Winifred\"}; ''",
                "[\"Winifred\"]; ''"
            })
    void anEntryThatCannotBeReadDisturbsNoOther(String resource, String place) {
        String bad = Entries.write("POST", "Patient", resource);

        Answer batch = tester.fhir("POST", "/fhir", Entries.bundle("batch", bad, good(), bad));

        assertThat(batch.status()).as(batch.text()).isEqualTo(200);
        assertThat(Entries.statuses(batch.bundle())).containsExactly("400", "201", "400");
        for (int i : new int[] {0, 2}) {
            OperationOutcome told = (OperationOutcome)
                    batch.bundle().getEntry().get(i).getResponse().getOutcome();
            assertThat(told.getIssue()).allSatisfy(issue -> assertThat(
                            issue.getExpression().getFirst().getValue())
                    .isEqualTo("Bundle.entry[" + i + "].resource" + place));
        }
        assertThat(batch.text()).doesNotContain("1950-13-45", "Winifred");
        assertThat(tester.get("/fhir/Basic/good-" + mark).status()).isEqualTo(200);
        Answer transaction = tester.fhir("POST", "/fhir", Entries.bundle("transaction", bad, good()));
        assertThat(transaction.status()).isEqualTo(400);
        assertThat(transaction.places()).containsExactly("Bundle.entry[0].resource" + place);
    }

    @Test
    void norDoesOneInXml() {
        String patient = "<entry><resource><Patient><birthDate value=\"1950-13-45\"/></Patient></resource>"
                + "<request><method value=\"POST\"/><url value=\"Patient\"/></request></entry>";
        String basic = "<entry><resource><Basic><code><text value=\"x\"/></code></Basic></resource>"
                + "<request><method value=\"POST\"/><url value=\"Basic\"/></request></entry>";
        String batch = "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"batch\"/>" + patient + basic + "</Bundle>";

        Answer answer = tester.with("Content-Type", "application/fhir+xml")
                .with("Accept", "application/fhir+json")
                .ask("POST", "/fhir", batch.getBytes(UTF_8));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(Entries.statuses(answer.bundle())).containsExactly("400", "201");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"timestamp\":\"yesterday\"", "\"winifred\":1", "\"link\":[]"})
    void aBundleThatIsNoneIsRefusedWhole(String element) {
        String batch = Entries.bundle("batch", good()).replaceFirst("\\{", "{" + element + ",");

        assertThat(tester.fhir("POST", "/fhir", batch).status()).isEqualTo(400);
        assertThat(tester.get("/fhir/Basic/good-" + mark).status()).isEqualTo(404);
    }

    @Test
    void asManyFaultsAsAreToldAreRefusedWhole() {
        String[] bad = new String[150];
        java.util.Arrays.fill(
                bad,
                Entries.write("POST", "Patient", "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"u\"}]}"));

        assertThat(tester.fhir("POST", "/fhir", Entries.bundle("batch", bad)).status())
                .isEqualTo(400);
    }

    /** R4, Search, "Elements" and "Summary". */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "_elements=value",
                "_elements=value,performer",
                "_elements=Observation.value",
                "_summary=true",
                "_summary=data",
                "_summary=text",
                "_summary=false"
            })
    void aPartIsReadAsItIsAlone(String part) {
        String observation = "Observation/" + People.uuid();
        Answer made = tester.fhir(
                "PUT",
                "/fhir/" + observation,
                "{\"resourceType\":\"Observation\",\"id\":\"" + observation.substring("Observation/".length())
                        + "\",\"status\":\"final\",\"code\":{\"text\":\"hours\"},\"valueString\":\"forty\",\"performer\":"
                        + "[{\"display\":\"W\"}],\"note\":[{\"text\":\"n\"}],\"text\":{\"status\":\"generated\",\"div\":\"<div"
                        + " xmlns=\\\"http://www.w3.org/1999/xhtml\\\">x</div>\"}}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String search = observation.replace("/", "?_id=") + "&" + part;

        Bundle answer = tester.fhir(
                        "POST",
                        "/fhir",
                        Entries.bundle("batch", Entries.read(observation + "?" + part), Entries.read(search)))
                .bundle();

        assertThat(Fhir.json(answer.getEntry().get(0).getResource()))
                .isEqualTo(Fhir.json(
                        tester.get("/fhir/" + observation + "?" + part).resource(Observation.class)));
        assertThat(Fhir.json(((Bundle) answer.getEntry().get(1).getResource())
                        .getEntryFirstRep()
                        .getResource()))
                .isEqualTo(Fhir.json(tester.get("/fhir/" + search)
                        .bundle()
                        .getEntryFirstRep()
                        .getResource()));
    }

    /** What is stored as a Bundle is one resource, and not what a search found. */
    @ParameterizedTest
    @ValueSource(
            strings = {"_elements=identifier", "_elements=entry", "_summary=true", "_summary=data", "_summary=text"})
    void aPartOfAStoredBundleIsReadAsItIsAlone(String part) {
        String path = "Bundle/" + mark;
        Answer made = tester.fhir(
                "PUT",
                "/fhir/" + path,
                "{\"resourceType\":\"Bundle\",\"id\":\"" + mark
                        + "\",\"type\":\"collection\",\"identifier\":{\"value\":\"" + mark
                        + "\"},\"entry\":[{\"fullUrl\":\"http://other.org/fhir/Basic/1\",\"resource\":"
                        + basics.json("1", "x") + "}]}");
        assertThat(made.status()).as(made.text()).isEqualTo(201);

        Bundle answer = tester.fhir(
                        "POST",
                        "/fhir",
                        Entries.bundle(
                                "batch",
                                Entries.read(path + "?" + part),
                                Entries.read("Bundle?_id=" + mark + "&" + part)))
                .bundle();

        Bundle read = (Bundle) answer.getEntry().get(0).getResource();
        assertThat(Fhir.json(read))
                .isEqualTo(Fhir.json(tester.get("/fhir/" + path + "?" + part).bundle()));
        assertThat(read.getMeta().getTag()).extracting(Coding::getCode).containsExactly("SUBSETTED");
        assertThat(Fhir.json(((Bundle) answer.getEntry().get(1).getResource())
                        .getEntryFirstRep()
                        .getResource()))
                .isEqualTo(Fhir.json(tester.get("/fhir/Bundle?_id=" + mark + "&" + part)
                        .bundle()
                        .getEntryFirstRep()
                        .getResource()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "transaction"})
    void theAuditIsReadAsItIsAlone(String type) {
        User admin = gateway.as("admin");
        tester.get("/fhir/Basic/nobody-" + mark);
        Bundle alone = admin.get("/fhir/AuditEvent?entity=Basic/nobody-" + mark).bundle();
        String path = "AuditEvent/" + alone.getEntryFirstRep().getResource().getIdPart();

        Answer answer = admin.fhir(
                "POST",
                "/fhir",
                Entries.bundle(
                        type,
                        Entries.read("AuditEvent?entity=Basic/nobody-" + mark),
                        Entries.read(path),
                        Entries.read("AuditEvent?_summary=count")));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<Resource> read = answer.bundle().getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .toList();
        assertThat(((Bundle) read.get(0)).getEntry()).hasSize(1).first().satisfies(entry -> assertThat(
                        entry.getResource().getIdPart())
                .isEqualTo(alone.getEntryFirstRep().getResource().getIdPart()));
        assertThat(Fhir.json(read.get(1)))
                .isEqualTo(Fhir.json(admin.get("/fhir/" + path).resource(AuditEvent.class)));
        assertThat(((Bundle) read.get(2)).getTotal()).isPositive();
        assertThat(Entries.statuses(gateway.as("hospital")
                        .fhir("POST", "/fhir", Entries.bundle("batch", Entries.read(path)))
                        .bundle()))
                .doesNotContain("200");
    }
}
