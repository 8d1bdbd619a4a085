package org.carerrecord.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.carerrecord.gateway.inbound.mllp.MllpServer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole gateway in its sandbox, on real ports; one for each store, started once. */
final class Sandbox {

    /** Everything that a day's work fills. */
    private static final List<String> TABLES = List.of(
            "resource",
            "version",
            "identity_key",
            "source",
            "relationship",
            "permission",
            "indexed",
            "index_token",
            "index_identifier",
            "index_string",
            "index_date",
            "index_number",
            "index_composite",
            "index_reference",
            "audit",
            "audit_patient",
            "answered",
            "contribution",
            "message",
            "telling",
            "namesake",
            "link_key",
            "kept_apart",
            "moved",
            "merged_number",
            "merged_carer",
            "merged_carer_of",
            "patients_apart",
            "referred",
            "carer_died",
            "reason");

    private static final Map<Store, Sandbox> RUNNING = new ConcurrentHashMap<>();

    private final Wheel wheel = new Wheel();
    private final Dice dice = new Dice();
    private final ServletWebServerApplicationContext context;
    private final JdbcClient jdbc;

    private Sandbox(String url, String... more) {
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Gateway.class)
                .initializers(fresh -> {
                    GenericApplicationContext beans = (GenericApplicationContext) fresh;
                    beans.registerBean(Clock.class, () -> wheel);
                    beans.registerBean(RandomGenerator.class, () -> dice);
                })
                .run(Stream.concat(
                                Stream.of(
                                        "--gateway.sandbox=true",
                                        "--server.port=0",
                                        "--gateway.mllp.port=0",
                                        "--spring.datasource.url=" + url),
                                Stream.of(more))
                        .toArray(String[]::new));
        jdbc = JdbcClient.create(context.getBean(DataSource.class));
    }

    static Sandbox on(Store store) {
        return RUNNING.computeIfAbsent(store, one -> new Sandbox(one.url(), "--gateway.questions-per-hour=1000000"));
    }

    /** One with settings of its own, on an H2 of its own; who asks for it stops it. */
    static Sandbox with(String name, String... settings) {
        return new Sandbox("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", settings);
    }

    /** One with settings of its own, on an empty database; who asks for it stops it. */
    static Sandbox at(String url, String... settings) {
        return new Sandbox(url, settings);
    }

    void stop() {
        context.close();
    }

    /** A folder beside or below the project. */
    static Path project(String path) {
        return Path.of(Objects.requireNonNullElse(System.getProperty("project.root"), ".."))
                .resolve(path);
    }

    /** Somebody with a bearer token, for example {@code hospital} for {@code sandbox-hospital}. */
    User as(String name) {
        return stranger().with("Authorization", "Bearer sandbox-" + name);
    }

    /** Somebody without a token. */
    User stranger() {
        return new User(URI.create("http://localhost:" + httpPort()), Map.of());
    }

    int httpPort() {
        return Objects.requireNonNull(context.getWebServer()).getPort();
    }

    int mllpPort() {
        return context.getBean(MllpServer.class).port();
    }

    /** A part of the gateway; for what cannot be done from outside. */
    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    /** Rows that a request left in the audit. */
    int audited(String requestId, int status) {
        return jdbc.sql("select count(*) from audit where request = ? and outcome = ?")
                .params(requestId, status)
                .query(Integer.class)
                .single();
    }

    /** A fresh store: nothing that anybody said is left. */
    void empty() {
        // What is append-only may still be emptied.
        TABLES.forEach(table -> jdbc.sql((table.startsWith("audit") ? "truncate table " : "delete from ") + table)
                .update());
    }

    /** A fresh store, a clock that stands, and dice that fall the same way each time. */
    void begin(Instant at, long seed) {
        empty();
        wheel.stand(at);
        dice.load(seed);
    }

    void stand(Instant at) {
        wheel.stand(at);
    }

    /** The clock runs on, and the dice are fair. */
    void end() {
        wheel.run();
        dice.free();
    }

    /** A clock that runs, or stands where it is put. */
    private static final class Wheel extends Clock {

        private volatile Clock now = Clock.systemUTC();

        void stand(Instant at) {
            now = Clock.fixed(at, ZoneOffset.UTC);
        }

        void run() {
            now = Clock.systemUTC();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nobody asks it");
        }

        @Override
        public Instant instant() {
            return now.instant();
        }
    }

    /** Fair dice, or loaded ones. */
    private static final class Dice implements RandomGenerator {

        private volatile RandomGenerator numbers = new SecureRandom();

        void load(long seed) {
            numbers = new Random(seed);
        }

        void free() {
            numbers = new SecureRandom();
        }

        @Override
        public long nextLong() {
            return numbers.nextLong();
        }
    }
}
