package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A hospital tells of a death, tells it again, and takes it back (HL7 v2.5.1, PID-29 and PID-30). */
@OnEachStore
class DeathByMessageTest {

    private static final Instant FIRST = Instant.parse("2026-11-05T10:00:00Z");

    private final Sandbox gateway;
    private final User hospital;
    private final String number = People.nhsNumber();
    private int sent;

    DeathByMessageTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "20261104|Y, 2026-11-04",
                "|Y, true",
                "none, 2026-11-04",
                "|N, false",
                "\"\"|\"\", none",
                "\"\"|N, false"
            })
    void whatIsToldNextOfADeath(@Nullable String pid29And30, @Nullable String deceased) {
        tell("20261104|Y");
        assertThat(deceased()).isEqualTo("2026-11-04");

        tell(pid29And30);
        assertThat(deceased()).isEqualTo(deceased);

        tell("20261104|Y");
        assertThat(deceased()).isEqualTo("2026-11-04");
    }

    private void tell(@Nullable String pid29And30) {
        Instant at = FIRST.plus(Duration.ofMinutes(sent));
        String message = Adt.admission(number + "-" + sent++, number)
                .sent(at)
                .happened(at)
                .text();
        String told = pid29And30 == null
                ? message
                : message.replace("ZZ99 8JJ^GBR^H\r", "ZZ99 8JJ^GBR^H" + "|".repeat(18) + pid29And30 + "\r");
        assertThat(hospital.hl7(told).text()).contains("MSA|AA|");
    }

    private @Nullable String deceased() {
        Patient patient = hospital.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + number)
                .found(Patient.class)
                .getFirst();
        return patient.hasDeceased() ? patient.getDeceased().primitiveValue() : null;
    }
}
