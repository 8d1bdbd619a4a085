package org.carerrecord.gateway.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The packaged jar as a process, on ports that it finds itself. */
final class PackagedGateway implements AutoCloseable {

    /** The project's folder. */
    static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("project.root")));

    private static final Pattern UP =
            Pattern.compile("The gateway is up: http://localhost:(\\d+), MLLP on port (\\d+)\\.");
    private static final Duration START_AT_MOST = Duration.ofMinutes(2);
    private static final long STOP_AT_MOST_SECONDS = 60;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private int port;
    private int mllpPort;
    private Duration untilFirstAnswer = Duration.ZERO;

    private PackagedGateway(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** A sandbox that answers. */
    static PackagedGateway sandbox(String... settings) {
        List<String> all = new ArrayList<>(List.of("--gateway.sandbox=true"));
        all.addAll(List.of(settings));
        return start(all.toArray(String[]::new));
    }

    /** A gateway that answers. */
    static PackagedGateway start(String... settings) {
        long before = System.nanoTime();
        PackagedGateway gateway = launch(settings);
        try {
            gateway.awaitUp();
            gateway.untilFirstAnswer = Duration.ofNanos(System.nanoTime() - before);
            return gateway;
        } catch (RuntimeException | Error notUp) {
            gateway.close();
            throw notUp;
        }
    }

    /** What a gateway printed that would not start; fails when it does. */
    static String refusal(String... settings) {
        try (PackagedGateway gateway = launch(settings)) {
            assertThat(gateway.exitStatus()).as("exit status").isNotZero();
            return gateway.log();
        }
    }

    /** How a command ended, and what it printed. */
    record Ended(int status, String log) {}

    /** Something else that the jar is asked. */
    static Ended command(String... arguments) {
        try (PackagedGateway asked = process(List.of(arguments))) {
            return new Ended(asked.exitStatus(), asked.log());
        }
    }

    private static PackagedGateway launch(String... settings) {
        List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--gateway.mllp.port=0"));
        arguments.addAll(List.of(settings));
        return process(arguments);
    }

    private static PackagedGateway process(List<String> arguments) {
        try {
            Path folder = Files.createTempDirectory("packaged-gateway");
            Path log = folder.resolve("log.txt");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    ROOT.resolve("target/carer-record-gateway.jar").toString()));
            command.addAll(arguments);
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new PackagedGateway(process, log);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private void awaitUp() {
        Awaitility.await("the packaged jar is up")
                .atMost(START_AT_MOST)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !process.isAlive() || UP.matcher(log()).find());
        Matcher up = UP.matcher(log());
        assertThat(up.find()).as("it came up; its log: %s", log()).isTrue();
        port = Integer.parseInt(up.group(1));
        mllpPort = Integer.parseInt(up.group(2));
        assertThat(ask(HttpRequest.newBuilder(http("/actuator/health"))).status())
                .as("health")
                .isEqualTo(200);
    }

    URI http(String pathAndQuery) {
        return URI.create("http://localhost:" + port + pathAndQuery);
    }

    int port() {
        return port;
    }

    int mllpPort() {
        return mllpPort;
    }

    Duration untilFirstAnswer() {
        return untilFirstAnswer;
    }

    /** Status and body. */
    record Answer(int status, String body) {}

    /** Gets as the partner of the token. */
    Answer get(String token, String pathAndQuery) {
        return ask(HttpRequest.newBuilder(http(pathAndQuery)).header("Authorization", "Bearer " + token));
    }

    /** Posts an HL7 v2 message as the partner of the token. */
    Answer postHl7(String token, byte[] message) {
        return ask(HttpRequest.newBuilder(http("/hl7v2"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/hl7-v2")
                .POST(HttpRequest.BodyPublishers.ofByteArray(message)));
    }

    Answer ask(HttpRequest.Builder request) {
        try {
            var response = client.send(request.timeout(Duration.ofMinutes(1)).build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cause);
        }
    }

    /** Kill -9. */
    void kill() {
        process.destroyForcibly();
        exitStatus();
    }

    /**
     * SIGTERM.
     *
     * @return the exit status
     */
    int stop() {
        process.destroy();
        return exitStatus();
    }

    String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private int exitStatus() {
        try {
            assertThat(process.waitFor(STOP_AT_MOST_SECONDS, TimeUnit.SECONDS))
                    .as("it ended; its log: %s", log())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cause);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
