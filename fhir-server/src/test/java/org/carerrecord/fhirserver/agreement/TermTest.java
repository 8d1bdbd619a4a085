package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.agreement.Provisions.CENTRE;
import static org.carerrecord.fhirserver.agreement.Provisions.active;
import static org.carerrecord.fhirserver.agreement.Provisions.deny;
import static org.carerrecord.fhirserver.agreement.Provisions.permit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How long what a provision says lasts (R4, Period). */
class TermTest {

    private static Optional<Permission> said(ProvisionComponent provision) {
        return Optional.ofNullable(
                Permissions.of(List.of(active("2026-01-01", provision))).get(CENTRE));
    }

    private static DateTimeType unknown() {
        DateTimeType unknown = new DateTimeType();
        unknown.addExtension("http://hl7.org/fhir/StructureDefinition/data-absent-reason", new CodeType("unknown"));
        return unknown;
    }

    /** Midnight is England's. */
    @ParameterizedTest
    @CsvSource({
        "2026-06-10, 2026-06-09T23:00:00Z, 2026-06-10T23:00:00Z",
        "2026-12-10, 2026-12-10T00:00:00Z, 2026-12-11T00:00:00Z",
        "2026-03, 2026-03-01T00:00:00Z, 2026-03-31T23:00:00Z",
        "2026, 2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "2026-06-10T12:00:00Z, 2026-06-10T12:00:00Z, 2026-06-10T12:00:01Z",
        "2026-06-10T12:00:00.250Z, 2026-06-10T12:00:00.250Z, 2026-06-10T12:00:00.251Z"
    })
    void itBeginsWithTheFirstInstantOfWhatIsNamedAndEndsWithTheLast(String named, Instant first, Instant after) {
        ProvisionComponent permit = permit("voluntary", "contact");
        permit.getPeriod().setStartElement(new DateTimeType(named)).setEndElement(new DateTimeType(named));
        ProvisionComponent deny = permit.copy().setType(ConsentProvisionType.DENY);

        assertThat(said(permit)).contains(new Permission(true, first, after, false));
        assertThat(said(deny)).contains(new Permission(false, null, after, false));
    }

    @Test
    void anUnknownEndIsNoneOfADenialAndPermitsNothing() {
        ProvisionComponent permit = permit("voluntary", "contact");
        permit.getPeriod().setEndElement(unknown());
        ProvisionComponent deny = permit.copy().setType(ConsentProvisionType.DENY);

        assertThat(said(permit)).isEmpty();
        assertThat(said(deny)).contains(new Permission(false, null, null, false));
        ProvisionComponent around = permit("", "");
        around.getPeriod().setEndElement(new DateTimeType("2026-06-10"));
        assertThat(said(around.addProvision(deny))).contains(new Permission(false, null, null, false));
    }

    @Test
    void anUnknownBeginningIsNoneOfADenialAndPermitsNothing() {
        ProvisionComponent permit = permit("voluntary", "contact");
        permit.getPeriod().setStartElement(unknown());

        assertThat(said(permit)).isEmpty();
        assertThat(said(permit.copy().setType(ConsentProvisionType.DENY)))
                .contains(new Permission(false, null, null, false));
    }

    @ParameterizedTest
    @EnumSource(
            value = ConsentProvisionType.class,
            names = {"PERMIT", "DENY"})
    void aPermissionWithinAnotherTermIsNoLongerThanThat(ConsentProvisionType type) {
        ProvisionComponent around = permit("", "contact").setType(type);
        around.getPeriod().setStartElement(new DateTimeType("2026-06-10T00:00:00Z"));
        around.getPeriod().setEndElement(new DateTimeType("2026-06-20T00:00:00.000Z"));
        ProvisionComponent permit = permit("voluntary", "contact");
        permit.getPeriod().setStartElement(new DateTimeType("2026-06-01")).setEndElement(new DateTimeType("2030"));
        around.addProvision(permit);

        assertThat(said(around))
                .contains(new Permission(
                        true, Instant.parse("2026-06-10T00:00:00Z"), Instant.parse("2026-06-20T00:00:00.001Z"), false));
    }

    @Test
    void aPermissionWithinATermThatIsNotKnownIsNone() {
        ProvisionComponent around = deny("", "contact");
        around.getPeriod().setEndElement(unknown());
        around.addProvision(permit("voluntary", "contact"));

        assertThat(said(around)).contains(new Permission(false, null, null, false));
        assertThat(said(around.setType(ConsentProvisionType.PERMIT))).isEmpty();
    }

    @Test
    void aDenialWithinAPermissionOutlastsItWhereItSaysSo() {
        ProvisionComponent around = permit("", "contact");
        around.getPeriod().setEndElement(new DateTimeType("2026-06-20"));
        ProvisionComponent deny = deny("voluntary", "contact");
        deny.getPeriod().setEndElement(new DateTimeType("2026"));

        assertThat(said(around.addProvision(deny)))
                .contains(new Permission(false, null, Instant.parse("2027-01-01T00:00:00Z"), false));
    }
}
