package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.agreement.Provisions.CENTRE;
import static org.carerrecord.fhirserver.agreement.Provisions.active;
import static org.carerrecord.fhirserver.agreement.Provisions.deny;
import static org.carerrecord.fhirserver.agreement.Provisions.permit;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of two Consents was said last, however their times were written. */
class SaidWhenTest {

    private static Consent said(String at, String received, ProvisionComponent provision) {
        Consent consent = active("2026-01-01", provision);
        consent.setDateTimeElement(new DateTimeType(at));
        consent.getMeta().setLastUpdatedElement(new InstantType(received));
        return consent;
    }

    private static Consent permitted(String at, String received) {
        return said(at, received, permit("voluntary", "contact"));
    }

    private static Consent denied(String at, String received) {
        return said(at, received, deny("voluntary", "contact"));
    }

    private static Optional<Boolean> permits(Consent... consents) {
        return Optional.ofNullable(Permissions.of(List.of(consents)).get(CENTRE))
                .map(Permission::permits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2030-01-01", "2030", "2026-11-23T12:00:01Z", "2027-11-16T00:00:00Z"})
    void nothingWasSaidLaterThanItWasReceived(String ahead) {
        Consent yes = permitted(ahead, "2026-11-23T12:00:00Z");

        assertThat(permits(yes, denied("2026-11-23T12:00:01Z", "2026-11-23T12:00:01Z")))
                .contains(false);
        assertThat(permits(yes, denied("2026-11-23T11:59:59.999Z", "2026-11-23T11:59:59.999Z")))
                .contains(true);
    }

    @Test
    void aDenialAheadOfItsReceiptIsTakenBackByALaterPermission() {
        Consent no = denied("2030-01-01", "2026-11-23T12:00:00Z");

        assertThat(permits(no)).contains(false);
        assertThat(permits(no, permitted("2026-11-24T09:00:00Z", "2026-11-24T09:00:00Z")))
                .contains(true);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T12:00:00Z, 2026-11-23",
        "2026-11-23T12:00:00Z, 2026-11",
        "2026-11-23T12:00:00Z, 2026",
        "2026-11-23T12:00:00.500Z, 2026-11-23T12:00:00Z",
        "2026-11-23, 2026-11-23",
        "2026-11, 2026-11-01"
    })
    void aDenialCountsFromTheEndOfWhatItNamesAndAPermissionFromTheBeginning(String permitted, String denied) {
        Consent yes = permitted(permitted, "2026-11-23T12:00:01Z");
        Consent no = denied(denied, "2026-11-23T12:30:00Z");

        assertThat(permits(yes, no)).contains(false);
        assertThat(permits(no, yes)).contains(false);
    }

    /** Midnight is England's, whose days they are. */
    @Test
    void aDenialOfADayEndsWithItsDayInEngland() {
        Consent no = denied("2026-06-10", "2026-06-12T12:00:00Z");

        assertThat(permits(no, permitted("2026-06-10T22:59:59Z", "2026-06-10T23:00:00Z")))
                .contains(false);
        assertThat(permits(no, permitted("2026-06-10T23:00:00Z", "2026-06-10T23:00:01Z")))
                .contains(true);
        assertThat(permits(no, permitted("2026-06-11", "2026-06-11T09:00:00Z"))).contains(true);
    }

    @Test
    void aPermissionSaidAfterADenialOfTheSameDayWasReceivedStands() {
        Consent no = denied("2026-11-23", "2026-11-23T09:00:00Z");

        assertThat(permits(no, permitted("2026-11-23T12:00:00Z", "2026-11-23T12:00:00Z")))
                .contains(true);
    }

    @Test
    void whoeverDoesNotTellWhenSaidItWhenItWasReceived() {
        Consent unknown = denied("2026-01-01", "2026-11-23T12:00:00Z");
        DateTimeType none = new DateTimeType();
        none.addExtension("http://hl7.org/fhir/StructureDefinition/data-absent-reason", new CodeType("unknown"));
        unknown.setDateTimeElement(none);

        assertThat(permits(unknown, permitted("2026-11-23T11:00:00Z", "2026-11-23T11:00:00Z")))
                .contains(false);
        assertThat(permits(unknown, permitted("2026-11-23T13:00:00Z", "2026-11-23T13:00:00Z")))
                .contains(true);
    }
}
