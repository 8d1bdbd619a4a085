package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.carerrecord.fhirserver.search.PageSql;
import org.carerrecord.fhirserver.search.Query;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.search.QueryStrings;
import org.carerrecord.fhirserver.search.SearchSql;
import org.carerrecord.fhirserver.search.Seeing;
import org.carerrecord.fhirserver.store.Sql;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code _lastUpdated} (R4, 3.1.1.4.1.2): what councils and feeds ask for again and again. */
class SearchingByTimeTest {

    @ParameterizedTest
    @EnumSource(Database.class)
    void itIsTheTimeOfTheVersionThatIsNowAndOfNoneBefore(Database database) {
        TheRecord record = TheRecord.on(database);
        String first = put(record, "a", new Patient());
        put(record, "b", new Patient());
        String third = put(record, "b", new Patient().setGender(AdministrativeGender.OTHER));
        put(record, "gone", new Patient());
        record.delete(TESTER, "Patient", "gone");

        assertThat(found(record, "ge" + first)).containsExactly("a", "b");
        assertThat(found(record, "gt" + first)).containsExactly("b");
        assertThat(found(record, "sa" + first)).containsExactly("b");
        assertThat(found(record, third)).containsExactly("b");
        assertThat(found(record, "ap" + third)).contains("b");
        assertThat(found(record, "gt" + third)).isEmpty();
        assertThat(found(record, "lt" + third)).containsExactly("a");
        assertThat(found(record, "le" + first)).containsExactly("a");
        assertThat(found(record, "ne" + first)).containsExactly("b");
        assertThat(found(record, first + "," + third)).containsExactly("a", "b");
        assertThat(found(record, "gt" + third + ",lt" + third)).containsExactly("a");
        assertThat(found(record, "gt" + first + "&_lastUpdated=lt" + third)).isEmpty();
        assertThat(found(record, "gt" + first + "&_lastUpdated=le" + third)).containsExactly("b");
    }

    private static String put(TheRecord record, String id, Patient patient) {
        record.clock.goOn(Duration.ofDays(1));
        record.update(TESTER, id, patient);
        return record.read(TESTER, "Patient", id).updated().toString();
    }

    private static List<String> found(TheRecord record, String date) {
        return record.found(TESTER, "Patient", "_lastUpdated=" + date);
    }

    /** Where few have changed since, the index of the versions leads to them; else the page ends before much is read. */
    @Test
    void notAWholeTypeIsReadForTheFewThatChanged() {
        DataSource database = Database.POSTGRESQL.fresh();
        JdbcTemplate jdbc = new JdbcTemplate(database);
        jdbc.execute("insert into resource (pk, type, id, version, deleted, updated, shared) select n, 'Patient',"
                + " md5(n::text), 1, false, timestamptz '2026-01-01' + n * interval '1 minute', true from"
                + " generate_series(1, 20000) n");
        jdbc.execute("insert into version (resource, version, updated, method, partner, request, shared)"
                + " select pk, 1, updated, 'POST', 'ZT1', 'r', true from resource");
        jdbc.execute("analyze resource, version");

        assertThat(plan(jdbc, "_lastUpdated=ge2026-01-14T21:00:00Z")).contains("version_updated");
        assertThat(plan(jdbc, "_lastUpdated=eq2026-01-14T21:10")).contains("version_updated");
        assertThat(plan(jdbc, "_lastUpdated=ge2025"))
                .contains("resource_id")
                .doesNotContain("version_updated", "Seq Scan");
    }

    private static String plan(JdbcTemplate jdbc, String asked) {
        Query query = new QueryParser(TheRecord.PARAMETERS).parse("Patient", QueryStrings.parse("search", asked));
        Sql sql = Sql.of("explain select r.pk from resource r where ")
                .then(new SearchSql(Seeing.allOf((type, alias) -> Sql.of("true")), Instant.EPOCH).matches(query))
                .then(PageSql.unsorted(query));
        return String.join("\n", jdbc.queryForList(sql.text(), String.class, sql.argumentArray()));
    }
}
