package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.store.Version;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A PostgreSQL whose own order of texts is a language's: {@code a1}, {@code B1}, {@code c1}. */
class LinguisticOrderTest {

    private static final TheRecord RECORD = new TheRecord(Database.linguistic());

    @ParameterizedTest
    @ValueSource(strings = {"_count=1", "_count=2", "_count=1&_sort=_id", "_count=1&_sort=gender"})
    void everyResourceAppearsOnceOnSomePage(String query) {
        for (String id : List.of("a1", "B1", "c1", "C-1")) {
            RECORD.update(TESTER, id, new Patient());
        }

        List<String> seen = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Found page = RECORD.search(TESTER, "Patient", query, after);
            page.matches().stream().map(Version::id).forEach(seen::add);
            after = page.next();
        } while (after.isPresent() && seen.size() < 10);

        assertThat(seen).containsExactly("B1", "C-1", "a1", "c1");
    }
}
