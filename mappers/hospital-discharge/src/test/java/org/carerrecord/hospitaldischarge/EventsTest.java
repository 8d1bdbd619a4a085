package org.carerrecord.hospitaldischarge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Withdrawn;
import org.carerrecord.mapping.Withdrawn.Which;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each ADT event says beyond its segments (HL7 v2 chapter 3). */
class EventsTest {

    private static final Sender HOSPITAL = new Sender("RZ1", "Wenbury Hospital");

    private static final String PID = "PID|1||9990000018^^^NHS~W1^^^PAS||MARLOW^EDITH||19410302|2";
    private static final String DISCHARGED = "PV1|1|I|WARD 3|||WARD 1" + "|".repeat(13) + "V1^^^VISITID"
            + "|".repeat(17) + "19" + "|".repeat(8) + "202611020930|202611041415";

    @ParameterizedTest
    @CsvSource({
        "A01,in-progress", "A02,in-progress", "A03,finished", "A04,in-progress", "A05,planned", "A06,in-progress",
        "A07,in-progress", "A08,finished", "A11,cancelled", "A12,in-progress", "A13,in-progress", "A31,finished"
    })
    void anEventSaysHowFarTheStayHasCome(String trigger, String status) {
        assertThat(stay(trigger, DISCHARGED).getStatus().toCode()).isEqualTo(status);
    }

    @Test
    void aCancelledDischargeTakesTheDischargeBackAndCarriesNothingOfIt() {
        Mapped<Understood> reopened = understand("A13", PID + "\r" + DISCHARGED);
        Said stay = reopened.value().said().get(1);
        assertThat(stay.emptied())
                .containsExactlyInAnyOrder(
                        "status", "period.end", "hospitalization.dischargeDisposition", "hospitalization.destination");
        Encounter encounter = (Encounter) stay.resource();
        assertThat(encounter.getPeriod().hasEnd()).isFalse();
        assertThat(encounter.getHospitalization().hasDischargeDisposition()).isFalse();
        assertThat(reopened.losses()).extracting(Loss::place).containsExactly("PV1-45", "PV1-36");
        assertThat(understand("A11", PID + "\r" + DISCHARGED)
                        .value()
                        .said()
                        .get(1)
                        .emptied())
                .containsExactly("status");
        assertThat(understand("A03", PID + "\r" + DISCHARGED)
                        .value()
                        .said()
                        .get(1)
                        .emptied())
                .isEmpty();
    }

    @Test
    void aCancelIsOfWhenItWasRecordedNotOfWhenTheCancelledEventHappened() {
        String evn = "\rEVN||202611050900||||202611041415";
        for (String trigger : List.of("A11", "A12", "A13")) {
            assertThat(understand(trigger, PID + evn).value().saidAt())
                    .as(trigger)
                    .hasToString("Optional[2026-11-05T09:00:00Z]");
        }
        assertThat(understand("A03", PID + evn).value().saidAt()).hasToString("Optional[2026-11-04T14:15:00Z]");
    }

    @Test
    void aTransferKeepsWhereThePatientWasBefore() {
        assertThat(stay("A02", DISCHARGED).getLocation())
                .extracting(place ->
                        place.getStatus().toCode() + " " + place.getLocation().getDisplay())
                .containsExactly("active WARD 3", "completed WARD 1");
        assertThat(stay("A01", DISCHARGED.replace("WARD 1", ""))
                        .getLocationFirstRep()
                        .hasStatus())
                .isFalse();
    }

    @Test
    void aDeletedPersonIsTakenBackButForTheNumbersAndTheStays() {
        Mapped<Understood> deleted = understand("A29", PID + "\rPV1|1|N\rNK1|1|MARLOW^TOM|20");
        Patient patient = (Patient) deleted.value().said().get(0).resource();
        assertThat(deleted.value().said()).hasSize(1);
        assertThat(patient.getIdentifier()).hasSize(2);
        assertThat(patient.hasName()).isFalse();
        assertThat(deleted.value().withdrawn())
                .extracting(Withdrawn::type, Withdrawn::which)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("Patient", new Which.Keyed("name")),
                        org.assertj.core.groups.Tuple.tuple("Patient", new Which.Keyed("contact")),
                        org.assertj.core.groups.Tuple.tuple("RelatedPerson", new Which.All()))
                .noneMatch(taken -> taken.toString().contains("Encounter"));
        assertThat(deleted.losses()).extracting(Loss::place).containsExactly("NK1[1]", "PV1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A34", "A40"})
    void aMergeNamesTheNumberThatWasMerged(String trigger) {
        Mapped<Understood> merged = understand(trigger, PID + "\rMRG|W2^^^PAS^MR~W3^^^AE||A77|||MARLOW^EDIE");
        assertThat(merged.value().merged())
                .extracting(one -> one.former().getSystem() + "|" + one.former().getValue() + " " + one.place())
                .containsExactly(
                        Systems.local("RZ1", "PAS") + "|W2 MRG-1[1]", Systems.local("RZ1", "AE") + "|W3 MRG-1[2]");
        assertThat(merged.value().merged())
                .allMatch(one -> one.former().getUse() == IdentifierUse.OLD)
                .allMatch(
                        one -> one.patient().equals(merged.value().said().get(0).link()));
        assertThat(merged.losses()).extracting(Loss::place).containsExactly("MRG-3", "MRG-6");
    }

    @Test
    void anUnlinkNamesTwoPatientsAndSaysNothingElse() {
        Mapped<Understood> apart =
                understand("A37", PID + "\rPID|2||W188002^^^PAS^MR||MARLOW^EDIE\rNK1|1|MARLOW^TOM|20");

        assertThat(apart.value().said()).isEmpty();
        assertThat(apart.value().unlinked()).singleElement().satisfies(two -> {
            assertThat(two.one().getIdentifier()).isNotEmpty();
            assertThat(two.other().getIdentifierFirstRep().getValue()).isEqualTo("W188002");
            assertThat(two.other().hasName()).isFalse();
        });
        assertThat(apart.losses()).extracting(Loss::place).containsExactly("NK1[1]");
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> understand("A37", PID))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(FaultKind.MISSING));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> understand("A37", PID + "\r" + PID + "\r" + PID))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(FaultKind.INVALID));
    }

    @Test
    void aMergeThatMergesNothingIsToldAndNhsNumbersAreNotJoined() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> understand("A40", PID))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(FaultKind.MISSING))
                .satisfies(fault -> assertThat(fault.place()).isEqualTo("MRG-1"));
        for (String mrg : List.of("MRG|9990000026^^^NHS", "MRG|W1^^^PAS", "MRG|9990000027^^^NHS")) {
            Mapped<Understood> nothing = understand("A40", PID + "\r" + mrg);
            assertThat(nothing.value().merged()).as(mrg).isEmpty();
            assertThat(nothing.losses()).as(mrg).extracting(Loss::place).containsExactly("MRG-1");
        }
        assertThat(understand("A08", PID + "\rMRG|W2^^^PAS").losses())
                .as("no merge")
                .extracting(Loss::place)
                .containsExactly("MRG");
    }

    private static Encounter stay(String trigger, String pv1) {
        return (Encounter)
                understand(trigger, PID + "\r" + pv1).value().said().get(1).resource();
    }

    private static Mapped<Understood> understand(String trigger, String segments) {
        String message = "MSH|^~\\&|PAS|RZ1|||20261120||ADT^" + trigger + "|1|P|2.4\r" + segments + "\r";
        return AdtMessages.understand(message.getBytes(StandardCharsets.UTF_8), HOSPITAL);
    }
}
