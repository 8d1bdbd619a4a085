package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What the agreement's decisions cost: the push and the search of the comparison's workloads ({@code make bench}) under the
 * sandbox's agreement, and under one that permits the same partners all; both with the audit, in turns, on one PostgreSQL.
 */
class AgreementReport {

    private static final int ROUNDS = 3;
    private static final int SECONDS = 6;
    private static final int WARM_UP = 3;
    private static final int FIRST_WARM_UP = 12;
    private static final int CONNECTIONS = 8;

    /** The workloads give each run so many numbers of people. */
    private static final int BLOCK = 400_000;

    private enum Under {
        SANDBOX,
        ONE_RULE
    }

    private record Figures(long answers, long wrong, double seconds, long errors, double p50, double p99) {

        private double rate() {
            return answers / seconds;
        }
    }

    private final Path workloads = Path.of(System.getProperty("bench.workloads", ""));
    private int blocks;

    @Test
    void saysWhatTheAgreementCosts() throws IOException, SQLException, InterruptedException {
        assumeTrue(Files.isRegularFile(workloads.resolve("push.lua")), "the comparison's workloads are not there");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "512MB")
                .start()) {
            Map<Under, Sandbox> gateways = new EnumMap<>(Under.class);
            for (Under under : Under.values()) {
                String name = under.name().toLowerCase(Locale.ROOT);
                execute(postgres, "create database " + name);
                gateways.put(under, Sandbox.at(postgres.getJdbcUrl("postgres", name), settings(under)));
            }
            int base = ++blocks * BLOCK;
            int people = Integer.MAX_VALUE;
            for (Sandbox gateway : gateways.values()) {
                people = Math.min(people, (int)
                        run(gateway, "push", FIRST_WARM_UP, "base=" + base).answers());
            }
            measure(postgres, gateways, "push", "");
            measure(postgres, gateways, "search", "base=" + base + " count=" + (people - 2 * CONNECTIONS) + " ");
            gateways.values().forEach(Sandbox::stop);
        }
    }

    private static String[] settings(Under under) {
        String oneRule = Objects.requireNonNull(AgreementReport.class.getResource("/agreement-one-rule.yaml"))
                .getPath();
        return under == Under.SANDBOX ? new String[0] : new String[] {"--gateway.agreement=" + oneRule};
    }

    private void measure(EmbeddedPostgres postgres, Map<Under, Sandbox> gateways, String workload, String words)
            throws IOException, SQLException, InterruptedException {
        Map<Under, List<Double>> rates = new EnumMap<>(Under.class);
        for (int round = 1; round <= ROUNDS; round++) {
            int warm = ++blocks * BLOCK;
            int measured = ++blocks * BLOCK;
            List<Under> turns = new ArrayList<>(gateways.keySet());
            for (Under under : round % 2 == 1 ? turns : turns.reversed()) {
                Sandbox gateway = Objects.requireNonNull(gateways.get(under));
                run(gateway, workload, round == 1 ? FIRST_WARM_UP : WARM_UP, words(words, warm));
                execute(postgres, "checkpoint");
                Figures figures = run(gateway, workload, SECONDS, words(words, measured));
                rates.computeIfAbsent(under, any -> new ArrayList<>()).add(figures.rate());
                // Each round as it ends: it takes minutes.
                System.out.printf(
                        Locale.ROOT,
                        "%-6s round %d %-8s %8.1f/s  p50 %6.2f ms  p99 %6.2f ms%n",
                        workload,
                        round,
                        under,
                        figures.rate(),
                        figures.p50(),
                        figures.p99());
            }
        }
        double ratio = middle(rates, Under.SANDBOX) / middle(rates, Under.ONE_RULE);
        // The ratio is what make bench-agreement is run for.
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f a second under the sandbox's agreement, %.0f under one rule: %.0f%%%n",
                workload,
                middle(rates, Under.SANDBOX),
                middle(rates, Under.ONE_RULE),
                100 * ratio);
    }

    private static String words(String words, int block) {
        return words.isEmpty() ? "base=" + block : words + "seed=" + block;
    }

    private static double middle(Map<Under, List<Double>> rates, Under under) {
        return rates.getOrDefault(under, List.of()).stream()
                .sorted()
                .skip(ROUNDS / 2)
                .findFirst()
                .orElseThrow();
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Figures run(Sandbox gateway, String workload, int seconds, String words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "wrk",
                "-t1",
                "-c" + CONNECTIONS,
                "-d" + seconds + "s",
                "--latency",
                "-s",
                workloads.resolve(workload + ".lua").toString(),
                "http://localhost:" + gateway.httpPort(),
                "--",
                "writer=sandbox-hospital",
                "reader=sandbox-council"));
        command.addAll(List.of(words.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        String json = said.lines()
                .filter(line -> line.startsWith("FIGURES "))
                .findFirst()
                .orElseThrow()
                .substring("FIGURES ".length());
        Map<?, ?> told = new ObjectMapper().readValue(json, Map.class);
        Figures figures = new Figures(
                number(told, "answers").longValue(),
                number(told, "wrong").longValue(),
                number(told, "seconds").doubleValue(),
                number(told, "errors").longValue(),
                number(told, "p50_ms").doubleValue(),
                number(told, "p99_ms").doubleValue());
        assertThat(figures.wrong() + figures.errors()).as(said).isZero();
        return figures;
    }

    private static Number number(Map<?, ?> told, String name) {
        return (Number) Objects.requireNonNull(told.get(name));
    }
}
