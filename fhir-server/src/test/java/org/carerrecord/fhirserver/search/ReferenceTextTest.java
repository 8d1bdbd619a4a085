package org.carerrecord.fhirserver.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTextTest {

    @Test
    void aLocalReferenceNamesTypeAndId() {
        assertThat(ReferenceText.local("Patient/a-1.b")).contains(new ReferenceText("Patient", "a-1.b"));
        assertThat(ReferenceText.local("Patient/1/_history/2")).contains(new ReferenceText("Patient", "1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Patient",
                "Patient/",
                "patient/1",
                "Patient/a b",
                "#p",
                "urn:uuid:9f0c1a52-0000-4000-8000-000000000001",
                "https://example.org/fhir/Patient/1",
                "Patient/1/_history/"
            })
    void everythingElseLeadsElsewhere(String text) {
        assertThat(ReferenceText.local(text)).isEmpty();
        assertThat(ReferenceText.elsewhere(text)).isNegative();
    }
}
