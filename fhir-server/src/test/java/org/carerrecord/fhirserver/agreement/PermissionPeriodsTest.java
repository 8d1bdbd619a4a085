package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.agreement.Provisions.CENTRE;
import static org.carerrecord.fhirserver.agreement.Provisions.active;
import static org.carerrecord.fhirserver.agreement.Provisions.deny;
import static org.carerrecord.fhirserver.agreement.Provisions.permit;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.junit.jupiter.api.Test;

/** From when and until when a permission or a denial stands. */
class PermissionPeriodsTest {

    private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    /** A second that a period names as its end is within it. */
    private static final Instant AFTER = MARCH.plusSeconds(1);

    @Test
    void aPeriodBeginsAndEndsIt() {
        ProvisionComponent permit = permit("voluntary", "contact");
        permit.getPeriod().setStart(Date.from(FEBRUARY));
        permit.getPeriod().setEnd(Date.from(MARCH));
        assertThat(Permissions.of(List.of(active("2026-01-01", permit))))
                .containsEntry(CENTRE, new Permission(true, FEBRUARY, AFTER, false));

        ProvisionComponent deny = permit.copy().setType(ConsentProvisionType.DENY);
        assertThat(Permissions.of(List.of(active("2026-01-01", deny))))
                .as("a denial begins at once")
                .containsEntry(CENTRE, new Permission(false, null, AFTER, false));

        ProvisionComponent around = deny.copy().setActor(List.of());
        around.getPeriod().setStart(Date.from(FEBRUARY));
        around.addProvision(permit("voluntary", "contact"));
        assertThat(Permissions.of(List.of(active("2026-01-01", around))))
                .as("an exception lasts no longer than what it is from")
                .containsEntry(CENTRE, new Permission(true, FEBRUARY, AFTER, false));
    }

    @Test
    void aDenialStandsAgainWhenWhatWasExceptedFromItEnds() {
        ProvisionComponent permit = permit("voluntary", "contact");
        permit.getPeriod().setEnd(Date.from(MARCH));
        ProvisionComponent none = deny("", "");
        Consent earlier = active("2026-01-01", none.copy());
        none.addProvision(permit);
        Permission excepted = new Permission(true, null, AFTER, true);

        assertThat(Permissions.of(List.of(active("2026-01-01", none)))).containsEntry(CENTRE, excepted);
        assertThat(Permissions.of(List.of(earlier, active("2026-01-02", permit))))
                .containsEntry(CENTRE, excepted);
        assertThat(Permissions.of(List.of(
                        earlier, active("2026-01-02", permit), active("2026-01-03", permit("voluntary", "contact")))))
                .as("what has no end leaves nothing to stand again")
                .containsEntry(CENTRE, new Permission(true, null, null, false));
        assertThat(Permissions.of(List.of(earlier, active("2026-01-02", permit), active("2026-01-03", permit))))
                .containsEntry(CENTRE, excepted);
    }

    @Test
    void anEarlierDenialThatEndsFirstDoesNotStandAgain() {
        ProvisionComponent deny = deny("voluntary", "contact");
        deny.getPeriod().setEnd(Date.from(MARCH));
        ProvisionComponent permit = permit("voluntary", "contact");
        permit.getPeriod().setEnd(Date.from(MARCH));

        assertThat(Permissions.of(List.of(active("2026-01-01", deny), active("2026-01-02", permit))))
                .containsEntry(CENTRE, new Permission(true, null, AFTER, false));
    }
}
