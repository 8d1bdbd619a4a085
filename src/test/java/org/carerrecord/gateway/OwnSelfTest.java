package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody is their own carer, whichever is told first: the relationship, the number, or that two numbers are one person's. */
@OnEachStore
class OwnSelfTest extends HospitalCalls {

    OwnSelfTest(Store store) {
        super(store);
    }

    @Test
    void aNumberThatIsOneOfTheirCarersIsNotTakenButAsked() {
        send("A28", local("L", "EAST^JANE", "19410302"), numbered("EAST^JANET", "19410302"));

        Answer told = hospital.hl7(message("A31", withNumber("EAST^JANE", "19410302")));

        assertThat(told.acknowledged()).isEqualTo("AE");
        assertThat(told.text()).contains("nobody is their own carer");
        assertThat(hospital.get("/fhir/Task?code=another-number&focus=" + patient("L"))
                        .found(Task.class))
                .hasSize(1);
        assertThat(patients()).isEmpty();
    }

    @Test
    void aFhirWriteWithSuchANumberIsRefused() {
        send("A28", local("L", "EAST^JANE", "19410302"), numbered("EAST^JANET", "19410302"));
        Patient told = Fhir.patient(nhsNumber);
        told.setId(patient("L"));

        Answer refused = hospital.fhir("PUT", "/fhir/" + patient("L"), Fhir.json(told));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.places()).containsExactly("Patient.identifier");
    }

    @Test
    void theNumberIsTakenOnceNobodySaysThatItIsTheCarers() {
        send("A28", local("L", "EAST^JANE", "19410302"), numbered("EAST^JANET", "19410302"));
        send("A31", local("L", "EAST^JANE", "19410302"), "NK1|1|\"\"");
        send("A31", withNumber("EAST^JANE", "19410302"));

        assertThat(patients()).hasSize(1);
        assertThat(tester("Flag?patient=" + patient("L")).found(Flag.class))
                .noneMatch(flag -> flag.getStatus() == FlagStatus.ACTIVE);
    }

    @Test
    void whoAreSaidToCareForEachOtherAreNotMerged() {
        String mia = "NK1|1|WEST^MIA|20|||||||||||||19410302";
        send("A28", local("A", "WEST^MIA", "19410302"), "NK1|1|OTHER^ANN|20");
        send("A28", local("B", "WEST^MIA ROSE", "19410302"), mia);

        Answer merged = send("A40", local("A", "WEST^MIA", "19410302"), "MRG|B" + run + "^^^PAS^MR");

        assertThat(merged.text()).contains("ERR||MRG^1^1^1|", "not joined unseen");
        assertThat(tester("RelatedPerson?patient=" + patient("A") + "&name=mia").found(RelatedPerson.class))
                .isEmpty();
    }

    @Test
    void whoIsDescribedAsThePatientIsALoss() {
        Answer taken = send("A28", local("L", "EAST^JANE", "19410302"), "NK1|1|EAST^JANE|20|||||||||||||19410302");

        assertThat(taken.text()).contains("nobody is their own carer");
        assertThat(carersOfLocal()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "EAST^JANE,19410303,2",
        "EAST^JOAN,19410302,2",
        "EAST^JANE MARY,19410302,2",
        "EAST^JANE,19410302,1",
        "EAST^JANE,,2",
        "WEST^JANE,19410302,2"
    })
    void whoIsDescribedOtherwiseIsSomebodyElse(String name, String born, String sex) {
        String date = born == null ? "" : born;
        send("A28", local("L", "EAST^JANE", "19410302"), "NK1|1|" + name + "|20||||||||||||" + sex + "|" + date);

        assertThat(carersOfLocal()).hasSize(1);
    }

    private List<RelatedPerson> carersOfLocal() {
        return tester("RelatedPerson?patient=" + patient("L")).found(RelatedPerson.class);
    }

    private String local(String number, String name, String born) {
        return "PID|1||" + number + run + "^^^PAS^MR||" + name + "||" + born + "|2";
    }

    private String withNumber(String name, String born) {
        return "PID|1||" + nhsNumber + "^^^NHS^NH~L" + run + "^^^PAS^MR||" + name + "||" + born + "|2";
    }

    /** NK1-33 is the carer's number. */
    private String numbered(String name, String born) {
        return "NK1|1|" + name + "|20|||||||||||||" + born + "|||||||||||||||||" + nhsNumber + "^^^NHS^NH";
    }

    private String patient(String number) {
        List<Patient> found = tester("Patient?identifier=" + number + run).found(Patient.class);
        assertThat(found).hasSize(1);
        return found.getFirst().getIdElement().toUnqualifiedVersionless().getValue();
    }
}
