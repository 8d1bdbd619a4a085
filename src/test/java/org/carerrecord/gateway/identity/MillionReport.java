package org.carerrecord.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.rest.StrictParsing;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.gateway.identity.linkage.UkPeople;
import org.carerrecord.gateway.identity.linkage.UkPeople.Truth;
import org.flywaydb.core.Flyway;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.postgresql.PGConnection;

/** {@code make linkage-million}: how long a decision takes beside so many people on PostgreSQL (docs/linkage.md). */
@EnabledIfSystemProperty(named = "linkage.people", matches = "\\d+")
class MillionReport {

    private static final int ASKED = 2_000;
    private static final int ROWS_AT_ONCE = 20_000;

    private final Resources resources = new Resources(StrictParsing.context());

    @Test
    void saysHowLongADecisionTakes() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                HikariDataSource database = pool(postgres.getPostgresDatabase())) {
            Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:db/common", "classpath:db/postgresql")
                    .load()
                    .migrate();
            Random random = new Random(11);
            Transactions transactions = new Transactions(database, Clock.systemUTC(), random);
            LinkKeys keys = new LinkKeys(transactions);
            List<Truth> people = UkPeople.people(5, Integer.getInteger("linkage.people"));
            fill(database, keys, people);
            Ids ids = new Ids(Clock.systemUTC(), random);
            PersonLinks links = new PersonLinks(resources, ids);
            Persons persons = new Persons(keys, links, new OwnPatients(links, resources, ids), resources);
            double[] milliseconds = new double[ASKED];
            for (int i = 0; i < ASKED; i++) {
                Truth one = people.get(random.nextInt(people.size()));
                long pk = people.size() + 1L + i;
                long begun = System.nanoTime();
                transactions.run(transaction -> {
                    Map<Long, Settled> settled = new HashMap<>(Map.of(pk, told(pk, one)));
                    persons.follow(transaction, Set.of(pk), carer -> true, settled);
                    return settled;
                });
                milliseconds[i] = (System.nanoTime() - begun) / 1e6;
            }
            double[] warm = Arrays.copyOfRange(milliseconds, ASKED / 4, ASKED);
            Arrays.sort(warm);
            // The figures are what make linkage-million is run for.
            System.out.printf(
                    Locale.ROOT,
                    "%d people: a decision takes %.1f ms in the middle, %.1f at 95%%, %.1f at 99%%, %.1f at most%n",
                    people.size(),
                    warm[warm.length / 2],
                    warm[warm.length * 95 / 100],
                    warm[warm.length * 99 / 100],
                    warm[warm.length - 1]);
        }
    }

    /** As the gateway has one: a connection of its own for each decision would take longer than the decision. */
    private static HikariDataSource pool(DataSource database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        return new HikariDataSource(config);
    }

    /** Somebody moved house and tells of another patient. */
    private static Settled told(long pk, Truth one) {
        RelatedPerson carer = carer(one, "Patient/other" + pk);
        carer.getAddress().clear();
        return new Settled(
                "RelatedPerson",
                "RelatedPerson",
                pk,
                "told" + pk,
                Optional.empty(),
                carer,
                Set.of(),
                true,
                false,
                Map.of(),
                Set.of(),
                false);
    }

    private static RelatedPerson carer(Truth one, String patient) {
        RelatedPerson carer = new RelatedPerson();
        carer.setPatient(new Reference(patient));
        carer.setActive(true);
        carer.setGender(one.female() ? AdministrativeGender.FEMALE : AdministrativeGender.MALE);
        carer.addName().setFamily(one.family()).addGiven(one.given()).addGiven(one.middle());
        carer.getBirthDateElement().setValueAsString(one.born().toString());
        carer.addTelecom().setSystem(ContactPointSystem.PHONE).setValue(one.mobile());
        carer.addTelecom().setSystem(ContactPointSystem.PHONE).setValue(one.landline());
        carer.addAddress()
                .addLine(one.home().house() + " " + one.home().street())
                .setCity(one.home().town())
                .setPostalCode(one.home().postcode());
        return carer;
    }

    private void fill(DataSource database, LinkKeys keys, List<Truth> people) throws SQLException, IOException {
        LocalDate today = LocalDate.of(2026, 1, 1);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop index link_key_digest");
            statement.execute("drop index link_key_resource");
            for (int from = 0; from < people.size(); from += ROWS_AT_ONCE) {
                StringBuilder digests = new StringBuilder();
                StringBuilder rows = new StringBuilder();
                StringBuilder versions = new StringBuilder();
                for (int pk = from; pk < Math.min(from + ROWS_AT_ONCE, people.size()); pk++) {
                    RelatedPerson carer = carer(people.get(pk), "Patient/p" + pk);
                    for (long digest : keys.of(Description.of(carer, today)).kept()) {
                        digests.append(digest).append('\t').append(pk).append('\n');
                    }
                    rows.append(pk).append("\tRelatedPerson\tr").append(pk).append("\t1\tf\t2026-01-01\t\\N\t\\N\tt\n");
                    versions.append(pk)
                            .append("\t1\t2026-01-01\tPOST\t\\\\x")
                            .append(HexFormat.of().formatHex(resources.json(carer)))
                            .append("\tRZ1\tq\t\\N\t\\N\tt\n");
                }
                copy(connection, "link_key (digest, resource)", digests);
                copy(connection, "resource (pk, type, id, version, deleted, updated, digest, patient, shared)", rows);
                copy(
                        connection,
                        "version (resource, version, updated, method, content, partner, request, message, control_id,"
                                + " shared)",
                        versions);
            }
            statement.execute("create index link_key_digest on link_key (digest, resource)");
            statement.execute("create index link_key_resource on link_key (resource)");
            statement.execute("vacuum analyze");
        }
    }

    private static void copy(Connection connection, String into, StringBuilder rows) throws SQLException, IOException {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "copy " + into + " from stdin",
                        new ByteArrayInputStream(rows.toString().getBytes(UTF_8)));
    }
}
