package org.carerrecord.hospitaldischarge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Withdrawn.Which;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.carerrecord.stories.Told;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PID, PD1 and PV1 by single fields; the whole picture is in the stories. */
class PatientAndStayTest {

    private static final Sender HOSPITAL = new Sender("RZ1", "Wenbury Hospital");

    private static final String PID = "PID|1||9990000018^^^NHS||MARLOW^EDITH";

    @Test
    void anNhsNumberIsKnownByAuthorityOrType() {
        for (String cx :
                List.of("9990000018^^^NHS", "999 000 0018^^^NHS^NH", "9990000018^^^^NH", "9990000018^^^X^NH")) {
            Identifier number = patient("PID|1||" + cx).getIdentifierFirstRep();
            assertThat(number.getSystem()).as(cx).isEqualTo(Systems.NHS_NUMBER);
            assertThat(number.getValue()).as(cx).isEqualTo("9990000018");
            assertThat(number.hasExtension())
                    .as("nothing says that it was verified")
                    .isFalse();
        }
        assertThat(patient("PID|1||9990000018^^^PAS^MR").getIdentifierFirstRep().getSystem())
                .isEqualTo(Systems.local("RZ1", "PAS"));
        assertThat(patient("PID|1|W1|9990000018^^^NHS|W2").getIdentifier()).hasSize(3);
    }

