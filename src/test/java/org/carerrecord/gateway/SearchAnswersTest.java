package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.stories.Golden;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The questions of {@code test-data/search/queries.txt} about the people beside it, each with its answer in {@code answers.txt}:
 * status, total, the ids found, {@code +} what is included. Two servers gave these answers, or R4 decided between them
 * (docs/fhir-differences.md).
 */
@OnEachStore
class SearchAnswersTest {

    private static final Path FOLDER = Sandbox.project("test-data/search");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What "about" a date is measured from. */
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Sandbox gateway;
    private final User tester;

    SearchAnswersTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
    }

    @AfterEach
    void end() {
        gateway.empty();
        gateway.end();
    }

    @Test
    void everyQuestionHasItsAnswer() throws IOException {
        gateway.begin(NOW, 1);
        Answer stored = tester.fhir("POST", "/fhir", Files.readString(FOLDER.resolve("people.json")));
        assertThat(stored.status()).as(stored.text()).isEqualTo(200);

        List<SearchQuery> queries =
                SearchQuery.all(FOLDER.resolve("queries.txt"), "http://localhost:" + gateway.httpPort() + "/fhir");
        String answers = queries.stream()
                .map(query -> query.line() + "\n    " + answer(query) + "\n")
                .collect(Collectors.joining());

        Golden.check(FOLDER.resolve("answers.txt"), answers);
    }

    private String answer(SearchQuery query) {
        Answer answer = query.ask(tester);
        if (answer.status() != 200) {
            assertThat(answer.text()).as(query.line()).contains("OperationOutcome");
            return Integer.toString(answer.status());
        }
        List<JsonNode> pages = new ArrayList<>(List.of(json(answer)));
        while (query.isOfAllPages() && !next(pages.getLast()).isEmpty()) {
            pages.add(json(tester.get(next(pages.getLast()))));
        }
        return Stream.of(
                        "200",
                        pages.size() == 1 ? total(pages.getFirst()) : "",
                        pages.size() == 1
                                ? ""
                                : pages.stream().map(SearchAnswersTest::size).toList() + "",
                        ids(pages, query),
                        query.isOfParts() ? elements(pages.getFirst()) : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static JsonNode json(Answer answer) {
        try {
            return JSON.readTree(answer.bytes());
        } catch (IOException cause) {
            throw new AssertionError(cause);
        }
    }

    private static String next(JsonNode page) {
        return page.path("link")
                .valueStream()
                .filter(link -> link.path("relation").asText().equals("next"))
                .map(link -> link.path("url").asText())
                .findFirst()
                .orElse("");
    }

    private static String total(JsonNode page) {
        return page.has("total") ? "total " + page.path("total").asInt() + ":" : "";
    }

    private static long size(JsonNode page) {
        return entries(page, "match").count();
    }

    private static Stream<JsonNode> entries(JsonNode page, String mode) {
        return page.path("entry")
                .valueStream()
                .filter(entry -> entry.path("search").path("mode").asText().equals(mode))
                .map(entry -> entry.path("resource"));
    }

    /** Matches in their order where the question fixes it, otherwise by id; what is included has no order. */
    private static String ids(List<JsonNode> pages, SearchQuery query) {
        Stream<String> matches = pages.stream()
                .flatMap(page -> entries(page, "match"))
                .map(resource -> resource.path("id").asText());
        Stream<String> included = pages.stream()
                .flatMap(page -> entries(page, "include"))
                .map(resource -> resource.path("resourceType").asText() + "/"
                        + resource.path("id").asText())
                .sorted()
                .map(reference -> "+" + reference);
        Stream<String> told =
                pages.stream().flatMap(page -> entries(page, "outcome")).map(outcome -> "+OperationOutcome");
        return Stream.of(query.isOrdered() ? matches : matches.sorted(), included, told)
                .flatMap(part -> part)
                .collect(Collectors.joining(" "));
    }

    private static String elements(JsonNode page) {
        return entries(page, "match")
                .map(resource -> new TreeSet<>(resource.propertyStream()
                                .map(java.util.Map.Entry::getKey)
                                .toList())
                        .toString())
                .distinct()
                .collect(Collectors.joining(" "));
    }
}
