package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Search as a client of HTTP meets it. */
@OnEachStore
class SearchTest {

    private final Sandbox gateway;
    private final User tester;

    SearchTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
    }

    @BeforeEach
    void fresh() {
        gateway.empty();
    }

    private void put(String id, Resource resource) {
        resource.setId(id);
        String path = "/fhir/" + resource.fhirType() + "/" + id;
        assertThat(tester.fhir("PUT", path, Fhir.json(resource)).status()).isEqualTo(201);
    }

    private static Patient named(String family) {
        Patient patient = new Patient();
        patient.addName().setFamily(family);
        return patient;
    }

    @Test
    void whatIsNotKnownIsRefusedUnlessTheClientWouldRatherHaveItIgnored() {
        put("a", named("Smith"));

        Answer refused = tester.get("/fhir/Patient?nosuch=1&family=smith");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.places()).containsExactly("Patient:nosuch");
        assertThat(tester.with("Prefer", "handling=strict")
                        .get("/fhir/Patient?nosuch=1")
                        .status())
                .isEqualTo(400);

        Bundle lenient = tester.with("Prefer", "handling=lenient")
                .get("/fhir/Patient?nosuch=1&family=smith")
                .bundle();
        assertThat(lenient.getLink("self").getUrl()).endsWith("/fhir/Patient?family=smith");
        assertThat(lenient.getTotal()).isEqualTo(1);
        assertThat(lenient.getEntry()).hasSize(2);
        assertThat(lenient.getEntry().getLast().getSearch().getMode()).isEqualTo(SearchEntryMode.OUTCOME);
        OperationOutcome told = (OperationOutcome) lenient.getEntry().getLast().getResource();
        assertThat(told.getIssueFirstRep().getExpression().getFirst().getValue())
                .isEqualTo("http.nosuch");
    }

    @Test
    void anOwnAddressIsALocalReferenceWhereverItStands() {
        String base = "http://localhost:" + gateway.httpPort() + "/fhir";
        put("a", named("Smith"));
        put("carer", new RelatedPerson().setPatient(new Reference(base + "/Patient/a")));
        put("versioned", new RelatedPerson().setPatient(new Reference(base + "/Patient/a/_history/1")));

        for (String query : List.of(
                "patient=a",
                "patient=Patient/a",
                "patient=" + base + "/Patient/a",
                "patient=" + base + "/Patient/a/_history/1",
                "patient.family=smith")) {
            assertThat(tester.get("/fhir/RelatedPerson?" + query).bundle().getTotal())
                    .as(query)
                    .isEqualTo(2);
        }
        assertThat(tester.get("/fhir/Patient?_revinclude=RelatedPerson:patient").found(RelatedPerson.class))
                .extracting(carer -> carer.getPatient().getReference())
                .containsExactlyInAnyOrder("Patient/a", "Patient/a/_history/1");
    }

    @Test
    void aFormIsSearchedByLikeAUrl() {
        put("a", named("Smith"));
        put("b", named("Smithson"));
        User form = tester.with("Content-Type", "application/x-www-form-urlencoded");

        assertThat(form.ask("POST", "/fhir/Patient/_search", "family=smith&family:exact=Smith".getBytes(UTF_8))
                        .bundle()
                        .getTotal())
                .isEqualTo(1);
        assertThat(form.ask("POST", "/fhir/Patient/_search?family=smithson", "_sort=-_id".getBytes(UTF_8))
                        .bundle()
                        .getTotal())
                .isEqualTo(1);
    }

    @Test
    void sortedPagesAreWalkedByTheirLinks() {
        for (String family : List.of("Dd", "Bb", "Ee", "Aa", "Cc")) {
            put(family.toLowerCase(java.util.Locale.ROOT), named(family));
        }
        put("none", new Patient());
        List<String> seen = new ArrayList<>();
        Bundle page = tester.get("/fhir/Patient?_sort=-family&_count=2&_total=accurate")
                .bundle();
        while (true) {
            assertThat(page.getTotal()).isEqualTo(6);
            page.getEntry()
                    .forEach(
                            entry -> seen.add(entry.getResource().getIdElement().getIdPart()));
            if (page.getLink("next") == null) {
                break;
            }
            String next = page.getLink("next").getUrl();
            assertThat(next).doesNotContain("family");
            assertThat(gateway.as("hospital").get(next).status()).isEqualTo(400);
            page = tester.get(next).bundle();
        }
        assertThat(seen).containsExactly("ee", "dd", "cc", "bb", "aa", "none");
    }

    @Test
    void whatIsTooMuchIsRefusedQuickly() {
        put("o", new Organization().setName("O"));
        assertThat(tester.get("/fhir/Organization?" + "name=x&".repeat(60) + "name=x")
                        .status())
                .isEqualTo(400);
        assertThat(tester.get("/fhir/Organization?" + "partof.".repeat(30) + "name=x")
                        .text())
                .contains("too-costly");
        assertThat(tester.get("/fhir/Organization?_count=1000000").bundle().getTotal())
                .isEqualTo(1);
    }

    @Test
    void whatIsContainedIsNotMissing() {
        RelatedPerson carer = new RelatedPerson().setPatient(new Reference("#p"));
        carer.addContained(named("Contained").setId("p"));
        put("c", carer);
        put("o", new RelatedPerson().setPatient(new Reference("Patient/other")));

        assertThat(tester.get("/fhir/RelatedPerson?patient:missing=true")
                        .bundle()
                        .getEntry())
                .isEmpty();
        assertThat(tester.get("/fhir/RelatedPerson?patient:missing=false")
                        .bundle()
                        .getTotal())
                .isEqualTo(2);
    }

    @Test
    void anIncludeOfAnotherTypeIsToldOfIterate() {
        Answer answer = tester.get("/fhir/Patient?_include=Patient:organization&_include=Organization:partof");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("_include:iterate");
    }

    @Test
    void whoSaidItIsToldByEachNameOfThatAndRefusedByOthers() {
        put("a", named("Smith"));
        for (String name : List.of("target", "target:Patient", "*")) {
            Bundle answer = tester.get("/fhir/Patient?_id=a&_revinclude=Provenance:" + name)
                    .bundle();
            assertThat(answer.getEntry())
                    .as(name)
                    .extracting(entry -> entry.getResource().fhirType())
                    .containsExactly("Patient", "Provenance");
        }
        for (String query : List.of(
                "_revinclude=Provenance:target:Group",
                "_revinclude=Provenance:agent",
                "_has:Provenance:target:agent=Organization/1")) {
            Answer refused = tester.get("/fhir/Patient?" + query);
            assertThat(refused.status()).as(query).isEqualTo(400);
            assertThat(refused.text()).as(query).contains("_revinclude=Provenance:target");
        }
    }

    /** R4, 3.1.1.4.12: a canonical is a name; whose address it is under does not matter. */
    @Test
    void aCanonicalUnderTheOwnAddressIsFound() {
        String canonical = "http://localhost:" + gateway.httpPort() + "/fhir/Questionnaire/carer";
        put(
                "told",
                new QuestionnaireResponse()
                        .setQuestionnaire(canonical + "|2")
                        .setStatus(QuestionnaireResponseStatus.COMPLETED));
        for (String query : List.of(canonical, canonical + "|2")) {
            assertThat(tester.get("/fhir/QuestionnaireResponse?questionnaire=" + query.replace("|", "%7C"))
                            .bundle()
                            .getTotal())
                    .as(query)
                    .isEqualTo(1);
        }
    }
}
