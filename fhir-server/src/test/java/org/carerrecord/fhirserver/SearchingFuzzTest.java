package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import java.util.List;
import java.util.Map;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.search.Query;
import org.carerrecord.fhirserver.search.QueryStrings;
import org.carerrecord.profiles.Fault;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever is asked, no answer is the server's own mistake. {@code -Dfuzz.queries=1000000} asks more; {@code
 * -Dfuzz.seed=...} asks others.
 */
class SearchingFuzzTest {

    private static final int QUERIES = Integer.getInteger("fuzz.queries", 20_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20261122);
    private static final List<Caller> CALLERS = List.of(TESTER, HOSPITAL, COUNCIL);

    @ParameterizedTest
    @EnumSource(Database.class)
    void noQueryIsTheServersMistake(Database database) {
        TheRecord record = TheRecord.on(database);
        Patient edith = People.edith();
        edith.addLink().setType(LinkType.SEEALSO).setOther(new Reference("Patient/samir"));
        record.update(TESTER, "edith", edith);
        record.update(TESTER, "samir", People.samir());
        record.update(TESTER, "tom", People.tom("Patient/edith"));
        QueryDice dice = new QueryDice(SEED);
        int asked = database == Database.H2 ? QUERIES : QUERIES / 10;
        int understood = 0;
        for (int i = 0; i < asked; i++) {
            String type = dice.type();
            Map<String, String[]> parameters = dice.query(type);
            Caller caller = CALLERS.get(i % CALLERS.size());
            try {
                Query query = record.queries.parse(type, parameters);
                Found found = record.read.search(caller, Attempt.of(caller, "search-type", type), query, people -> {});
                if (found.next().isPresent()) {
                    Query next = record.queries.parse(type, parameters, found.next());
                    record.read.search(caller, Attempt.of(caller, "search-type", type), next, people -> {});
                }
                understood++;
            } catch (Fault fault) {
                assertThat(fault.kind().httpStatus())
                        .as("seed %s, query %s: %s?%s", SEED, i, type, QueryStrings.write(parameters))
                        .isLessThan(500);
            }
        }
        assertThat(understood).as("queries that are understood").isGreaterThan(asked / 5);
        assertThat(record.count("select count(*) from resource where not deleted"))
                .isEqualTo(3);
    }
}
