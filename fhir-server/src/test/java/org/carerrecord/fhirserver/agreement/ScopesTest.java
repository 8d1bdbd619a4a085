package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.agreement.Scopes.Action;
import org.carerrecord.profiles.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SMART App Launch 2.2.0, "FHIR Resource Scopes", in the spellings of both versions. */
class ScopesTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "system/Patient.read, READ SEARCH",
                "system/Patient.write, CREATE UPDATE DELETE",
                "system/Patient.*, CREATE READ UPDATE DELETE SEARCH",
                "system/*.read, READ SEARCH",
                "system/Patient.cruds, CREATE READ UPDATE DELETE SEARCH",
                "system/Patient.rs, READ SEARCH",
                "system/*.u, UPDATE",
                "system/Patient.sr, ''",
                "system/Patient., ''",
                "system/Patient, ''",
                "system/patient.rs, ''",
                "system/Flag.rs, ''",
                "patient/Patient.rs, ''",
                "user/Patient.rs, ''",
                "system/Patient.rs?active=true, ''",
                "SYSTEM/Patient.rs, ''"
            })
    void saysWhatMayBeDone(String scope, String actions) {
        Scopes scopes = Scopes.of(List.of(scope));

        assertThat(Arrays.stream(Action.values())
                        .filter(action -> scopes.allow(action, "Patient"))
                        .map(Action::name)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(actions);
    }

    @Test
    void severalAddUp() {
        Scopes scopes = Scopes.of(List.of("system/Patient.r", "system/Patient.u", "system/*.s"));

        assertThat(scopes.allow(Action.READ, "Patient")).isTrue();
        assertThat(scopes.allow(Action.UPDATE, "Patient")).isTrue();
        assertThat(scopes.allow(Action.SEARCH, "Flag")).isTrue();
        assertThat(scopes.allow(Action.READ, "Flag")).isFalse();
        assertThat(scopes.allow(Action.READ, Scopes.ANY_TYPE)).isFalse();
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> Scopes.of(List.of("system/Patient.r")).require("place", Action.SEARCH, "Patient"))
                .extracting(Fault::reason)
                .isEqualTo("the token lacks the scope system/Patient.s");
    }

    @Test
    void whatMayBeReadOrFoundIsShown() {
        Scopes scopes = Scopes.of(List.of("system/Patient.r", "system/Flag.s", "system/Task.c"));

        assertThat(scopes.show("Patient")).isTrue();
        assertThat(scopes.show("Flag")).isTrue();
        assertThat(scopes.show("Task")).isFalse();
        assertThat(scopes.show("Person")).isFalse();
    }
}
