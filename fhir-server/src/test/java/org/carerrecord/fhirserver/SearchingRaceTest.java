package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What is written between the two statements of one search. */
@ParameterizedClass
@EnumSource(Database.class)
class SearchingRaceTest {

    private final AtomicReference<String> between = new AtomicReference<>("");
    private final DataSource database;
    private final TheRecord record;

    SearchingRaceTest(Database engine) {
        database = engine.fresh();
        record = new TheRecord(new DelegatingDataSource(database) {
            @Override
            public Connection getConnection() throws SQLException {
                return After.statements(super.getConnection(), "order by k.s0", () -> {
                    String change = between.getAndSet("");
                    if (!change.isEmpty()) {
                        new JdbcTemplate(database).update(change);
                    }
                });
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update resource set deleted = true where id = 'b'",
                "update resource set type = 'Basic' where id = 'b'"
            })
    void whatIsNoMatchAnyMoreIsNotShown(String change) {
        for (String id : List.of("a", "b", "c")) {
            record.update(TheRecord.TESTER, id, new Patient().setActive(true));
        }
        between.set(change);

        Found found = record.search(TheRecord.TESTER, "Patient", "active=true&_sort=-_lastUpdated&_count=2");

        assertThat(found.matches()).extracting(version -> version.id()).containsExactly("c");
        assertThat(record.search(TheRecord.TESTER, "Patient", "active=true&_sort=-_lastUpdated&_count=2", found.next())
                        .matches())
                .as("the next page begins where this one ended")
                .extracting(version -> version.id())
                .containsExactly("a");
    }
}
