package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.carerrecord.fhirserver.audit.Attempt;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A POST that is sent again within 24 hours has the same answer (carer-model.md, contributions 7). */
class AnswersTest {

    private static final UUID DIGEST = UUID.fromString("1f8a0a3e-0000-4000-8000-000000000002");

    private static String posted(TheRecord record) {
        return record.exchange
                .run(
                        TESTER,
                        Attempt.of(TESTER, "create", "Basic"),
                        List.of(new Step.Write(
                                Asked.create(new Basic().setCode(new CodeableConcept().setText("once"))))),
                        true,
                        Optional.of(DIGEST),
                        (transaction, outcomes) -> outcomes)
                .getFirst()
                .id();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theFirstAnswerIsGivenForADay(Database database) {
        TheRecord record = TheRecord.on(database);
        String first = posted(record);
        record.clock.goOn(Duration.ofHours(23).plusMinutes(59));
        assertThat(posted(record)).isEqualTo(first);

        record.clock.goOn(Duration.ofMinutes(2));
        String second = posted(record);
        assertThat(second).isNotEqualTo(first);
        assertThat(posted(record)).isEqualTo(second);
        assertThat(record.count("select count(*) from answered")).isOne();
    }
}
