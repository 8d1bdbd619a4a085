package org.carerrecord.gateway.contributions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.carerrecord.gateway.contributions.Contribution.About;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A death that somebody tells of stands against whoever tells otherwise (ADR 54). */
class DiedTest extends SandboxContributors {

    private static final String DAY = "2026-11-01";

    DiedTest() throws IOException {}

    @ParameterizedTest
    @ValueSource(ints = {1, 9})
    void whoTellsNothingOfADeathRaisesNobody(int second) {
        assertThat(made(said("Z00001", 5, died()), said("RZ1", second, new BooleanType(false))))
                .isEqualTo(DAY);
        assertThat(made(said("Z00001", 5, new BooleanType(true)), said("RZ1", second, new BooleanType(false))))
                .isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9})
    void aDateStandsBeforeADeathWithoutOne(int second) {
        assertThat(made(said("Z00001", 5, died()), said("RZ1", second, new BooleanType(true))))
                .isEqualTo(DAY);
    }

    @Test
    void aDateThatIsNotToldIsNone() {
        DateTimeType absent = new DateTimeType();
        absent.addExtension("http://hl7.org/fhir/StructureDefinition/data-absent-reason", new CodeType("unknown"));

        assertThat(made(said("Z00001", 5, died()), said("RZ1", 9, absent))).isEqualTo(DAY);
    }

    @Test
    void ofTwoDatesTheLastStands() {
        assertThat(made(said("Z00001", 5, died()), said("RZ1", 6, new DateTimeType("2026-11-02"))))
                .isEqualTo("2026-11-02");
    }

    @Test
    void whoToldOfADeathTakesItBack() {
        Contribution wrongly = said("Z00001", 5, died());
        Contribution corrected = new Contribution(
                new About(7, "Z00001", new UUID(0, 2), 1L, "Patient"),
                new Patient().setDeceased(new BooleanType(false)),
                stamp(6, "a"),
                Map.of(),
                null,
                false,
                true);

        assertThat(made(wrongly, corrected, said("RZ1", 1, new BooleanType(false))))
                .isEqualTo("false");
        assertThat(made(wrongly.withdrawn(stamp(7, "a"), null), said("RZ1", 1, new BooleanType(false))))
                .isEqualTo("false");
    }

    private String made(Contribution... said) {
        return ((Patient) record.of(List.of(said), TODAY).resource().orElseThrow())
                .getDeceased()
                .primitiveValue();
    }

    private static Type died() {
        return new DateTimeType(DAY);
    }

    private static Contribution said(String ods, int second, Type deceased) {
        return new Contribution(
                new About(7, ods, KEYS.getFirst(), 1L, "Patient"),
                new Patient().setDeceased(deceased),
                stamp(second, "a"),
                Map.of(),
                null,
                false,
                true);
    }
}