    @Test
    void nobodyIdentifiedIsAFault() {
        Map.of("PID|1", FaultKind.MISSING, "PID|1||^^^PAS", FaultKind.MISSING, "PID|1||12^^^NHS", FaultKind.INVALID)
                .forEach((pid, kind) -> assertThatExceptionOfType(Fault.class)
                        .isThrownBy(() -> understand("A01", pid))
                        .satisfies(fault -> assertThat(fault.kind()).as(pid).isEqualTo(kind))
                        .satisfies(fault -> assertThat(fault.place()).isEqualTo("PID-3")));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> understand("A01", "PID|1||9990000018^^^NHS~9990000026^^^NHS~W1^^^PAS"))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(FaultKind.INVALID));
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> understand("A01", "PV1|1|I"))
                .satisfies(fault -> assertThat(fault.place()).isEqualTo("PID"));
    }

    @Test
    void aDateIsAsExactAsItWasSaidAndAnImpossibleOneIsALoss() {
        assertThat(patient(PID + "||1941").getBirthDateElement().getValueAsString())
                .isEqualTo("1941");
        assertThat(patient(PID + "||194103").getBirthDateElement().getValueAsString())
                .isEqualTo("1941-03");
        assertThat(patient(PID + "||194103020815").getBirthDateElement().getValueAsString())
                .isEqualTo("1941-03-02");
        Mapped<Understood> monthThirteen = understand("A28", PID + "||194113020815");
        assertThat(monthThirteen.losses()).extracting(Loss::place).containsExactly("PID-7");
    }

    @Test
    void aNullEmptiesAnElementAndSilenceDoesNot() {
        Mapped<Understood> nulls =
                understand("A31", PID + "||||||\"\"||\"\"|\"\"\rPD1|||\"\"|G9999998^GREEN^ROSE^^^DR^^^GMP");
        assertThat(nulls.value().withdrawn())
                .extracting(taken -> taken.type() + " " + ((Which.Keyed) taken.which()).key() + " " + taken.place())
                .containsExactly("Patient address PID-11", "Patient telecom PID-13");
        assertThat(understand("A31", PID).value().withdrawn()).isEmpty();
    }

    @Test
    void deathIsATimeOrAYes() {
        assertThat(patient(PID + "|".repeat(24) + "202611211200|Y")
                        .getDeceasedDateTimeType()
                        .getValueAsString())
                .isEqualTo("2026-11-21T12:00:00+00:00");
        assertThat(patient(PID + "|".repeat(25) + "Y").getDeceasedBooleanType().booleanValue())
                .isTrue();
        assertThat(patient(PID + "|".repeat(25) + "\"\"").hasDeceased()).isFalse();
    }

    @Test
    void theTriggerSaysHowFarTheStayHasCome() {
        String stay = stay("V1^^^VISITID", "202606010930", "");
        assertThat(encounter("A01", stay).getStatus().toCode()).isEqualTo("in-progress");
        assertThat(encounter("A04", stay).getStatus().toCode()).isEqualTo("in-progress");
        assertThat(encounter("A05", stay).getStatus().toCode()).isEqualTo("planned");
        assertThat(encounter("A03", stay).getStatus().toCode()).isEqualTo("finished");
        assertThat(encounter("A08", stay).getStatus().toCode()).isEqualTo("in-progress");
        assertThat(encounter("A08", stay("V1", "", "202606021000")).getStatus().toCode())
                .isEqualTo("finished");
        assertThat(encounter("A01", stay).getPeriod().getStartElement().getValueAsString())
                .as("summer time in England")
                .isEqualTo("2026-06-01T09:30:00+01:00");
    }

    @Test
    void aStayNeedsAVisitNumberOrATimeOfAdmission() {
        assertThat(keys("A03", stay("V1^^^VISITID", "", ""))).containsExactly("", "VISITID|V1");
        assertThat(keys("A03", stay("", "202606010930", ""))).containsExactly("", "admitted:2026-06-01T09:30:00+01:00");
        Mapped<Understood> neither = understand("A03", PID + "\rPV1|1|I");
        assertThat(neither.value().said()).hasSize(1);
        assertThat(neither.losses()).extracting(Loss::place).containsExactly("PV1");
        assertThat(understand("A31", PID + "\rPV1|1|N").losses()).isEmpty();
    }

    @Test
    void theDoctorsOfAStayAreNamedByWhatTheyDo() {
        String stay = PID + "\rPV1|1|I|||||C1^GREEN^ROSE^^^DR^^^GMC~C2^HILL|G1^BELL|G2^BROOK||||||||^WOOD^MAX||V1";
        Encounter encounter = encounter("A01", stay);
        assertThat(encounter.getParticipant())
                .extracting(who -> who.getTypeFirstRep().getCodingFirstRep().getCode() + " "
                        + who.getIndividual().getDisplay())
                .containsExactly("ATND DR ROSE GREEN", "ATND HILL", "REF BELL", "CON BROOK", "ADM MAX WOOD");
        assertThat(encounter
                        .getParticipantFirstRep()
                        .getIndividual()
                        .getIdentifier()
                        .getSystem())
                .isEqualTo("https://fhir.hl7.org.uk/Id/gmc-number");
        assertThat(understand("A01", stay).losses()).isEmpty();
        assertThat(understand("A01", PID + "\rPV1|1|I|||||^^^^^^^^GMC||||||||||||V1")
                        .losses())
                .extracting(Loss::place)
                .containsExactly("PV1-7");
    }

    @Test
    void aCodeIsACodingOnlyWhenItsSystemIsNamed() {
        String stay = PID + "\rPV1|1|I||21||||||430^General medicine|||||||||V1\rPV2|||%s|||||202611|202612";
        Encounter snomed = encounter("A05", stay.formatted("84114007^Heart failure^SCT"));
        assertThat(snomed.getReasonCodeFirstRep().getCodingFirstRep().getSystem())
                .isEqualTo(Systems.SNOMED_CT);
        assertThat(snomed.getTypeFirstRep().getText()).isEqualTo("21");
        assertThat(snomed.getTypeFirstRep().hasCoding()).isFalse();
        Encounter local = encounter("A05", stay.formatted("HF^Heart failure^L"));
        assertThat(local.getReasonCodeFirstRep().getText()).isEqualTo("Heart failure");
        assertThat(local.getReasonCodeFirstRep().hasCoding()).isFalse();
        assertThat(understand("A05", stay.formatted("HF^Heart failure^L").replace("|||||202611", "|MOVED||||202611"))
                        .losses())
                .extracting(Loss::place)
                .containsExactlyInAnyOrder("PV1-10.1", "PV2-3.1", "PV2-4", "PV2-8", "PV2-9");
        assertThat(understand("A31", PID + "\rPV1|1|N\rPV2|||Fall").losses())
                .extracting(Loss::place)
                .containsExactly("PV2-3");
    }

    @Test
    void aSecondRepetitionWhereThereIsRoomForOneIsALoss() {
        String message = PID + "||19410302~1942|F~M~\"\"||||||||M~S\rPV1|1|I~E||||||||430~100|||||||||V1~V2";
        assertThat(understand("A01", message).losses())
                .extracting(Loss::place)
                .containsExactly("PID-7[2]", "PID-8[2]", "PID-16[2]", "PV1-2[2]", "PV1-10[2]", "PV1-19[2]");
        assertThat(understand("A01", PID + "\rEVN||20261101~20261102").losses())
                .extracting(Loss::place)
                .containsExactly("EVN-2[2]");
    }

    @Test
    void whatTheRecordHasNoRoomForIsStatedOnceForEachKind() {
        assertThat(understand("A28", PID + "|||||C\rAL1|1\rAL1|2\rZU1|a\rnonsense here")
                        .losses())
                .extracting(Loss::place)
                .containsExactly("PID-10", "AL1", "ZU1", "line 6");
    }

    @Test
    void theEventsOwnTimeComesFirst() {
        assertThat(understand("A28", PID + "\rEVN||20260102|||u|20260101")
                        .value()
                        .saidAt())
                .hasToString("Optional[2026-01-01T00:00:00Z]");
        assertThat(understand("A28", PID + "\rEVN||202606011200").value().saidAt())
                .hasToString("Optional[2026-06-01T11:00:00Z]");
        assertThat(understand("A28", PID).value().saidAt()).hasToString("Optional[2026-11-20T00:00:00Z]");
    }

    @Test
    void otherMessagesAreNotSupported() {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> understand("A17", PID))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(FaultKind.UNSUPPORTED))
                .satisfies(fault -> assertThat(fault.place()).isEqualTo("MSH-9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.7.1", "2.8", "2.8.1", "2.8.2"})
    void versions22To28AreUnderstoodAlike(String version) {
        assertThat(Told.statements(ofVersion(version).value()))
                .isEqualTo(Told.statements(ofVersion("2.4").value()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "2.1", "2.9", "3.0", "2.4x"})
    void otherVersionsAreNotSupported(String version) {
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> ofVersion(version))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(FaultKind.UNSUPPORTED_VERSION))
                .satisfies(fault -> assertThat(fault.place()).isEqualTo("MSH-12"));
    }

    private static Mapped<Understood> ofVersion(String version) {
        return AdtMessages.understand(
                message("A01", PID + "\rNK1|1|MARLOW^TOM|20")
                        .replace("|2.4", "|" + version)
                        .getBytes(StandardCharsets.UTF_8),
                HOSPITAL);
    }

    private static String stay(String visit, String admitted, String discharged) {
        return PID + "\rPV1|1|I" + "|".repeat(17) + visit + "|".repeat(25) + admitted + "|" + discharged;
    }

    private static Encounter encounter(String trigger, String stay) {
        return (Encounter) understand(trigger, stay).value().said().get(1).resource();
    }

    private static List<String> keys(String trigger, String segments) {
        return understand(trigger, segments).value().said().stream()
                .map(Said::key)
                .toList();
    }

    private static Patient patient(String pid) {
        return (Patient) understand("A28", pid).value().said().get(0).resource();
    }

    private static Mapped<Understood> understand(String trigger, String segments) {
        return AdtMessages.understand(message(trigger, segments).getBytes(StandardCharsets.UTF_8), HOSPITAL);
    }

    private static String message(String trigger, String segments) {
        return "MSH|^~\\&|PAS|RZ1|||20261120||ADT^" + trigger + "|1|P|2.4\r" + segments + "\r";
    }
}
