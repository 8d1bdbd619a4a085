package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, Search, "Paging": each page is written as the first, and the server's own link is taken by it. */
@OnEachStore
class PagesTest {

    private final User tester;

    PagesTest(Store store) {
        tester = Sandbox.on(store).as("tester");
    }

    private String basic(String tag) {
        String id = People.uuid();
        put(id, tag);
        return id;
    }

    private void put(String id, String tag) {
        tester.fhir(
                "PUT",
                "/fhir/Basic/" + id,
                "{\"resourceType\":\"Basic\",\"id\":\"%s\",\"meta\":{\"tag\":[{\"code\":\"%s\"}]},\"code\":{\"text\":\"%s\"},\"created\":\"2026\"}"
                        .formatted(id, tag, People.mark()));
    }

    private Answer nextOf(Bundle page) {
        URI next = URI.create(page.getLink("next").getUrl());
        return tester.get(next.getRawPath() + "?" + next.getRawQuery());
    }

    private static Resource one(Bundle page) {
        assertThat(page.getEntry()).hasSize(1);
        return page.getEntryFirstRep().getResource();
    }

    @ParameterizedTest
    @ValueSource(strings = {"_elements=code", "_summary=true", "_summary=data"})
    void thePartThatIsAskedForIsThatOfEachPage(String part) {
        String tag = People.uuid();
        String id = basic(tag);
        basic(tag);
        for (String question : List.of("/fhir/Basic?_tag=" + tag + "&", "/fhir/Basic/" + id + "/_history?")) {
            put(id, tag);
            Bundle first = tester.get(question + "_count=1&" + part).bundle();
            Bundle second = nextOf(first).bundle();
            assertThat(one(second).getMeta().getTag()).as(question).anyMatch(mark -> "SUBSETTED"
                    .equals(mark.getCode()));
            assertThat(one(second).getNamedProperty("created").hasValues())
                    .isEqualTo(one(first).getNamedProperty("created").hasValues());
            assertThat(second.getLink("self").getUrl()).contains(part);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic?", "Basic/_history?"})
    void theFormatThatIsAskedForIsThatOfEachPage(String question) {
        basic(People.uuid());
        basic(People.uuid());
        Answer first = tester.get("/fhir/" + question + "_format=xml&_count=1");
        Bundle page = Fhir.CONTEXT.newXmlParser().parseResource(Bundle.class, first.text());
        assertThat(nextOf(page).header("Content-Type")).startsWith("application/fhir+xml");
    }

    /** A list of people, as a team has it. */
    @ParameterizedTest
    @ValueSource(ints = {100, 200})
    void aQuestionForManyHasASecondPage(int people) {
        List<String> ids = List.of(basic("t"), basic("t"));
        String numbers = IntStream.range(0, people - 2)
                .mapToObj(n -> "https://example.org/of-a-team-with-a-long-name/" + People.uuid())
                .collect(Collectors.joining(","));
        Answer first = tester.with("Content-Type", "application/x-www-form-urlencoded")
                .ask(
                        "POST",
                        "/fhir/Basic/_search",
                        ("_count=1&_id=" + String.join(",", ids) + "&identifier:not=" + numbers.replace("/", "%2F"))
                                .getBytes(UTF_8));
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(nextOf(first.bundle()).status()).isEqualTo(200);
    }
}
