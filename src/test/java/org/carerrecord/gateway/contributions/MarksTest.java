package org.carerrecord.gateway.contributions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.gateway.contributions.Contribution.About;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.junit.jupiter.api.Test;

/** A mark that keeps two people apart stands while anybody says so (carer-model.md, contributions 4 and agreement 5). */
class MarksTest extends SandboxContributors {

    MarksTest() throws IOException {}

    @Test
    void theStrictestWinsOverTheNewest() {
        Flag made = made(said("RZ1", 1, mark(FlagStatus.ACTIVE)), said("Z00002", 2, mark(FlagStatus.INACTIVE)));

        assertThat(made.getStatus()).isEqualTo(FlagStatus.ACTIVE);
    }

    @Test
    void itKeepsItsMeaningAndItsPersonWhateverOthersMakeOfIt() {
        Flag other = mark(FlagStatus.ACTIVE);
        other.getCode().getCodingFirstRep().setCode("has-carer");
        other.getSubject().setReference("Patient/2");

        Flag made = made(said("RZ1", 1, mark(FlagStatus.ACTIVE)), said("Z00002", 2, other));

        assertThat(Label.keepsApart(made)).isTrue();
        assertThat(made.getSubject().getReference()).isEqualTo("Patient/1");
    }

    @Test
    void itStandsWhereNobodyElseMaySeeItAndWhenItsSourceLeft() {
        Flag hidden = mark(FlagStatus.INACTIVE);
        hidden.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "V", null);

        assertThat(Label.keepsApart(made(said("RZ1", 1, mark(FlagStatus.ACTIVE)), said("Z00002", 2, hidden))))
                .isTrue();
        assertThat(Label.keepsApart(
                        made(said("LEFT", 1, mark(FlagStatus.ACTIVE)), said("Z00002", 2, mark(FlagStatus.INACTIVE)))))
                .isTrue();
    }

    @Test
    void whoSetItLiftsIt() {
        Flag made = made(said("RZ1", 3, mark(FlagStatus.INACTIVE)), said("Z00002", 2, mark(FlagStatus.INACTIVE)));

        assertThat(made.getStatus()).isEqualTo(FlagStatus.INACTIVE);
    }

    @Test
    void itIsSharedWhoeverSetsIt() {
        assertThat(record.of(List.of(said("ZL1", 1, mark(FlagStatus.ACTIVE))), TODAY)
                        .shared())
                .isTrue();
    }

    private Flag made(Contribution... said) {
        return (Flag) record.of(List.of(said), TODAY).resource().orElseThrow();
    }

    private static Flag mark(FlagStatus status) {
        Flag mark = new Flag().setStatus(status);
        mark.getCode().addCoding().setSystem(Canonical.CodeSystem.FLAG_MEANING).setCode("do-not-connect");
        mark.getSubject().setReference("Patient/1");
        return mark;
    }

    private static Contribution said(String ods, int second, Flag flag) {
        return new Contribution(
                new About(7, ods, KEYS.getFirst(), 1L, "Flag"), flag, stamp(second, "a"), Map.of(), null, false, true);
    }
}
