package org.carerrecord.gateway.contributions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Type;
import org.junit.jupiter.api.Test;

/** An element of several types, {@code deceased[x]}, is said again like any other. */
class AgainTest {

    private static final DateTimeType DIED = new DateTimeType("2026-11-05");

    private static Patient person(Type deceased) {
        return new Patient().setDeceased(deceased);
    }

    @Test
    void whatIsSaidAgainIsThere() {
        assertThat(Again.words(person(DIED), person(DIED), Set.of()).equalsDeep(person(DIED)))
                .isTrue();
    }

    @Test
    void whatIsSaidNowReplacesWhatWasSaidWhateverItsType() {
        Patient alive = person(new BooleanType(false));

        assertThat(Again.words(alive, person(DIED), Set.of()).equalsDeep(alive)).isTrue();
    }

    @Test
    void silenceWithdrawsNothing() {
        Patient twin = person(DIED).setMultipleBirth(new IntegerType(2));

        assertThat(Again.words(new Patient(), twin, Set.of()).equalsDeep(twin)).isTrue();
    }

    @Test
    void whatIsEmptiedIsGone() {
        assertThat(Again.words(new Patient(), person(DIED), Set.of("deceased")).isEmpty())
                .isTrue();
    }
}
