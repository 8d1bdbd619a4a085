package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No answer holds more than memory does, and no question asks for more than it may. */
@OnEachStore
class AnswerLimitsTest {

    private static final int MEGABYTE = 1_000_000;

    private final Sandbox gateway;
    private final User tester;

    AnswerLimitsTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
    }

    @BeforeEach
    void empty() {
        gateway.empty();
    }

    private void large(int number) {
        for (int i = 0; i < number; i++) {
            String name = "Long".repeat(MEGABYTE / 4);
            assertThat(tester.fhir(
                                    "PUT",
                                    "/fhir/Basic/" + i,
                                    "{\"resourceType\":\"Basic\",\"id\":\"" + i + "\",\"code\":{\"text\":\"" + name
                                            + "\"}}")
                            .status())
                    .isEqualTo(201);
        }
    }

    /** What every page holds, by the next links. */
    private List<List<BundleEntryComponent>> pages(String path) {
        List<List<BundleEntryComponent>> pages = new ArrayList<>();
        @Nullable String next = path;
        while (next != null) {
            Bundle page = tester.get(next).bundle();
            pages.add(page.getEntry());
            URI url = page.getLink("next") == null
                    ? null
                    : URI.create(page.getLink("next").getUrl());
            next = url == null ? null : url.getRawPath() + "?" + url.getRawQuery();
        }
        return pages;
    }

    @Test
    void aPageOfLargeResourcesEndsEarlier() {
        large(40);

        for (String question : List.of(
                "/fhir/Basic?_count=1000",
                "/fhir/Basic?_count=1000&_sort=-_lastUpdated",
                "/fhir/Basic/_history?_count=1000")) {
            List<List<BundleEntryComponent>> pages = pages(question);

            assertThat(pages).as(question).hasSizeGreaterThan(1).allSatisfy(page -> assertThat(page)
                    .hasSizeBetween(1, 39));
            assertThat(pages.stream()
                            .flatMap(List::stream)
                            .map(entry -> entry.getResource().getIdElement().getIdPart()))
                    .as(question)
                    .hasSize(40)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void theReadsOfABundleHaveOneLimit() {
        large(3);
        Bundle reads = new Bundle().setType(BundleType.BATCH);
        IntStream.range(0, 40)
                .forEach(i ->
                        reads.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl("Basic?_id=0,1,2"));

        List<String> statuses = tester.fhir("POST", "/fhir", Fhir.json(reads)).bundle().getEntry().stream()
                .map(entry -> entry.getResponse().getStatus().substring(0, 3))
                .toList();

        assertThat(statuses).hasSize(40).startsWith("200").endsWith("400");
        reads.setType(BundleType.TRANSACTION);
        assertThat(tester.fhir("POST", "/fhir", Fhir.json(reads)).status()).isEqualTo(400);
    }

    @Test
    void anIncludeOfTooMuchIsTooCostly() {
        String person = reference(tester.fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(People.nhsNumber()))));
        for (int i = 0; i < 70; i++) {
            tester.fhir(
                    "POST",
                    "/fhir/Basic",
                    "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"" + "a".repeat(MEGABYTE)
                            + "\"},\"subject\":{\"reference\":\"" + person + "\"}}");
        }

        Answer answer = tester.get("/fhir/Patient?_revinclude=Basic:subject");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.places()).containsExactly("_include");
    }

    private static String reference(Answer created) {
        return new IdType(created.header("Location")).toUnqualifiedVersionless().getValue();
    }

    @Test
    void provenanceIsAnsweredByPages() {
        String path = "/fhir/Basic/a";
        for (int i = 0; i < 5; i++) {
            tester.fhir("PUT", path, "{\"resourceType\":\"Basic\",\"id\":\"a\",\"code\":{\"text\":\"" + i + "\"}}");
        }

        List<List<BundleEntryComponent>> pages = pages("/fhir/Provenance?target=Basic/a&_count=2");

        assertThat(pages).extracting(List::size).containsExactly(2, 2, 1);
        assertThat(targets(pages.stream().flatMap(List::stream).toList()))
                .containsExactly(
                        "Basic/a/_history/5",
                        "Basic/a/_history/4",
                        "Basic/a/_history/3",
                        "Basic/a/_history/2",
                        "Basic/a/_history/1");
        assertThat(tester.get("/fhir/Provenance?target=Basic/a").bundle().getTotal())
                .isEqualTo(5);
    }

    @Test
    void provenanceIsOfTheVersionThatIsAskedFor() {
        for (int i = 0; i < 3; i++) {
            tester.fhir(
                    "PUT",
                    "/fhir/Basic/a",
                    "{\"resourceType\":\"Basic\",\"id\":\"a\",\"code\":{\"text\":\"" + i + "\"}}");
        }
        String base = "http://localhost:" + gateway.httpPort() + "/fhir/";

        assertThat(targets(tester.get("/fhir/Provenance?target=Basic/a/_history/2")
                        .bundle()
                        .getEntry()))
                .containsExactly("Basic/a/_history/2");
        assertThat(targets(tester.get("/fhir/Provenance?target=" + base + "Basic/a")
                        .bundle()
                        .getEntry()))
                .hasSize(3);
        assertThat(tester.get("/fhir/Provenance?target=http://elsewhere.example/fhir/Basic/a")
                        .bundle()
                        .getEntry())
                .isEmpty();
        assertThat(tester.get("/fhir/Provenance?target=Basic/a/_history/9")
                        .bundle()
                        .getEntry())
                .isEmpty();
        assertThat(tester.get("/fhir/Provenance?target=Basic/nobody").bundle().getEntry())
                .isEmpty();
    }

    private static List<String> targets(List<BundleEntryComponent> entries) {
        return entries.stream()
                .map(entry ->
                        ((Provenance) entry.getResource()).getTargetFirstRep().getReference())
                .toList();
    }

    @Test
    void aBundleAsksForOneStrangerOnly() {
        List<String> numbers = List.of(People.nhsNumber(), People.nhsNumber(), People.nhsNumber());
        numbers.forEach(
                number -> gateway.as("hospital").fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(number))));
        User council = gateway.as("council");
        String questions = numbers.stream()
                .map(number ->
                        "{\"request\":{\"method\":\"GET\",\"url\":\"Patient?identifier=" + Fhir.token(number) + "\"}}")
                .collect(Collectors.joining(","));
        String batch = "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" + questions + "]}";

        List<BundleEntryComponent> answers =
                council.fhir("POST", "/fhir", batch).bundle().getEntry();

        assertThat(answers)
                .extracting(answer -> answer.getResponse().getStatus().substring(0, 3))
                .containsExactly("200", "403", "403");
        assertThat(((OperationOutcome) answers.get(1).getResponse().getOutcome())
                        .getIssueFirstRep()
                        .getDiagnostics())
                .contains("one person");
        assertThat(relationships()).isEqualTo(1);
        numbers.forEach(number -> assertThat(council.get(
                                "/fhir/Patient?identifier=" + Fhir.token(number).replace("|", "%7C"))
                        .found(Patient.class))
                .hasSize(1));
        assertThat(council.fhir("POST", "/fhir", batch).bundle().getEntry())
                .as("nobody is a stranger any more")
                .extracting(answer -> answer.getResponse().getStatus().substring(0, 3))
                .containsExactly("200", "200", "200");
    }

    private int relationships() {
        return gateway.jdbc()
                .sql("select count(*) from relationship where partner = 'ZL1'")
                .query(Integer.class)
                .single();
    }
}
