package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The databases that the record runs on; each is started and migrated once, and emptied for each test. */
@SuppressWarnings("ImmutableEnumChecker")
public enum Database {
    H2("h2", () -> "jdbc:h2:mem:record;DB_CLOSE_DELAY=-1"),
    POSTGRESQL("postgresql", Database::startPostgres);

    /** More than the threads of any test. */
    private static final int CONNECTIONS = 24;

    private final String vendor;
    private final Supplier<String> start;

    private final List<DataSource> started = new CopyOnWriteArrayList<>();

    Database(String vendor, Supplier<String> start) {
        this.vendor = vendor;
        this.start = start;
    }

    /** The database as it is after its migrations. */
    public DataSource fresh() {
        // One of them is enough for mutants.
        assumeThat(System.getProperty("test.database", name())).isEqualTo(name());
        DataSource database = running();
        JdbcTemplate jdbc = new JdbcTemplate(database);
        // What is append-only may still be emptied.
        tables(database)
                .forEach(table ->
                        jdbc.execute((table.startsWith("audit") ? "truncate table " : "delete from ") + table));
        return database;
    }

    /** The tables that a request may fill. */
    public static List<String> tables(DataSource database) {
        return new JdbcTemplate(database)
                .queryForList(
                        """
                        select lower(table_name) from information_schema.tables
                        where lower(table_schema) = 'public' and lower(table_name) not in ('lock_row', 'audit_sealer', 'flyway_schema_history')
                        order by 1
                        """,
                        String.class);
    }

    private DataSource running() {
        synchronized (started) {
            if (started.isEmpty()) {
                started.add(migrated(start.get()));
            }
            return started.getFirst();
        }
    }

    private DataSource migrated(String url) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        pool.setUsername(this == H2 ? "sa" : "postgres");
        pool.setPassword("");
        pool.setMaximumPoolSize(CONNECTIONS);
        HikariDataSource database = new HikariDataSource(pool);
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/common", "classpath:db/" + vendor)
                .load()
                .migrate();
        return database;
    }

    /** A PostgreSQL of its own, whose memory holds a record of a million related persons, as a server's should. */
    static DataSource large() {
        return POSTGRESQL.migrated(startPostgres("4GB"));
    }

    /** A PostgreSQL whose own order of texts is English. */
    static DataSource linguistic() {
        String url = startPostgres();
        new JdbcTemplate(new DriverManagerDataSource(url, "postgres", ""))
                .execute("create database english template template0 locale_provider icu icu_locale 'en-GB'");
        return POSTGRESQL.migrated(url.replace("/postgres?", "/english?"));
    }

    private static String startPostgres() {
        return startPostgres("128MB");
    }

    private static String startPostgres(String buffers) {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    // As it comes, which says how many locks there is room for.
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("shared_buffers", buffers)
                    .start()
                    .getJdbcUrl("postgres", "postgres");
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
