package org.carerrecord.gateway.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.carerrecord.gateway.packaged.PackagedGateway.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 in the middle of a stream of messages: what was acknowledged is there afterwards, and nothing twice. */
class KillProofIT {

    private static final int ROUNDS = Integer.getInteger("proof.rounds", 3);
    private static final int FEWEST_ACKNOWLEDGED = 20;
    private static final int MOST_ACKNOWLEDGED = 600;
    private static final int SENT_ONCE_MORE = 10;
    private static final Duration STREAM_AT_MOST = Duration.ofMinutes(2);
    private static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number%7C";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void onAnH2FileNothingAcknowledgedIsLostAndNothingIsThereTwice(@TempDir Path folder, TestReporter reporter)
            throws Exception {
        prove(reporter, "H2", Databases.h2File(folder));
    }

    @Test
    void onPostgresqlNothingAcknowledgedIsLostAndNothingIsThereTwice(TestReporter reporter) throws Exception {
        try (EmbeddedPostgres postgresql = EmbeddedPostgres.start()) {
            prove(reporter, "PostgreSQL", Databases.settings(postgresql));
        }
    }

    private static void prove(TestReporter reporter, String database, String... settings)
            throws IOException, InterruptedException {
        long seed = Long.getLong("proof.seed", System.nanoTime());
        reporter.publishEntry("%s: proof.seed=%d, %d rounds".formatted(database, seed, ROUNDS));
        Random random = new Random(seed);
        AtomicInteger people = new AtomicInteger();
        PackagedGateway gateway = PackagedGateway.sandbox(settings);
        try {
            for (int round = 1; round <= ROUNDS; round++) {
                int killAfter = random.nextInt(FEWEST_ACKNOWLEDGED, MOST_ACKNOWLEDGED);
                MessageStream stream = new MessageStream(people);
                stream.begin(gateway);
                Awaitility.await("the stream flows")
                        .atMost(STREAM_AT_MOST)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> stream.acknowledged().size() >= killAfter
                                || !stream.surprises().isEmpty());
                gateway.kill();
                stream.awaitBroken();
                assertThat(stream.surprises()).as("answers that are no AA").isEmpty();
                gateway = PackagedGateway.sandbox(settings);
                check(reporter, "%s, round %d".formatted(database, round), gateway, stream);
            }
        } finally {
            gateway.close();
        }
    }

    private static void check(TestReporter reporter, String round, PackagedGateway gateway, MessageStream stream) {
        Set<Integer> unanswered = new HashSet<>(stream.sent());
        unanswered.removeAll(stream.acknowledged());
        long keptUnanswered = unanswered.stream()
                .filter(each -> !fates(gateway, each).isEmpty())
                .count();
        reporter.publishEntry("%s: killed after %d acknowledgements; %d messages unanswered, of which %d were kept"
                .formatted(round, stream.acknowledged().size(), unanswered.size(), keptUnanswered));
        assertThat(notThereOnce(gateway, stream.acknowledged()))
                .as("acknowledged, but not there exactly once")
                .isEmpty();
        Set<Integer> again = new HashSet<>(unanswered);
        stream.acknowledged().stream().limit(SENT_ONCE_MORE).forEach(again::add);
        again.forEach(each -> sendAgain(gateway, each));
        assertThat(notThereOnce(gateway, again))
                .as("sent once more, but not there exactly once")
                .isEmpty();
    }

    private static void sendAgain(PackagedGateway gateway, int number) {
        Answer answer = gateway.postHl7("sandbox-hospital", MessageStream.message(number));
        assertThat(answer.body()).contains("MSA|AA|" + MessageStream.controlId(number));
    }

    private static List<Integer> notThereOnce(PackagedGateway gateway, Set<Integer> numbers) {
        return numbers.parallelStream()
                .filter(each -> !isThereOnce(gateway, each))
                .sorted()
                .toList();
    }

    private static boolean isThereOnce(PackagedGateway gateway, int number) {
        String identifier = NHS_NUMBER + MessageStream.nhsNumber(number);
        return fates(gateway, number).findValuesAsText("outcome").equals(List.of("AA"))
                && total(gateway, "/fhir/Patient?identifier=" + identifier) == 1
                && total(gateway, "/fhir/RelatedPerson?patient.identifier=" + identifier) == 1;
    }

    private static JsonNode fates(PackagedGateway gateway, int number) {
        return json(gateway, "/messages?controlId=" + MessageStream.controlId(number));
    }

    private static int total(PackagedGateway gateway, String search) {
        return json(gateway, search).path("total").asInt(-1);
    }

    private static JsonNode json(PackagedGateway gateway, String pathAndQuery) {
        Answer answer = gateway.get("sandbox-hospital", pathAndQuery);
        assertThat(answer.status()).as(pathAndQuery).isEqualTo(200);
        try {
            return JSON.readTree(answer.body().getBytes(StandardCharsets.UTF_8));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
