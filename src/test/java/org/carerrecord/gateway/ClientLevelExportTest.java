package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /export/cld}: what a council sent comes back as the return that the mapper would write of it. */
@OnEachStore
class ClientLevelExportTest {

    private static final String QUARTER = "/export/cld?release=2&from=2026-07-01&to=2026-09-30";

    private final Sandbox sandbox;
    private final User council;

    ClientLevelExportTest(Store store) {
        sandbox = Sandbox.on(store);
        council = sandbox.as("council");
    }

    @BeforeEach
    void nothingIsThere() {
        sandbox.empty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cld-release-2", "cld-release-1", "cld-known-by-association", "cld-young-carer"})
    void theRowsAreThoseOfTheStory(String story) throws IOException {
        send(story + "/1-return.csv");

        Answer rows = council.with("Accept", "text/csv").get(QUARTER);

        assertThat(rows.status()).as(rows.text()).isEqualTo(200);
        assertThat(rows.header("Content-Type")).startsWith("text/csv");
        assertThat(rows.text()).isEqualTo(story(story, "client-level-data.csv"));
    }

    @Test
    void whatCouldNotBeMadeHasALineThatSaysWhy() throws IOException {
        send("cld-young-carer/1-return.csv");

        Answer lines = council.with("Accept", "text/plain").get(QUARTER);

        assertThat(lines.status()).as(lines.text()).isEqualTo(200);
        assertThat(lines.text().lines().map(line -> line.replaceFirst("client \\w+, ", "carer 1, ")))
                .containsExactlyElementsOf(
                        story("cld-young-carer", "omitted.txt").lines().toList());
    }

    @Test
    void eachPageIsAuditedAndNobodyElseGetsAnything() throws IOException {
        send("cld-release-2/1-return.csv");
        String request = People.uuid();

        council.with("X-Request-ID", request).with("Accept", "text/csv").get(QUARTER);

        assertThat(sandbox.audited(request, 200)).isEqualTo(4);
        for (String other : new String[] {"council-2", "hospital", "tester", "admin"}) {
            assertThat(sandbox.as(other).with("Accept", "text/csv").get(QUARTER).status())
                    .as(other)
                    .isEqualTo(403);
        }
        assertThat(sandbox.stranger().get(QUARTER).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "release=1&from=2026-07-01&to=2026-09-30, 422",
        "release=2&from=2026-07-01&to=2026-06-30, 400",
        "release=2&from=July&to=2026-09-30, 400",
        "from=2026-07-01&to=2026-09-30, 400"
    })
    void whatCannotBeAskedIsRefused(String query, int status) {
        assertThat(council.with("Accept", "text/csv")
                        .get("/export/cld?" + query)
                        .status())
                .isEqualTo(status);
    }

    private void send(String extract) throws IOException {
        Answer taken = council.with("Content-Type", "text/csv").ask("POST", "/intake/council", bytes(extract));
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    }

    private static String story(String story, String golden) throws IOException {
        return new String(bytes(story + "/" + golden), UTF_8);
    }

    private static byte[] bytes(String file) throws IOException {
        return Files.readAllBytes(Sandbox.project("test-data/council-case/" + file));
    }
}
