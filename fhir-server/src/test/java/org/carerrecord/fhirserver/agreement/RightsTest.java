package org.carerrecord.fhirserver.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.junit.jupiter.api.Test;

/** The rights beside contributing and reading: to refer, to be told of who is referred, and to ask one question. */
class RightsTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 4, 1);
    private static final LocalDate LAST = LocalDate.of(2027, 3, 31);

    private static Grant grant(Grant.Right right, Category... categories) {
        return new Grant(right, Set.of(categories), Set.of("support"), Set.of(), false, "the ground");
    }

    private static Agreement agreement(Grant... grants) {
        Partner centre = new Partner(
                "ZV1",
                "Centre",
                Kind.VOLUNTARY,
                "support",
                FIRST,
                LAST,
                false,
                false,
                false,
                List.of(),
                List.of(grants));
        return new Agreement(
                "v1",
                FIRST,
                Duration.ofHours(12),
                Period.ofDays(180),
                Map.of(
                        "RelatedPerson",
                        Set.of(Category.CONTACT, Category.CARING_ROLE),
                        "Flag",
                        Set.of(Category.CARING_ROLE)),
                Set.of(),
                Map.of(),
                List.of(centre));
    }

    private static Caller centre(String purpose, Grant... grants) {
        Agreement agreement = agreement(grants);
        return new Caller(agreement, agreement.partner("ZV1").orElseThrow(), purpose, "request");
    }

    private static void assertForbidden(ThrowingCallable request) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(request)
                .extracting(Fault::kind)
                .isEqualTo(FaultKind.FORBIDDEN);
    }

    @Test
    void whoMayReferDoesSoOnTheGroundOfItsGrant() {
        Grant refer = grant(Grant.Right.REFER, Category.CONTACT, Category.CARING_ROLE);

        assertThat(centre("support", refer).mayRefer()).isEqualTo(refer);
        assertForbidden(() -> centre("research", refer).mayRefer());
        assertForbidden(() -> centre("support", refer).mayAskOneQuestion());
        assertForbidden(() ->
                centre("support", grant(Grant.Right.REFER, Category.CONTACT)).mayRefer());
    }

    @Test
    void whoMayAskOneQuestionDoesSoOnTheGroundOfItsGrant() {
        Grant ask = grant(Grant.Right.ASK_ONE_QUESTION, Category.CARING_ROLE);

        assertThat(centre("support", ask).mayAskOneQuestion()).isEqualTo(ask);
        assertForbidden(() -> centre("research", ask).mayAskOneQuestion());
        assertForbidden(() -> centre("support", ask).mayRefer());
        assertForbidden(() -> centre("support", grant(Grant.Right.ASK_ONE_QUESTION, Category.CONTACT))
                .mayAskOneQuestion());
    }

    @Test
    void aCarerIsReferredToWhomTheAgreementLetsBeTold() {
        Grant told = grant(Grant.Right.BE_TOLD, Category.CONTACT, Category.CARING_ROLE);

        assertThat(agreement(told).recipient("ZV1", FIRST, false))
                .map(Partner::ods)
                .contains("ZV1");
        assertThat(agreement(told).recipient("ZV2", FIRST, false)).isEmpty();
        assertThat(agreement(told).recipient("ZV1", FIRST.minusDays(1), false)).isEmpty();
        assertThat(agreement(told).recipient("ZV1", LAST.plusDays(1), false)).isEmpty();
        assertThat(agreement().recipient("ZV1", FIRST, false)).isEmpty();
        assertThat(agreement(grant(Grant.Right.BE_TOLD, Category.CONTACT)).recipient("ZV1", FIRST, false))
                .isEmpty();
    }

    @Test
    void aYoungCarerIsReferredToWhoMayBeToldOfYoungCarers() {
        Grant ofAdults = grant(Grant.Right.BE_TOLD, Category.CONTACT, Category.CARING_ROLE);
        Grant ofAll = grant(Grant.Right.BE_TOLD, Category.CONTACT, Category.CARING_ROLE, Category.YOUNG_CARER);

        assertThat(agreement(ofAdults).recipient("ZV1", FIRST, true)).isEmpty();
        assertThat(agreement(ofAll).recipient("ZV1", FIRST, true)).isPresent();
    }
}
