package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, RESTful API, "history": of a resource, of a type, of all; by pages; under the agreement. */
@OnEachStore
class HistoryTest {

    private final Sandbox gateway;
    private final User tester;

    HistoryTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
    }

    private String basic(String id, int n) {
        return "{\"resourceType\":\"Basic\",\"id\":\"" + id + "\",\"code\":{\"text\":\"" + n + "\"}}";
    }

    private String three() {
        String id = People.uuid();
        tester.fhir("PUT", "/fhir/Basic/" + id, basic(id, 1));
        tester.fhir("PUT", "/fhir/Basic/" + id, basic(id, 2));
        tester.delete("/fhir/Basic/" + id);
        return id;
    }

    private static List<String> versions(Bundle history) {
        return history.getEntry().stream()
                .map(entry -> entry.getFullUrl() + " " + entry.getResponse().getEtag())
                .toList();
    }

    /** Every page, by its next links. */
    private static List<BundleEntryComponent> pages(User user, String path) {
        List<BundleEntryComponent> all = new ArrayList<>();
        String next = path;
        while (next != null) {
            Bundle page = user.get(next).bundle();
            assertThat(page.getEntry()).isNotEmpty();
            all.addAll(page.getEntry());
            URI url = page.getLink("next") == null
                    ? null
                    : URI.create(page.getLink("next").getUrl());
            next = url == null ? null : url.getRawPath() + "?" + url.getRawQuery();
        }
        return all;
    }

    @Test
    void theHistoryOfAResourceTellsEachRequest() {
        String id = three();

        Bundle history = tester.get("/fhir/Basic/" + id + "/_history").bundle();

        assertThat(history.getType()).isEqualTo(BundleType.HISTORY);
        assertThat(history.getTotal()).isEqualTo(3);
        assertThat(history.getEntry())
                .extracting(entry -> entry.getRequest().getMethod().toCode() + " "
                        + entry.getRequest().getUrl() + " "
                        + entry.getResponse().getStatus() + " "
                        + entry.getResponse().getEtag())
                .containsExactly(
                        "DELETE Basic/" + id + " 204 W/\"3\"",
                        "PUT Basic/" + id + " 200 W/\"2\"",
                        "PUT Basic/" + id + " 201 W/\"1\"");
        assertThat(history.getEntry()).allSatisfy(entry -> {
            assertThat(entry.getFullUrl()).endsWith("/fhir/Basic/" + id);
            assertThat(entry.getResponse().getLastModified()).isNotNull();
        });
        assertThat(history.getEntryFirstRep().hasResource()).isFalse();
        assertThat(history.getEntry().get(2).getResource().getMeta().getVersionId())
                .isEqualTo("1");
    }

    /** R4, RESTful API, "history": the interaction that made the version. */
    @Test
    void whatWasAskedIsTold() {
        Basics basics = new Basics(tester);
        String path = basics.create("one");
        tester.patch(path, "[{\"op\":\"replace\",\"path\":\"/code/text\",\"value\":\"two\"}]");
        tester.fhir("PUT", "/fhir/Basic?" + basics.condition(), basics.json("", "three"));

        Bundle history = tester.get(path + "/_history").bundle();

        assertThat(history.getEntry())
                .extracting(entry -> entry.getRequest().getMethod().toCode() + " "
                        + entry.getResponse().getStatus())
                .containsExactly("PUT 200", "PATCH 200", "POST 201");
        assertThat(tester.get("/fhir/Provenance?target=" + path.substring("/fhir/".length()))
                        .found(Provenance.class))
                .extracting(said -> said.getActivity().getCodingFirstRep().getCode())
                .containsExactlyInAnyOrder("CREATE", "UPDATE", "UPDATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/Basic/{id}/_history", "/fhir/Basic/_history", "/fhir/_history"})
    void pagesHoldEachVersionOnce(String path) {
        gateway.empty();
        String id = three();
        three();

        List<BundleEntryComponent> all = pages(tester, path.replace("{id}", id) + "?_count=2");

        List<String> each = versions(new Bundle().setEntry(all));
        assertThat(new HashSet<>(each)).hasSameSizeAs(each).hasSize(path.contains("{id}") ? 3 : 6);
        assertThat(all)
                .extracting(entry -> entry.getResponse().getLastModified().toInstant())
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(tester.get(path.replace("{id}", id) + "?_count=2").bundle().hasTotal())
                .as("a total that nobody counted")
                .isFalse();
        Bundle whole = tester.get(path.replace("{id}", id)).bundle();
        assertThat(versions(whole)).isEqualTo(each);
        assertThat(whole.getTotal()).isEqualTo(each.size());
        assertThat(whole.getLink("next")).isNull();
    }

    @Test
    void sinceLeavesOutWhatIsOlder() {
        gateway.empty();
        String id = three();
        String second = tester.get("/fhir/Basic/" + id + "/_history/2")
                .resource(org.hl7.fhir.r4.model.Basic.class)
                .getMeta()
                .getLastUpdatedElement()
                .getValueAsString();

        for (String path : List.of("/fhir/Basic/" + id + "/_history", "/fhir/Basic/_history", "/fhir/_history")) {
            assertThat(tester.get(path + "?_since=" + second.replace("+", "%2B"))
                            .bundle()
                            .getEntry())
                    .hasSize(2);
            assertThat(tester.get(path + "?_since=" + second).bundle().getEntry())
                    .as("a bare plus")
                    .hasSize(2);
            assertThat(tester.get(path + "?_since=2100-01-01T00:00:00Z")
                            .bundle()
                            .getEntry())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_since=yesterday",
                "_since=2026-01-01",
                "_since=%2B500000-01-01T00:00:00Z",
                "_since=-4000-01-01T00:00:00Z",
                "_count=0",
                "_count=x",
                "_at=2026",
                "winifred=1",
                "_cursor=x",
                "_sort=_lastUpdated"
            })
    void whatIsNoQuestionOfHistoryIsToldSo(String asked) {
        Answer answer = tester.get("/fhir/Basic/_history?" + asked);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).doesNotContainIgnoringCase("winifred");
    }

    @Test
    void whatNeverWasHasNoHistory() {
        assertThat(tester.get("/fhir/Basic/nobody/_history").status()).isEqualTo(404);
        assertThat(tester.get("/fhir/Basic/nobody/_history?_since=2100-01-01T00:00:00Z")
                        .status())
                .isEqualTo(404);
        assertThat(tester.get("/fhir/Winifred/_history").status()).isEqualTo(404);
    }

    @Test
    void aPartnerSeesTheHistoryOfWhatItMaySee() {
        gateway.empty();
        String number = People.nhsNumber();
        String patient = Fhir.json(Fhir.patient(number));
        User hospital = gateway.as("hospital");
        Answer created = hospital.fhir("POST", "/fhir/Patient", patient);
        hospital.fhir("POST", "/fhir/Patient", patient.replace("Tanners Row", "Tanners Lane"));
        tester.fhir("POST", "/fhir/Basic", "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}");
        String path = "/fhir/"
                + new IdType(created.header("Location"))
                        .toUnqualifiedVersionless()
                        .getValue();

        for (String asked : List.of(path + "/_history", "/fhir/Patient/_history", "/fhir/_history")) {
            assertThat(hospital.get(asked).bundle().getEntry()).as(asked).hasSize(2);
        }
        for (String partner :
                List.of("gp", "gp-2", "council", "council-2", "fire", "hospice", "icb", "admin", "carers-centre")) {
            for (String asked : List.of(
                    "/fhir/Patient/_history", "/fhir/_history", "/fhir/Patient/_history?_since=2000-01-01T00:00:00Z")) {
                Answer answer = gateway.as(partner).get(asked);
                assertThat(answer.bundle().getEntry()).as(partner).isEmpty();
                assertThat(answer.bundle().getTotal()).isZero();
            }
            assertThat(gateway.as(partner).get(path + "/_history").status()).isEqualTo(404);
            assertThat(gateway.as(partner)
                            .get(path + "/_history?_since=2000-01-01T00:00:00Z")
                            .status())
                    .isEqualTo(404);
        }
        assertThat(gateway.as("council")
                        .get("/fhir/Patient?identifier=" + User.NHS_NUMBER + number)
                        .bundle()
                        .getTotal())
                .isEqualTo(1);
        assertThat(gateway.as("council").get("/fhir/_history").bundle().getEntry())
                .hasSize(2);
        assertThat(tester.get("/fhir/_history").bundle().getEntry()).hasSize(3);
    }

    @Test
    void aPlaceInAHistoryIsItsOwnersOnly() {
        gateway.empty();
        three();
        URI next = URI.create(tester.get("/fhir/Basic/_history?_count=1")
                .bundle()
                .getLink("next")
                .getUrl());
        String link = next.getRawPath() + "?" + next.getRawQuery();

        assertThat(tester.get(link).status()).isEqualTo(200);
        assertThat(gateway.as("hospital").get(link).status()).isEqualTo(400);
        assertThat(tester.get(link.replace("/Basic/", "/Patient/")).status()).isEqualTo(400);
        assertThat(tester.get("/fhir/Basic?" + next.getRawQuery()).status()).isEqualTo(400);
    }

    @Test
    void eachQuestionLeavesItsRow() {
        String request = People.uuid();
        String id = three();
        User asking = tester.with("X-Request-ID", request);
        asking.get("/fhir/Basic/" + id + "/_history");
        asking.get("/fhir/Basic/_history");
        asking.get("/fhir/_history");
        asking.get("/fhir/Basic/nobody/_history");

        assertThat(gateway.audited(request, 200)).isEqualTo(3);
        assertThat(gateway.audited(request, 404)).isEqualTo(1);
    }
}
