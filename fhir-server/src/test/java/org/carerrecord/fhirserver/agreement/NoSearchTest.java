package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who refers, or asks one question about one person, and never searches (carer-model.md, agreement 6). */
class NoSearchTest {

    private static String agreement(String kind) {
        return AgreementFileTest.GOOD.replace("kind: acute", "kind: " + kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fire", "police", "library", "education"})
    void anAgreementThatLetsThemReadIsNotValid(String kind) {
        assertThatThrownBy(() -> AgreementFileTest.read(agreement(kind)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("partner RZ1: ")
                .hasMessageContaining("take away the grant to read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fire", "police", "library", "education"})
    void theyMayAsk(String kind) throws IOException {
        String asking = agreement(kind).replace("right: read", "right: askOneQuestion");

        assertThat(AgreementFileTest.read(asking).partner("RZ1")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"housing", "hospice", "voluntary"})
    void othersMayRead(String kind) throws IOException {
        assertThat(AgreementFileTest.read(agreement(kind)).partner("RZ1")).isPresent();
    }
}
