package org.carerrecord.fhirserver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.stop;

import org.carerrecord.fhirserver.Database;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.profiles.FaultKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CursorTest {

    private static final String BINDING = "RZ1\ntest-1\nPatient";

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCursorOpensForWhomItWasSealedAlsoAfterARestart(Database database) {
        TheRecord record = TheRecord.on(database);
        String sealed = Cursor.of(record.transactions).seal("id\nfamily=m\u00fcller", BINDING);

        assertThat(sealed).matches("[A-Za-z0-9_-]+").doesNotContain("family");
        assertThat(Cursor.of(record.transactions).open(sealed, BINDING)).isEqualTo("id\nfamily=m\u00fcller");
        assertThat(Cursor.of(record.transactions).seal("id\nfamily=m\u00fcller", BINDING))
                .isNotEqualTo(sealed);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aCursorOfSomebodyElseOrOfAnotherAgreementOrChangedIsRefused(Database database) {
        Cursor cursor = Cursor.of(TheRecord.on(database).transactions);
        String sealed = cursor.seal("id\nfamily=x", BINDING);

        assertThat(stop(() -> cursor.open(sealed, "RZ2\ntest-1\nPatient"))).isEqualTo(FaultKind.INVALID_SEARCH);
        assertThat(stop(() -> cursor.open(sealed, "RZ1\ntest-2\nPatient"))).isEqualTo(FaultKind.INVALID_SEARCH);
        assertThat(stop(() -> cursor.open("", BINDING))).isEqualTo(FaultKind.INVALID_SEARCH);
        assertThat(stop(() -> cursor.open("%%%", BINDING))).isEqualTo(FaultKind.INVALID_SEARCH);
        for (int place = 0; place < sealed.length() - 1; place++) {
            char other = sealed.charAt(place) == 'A' ? 'B' : 'A';
            String changed = sealed.substring(0, place) + other + sealed.substring(place + 1);
            assertThat(stop(() -> cursor.open(changed, BINDING))).isEqualTo(FaultKind.INVALID_SEARCH);
        }
    }
}
