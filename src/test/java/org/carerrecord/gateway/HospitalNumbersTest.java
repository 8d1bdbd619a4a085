package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that a hospital merges, changes or swaps. */
@OnEachStore
class HospitalNumbersTest extends HospitalCalls {

    HospitalNumbersTest(Store store) {
        super(store);
    }

    @Test
    void aMergedNumberFindsThePatientWhoGoesOn() {
        send("A28", pid("A" + run));
        send("A40", pid("A" + run), "MRG|B" + run + "^^^PAS^MR");
        send("A31", pid("A" + run));
        send("A28", "PID|1||B" + run + "^^^PAS^MR||FAIRWEATHER^WINIFRED||19380709|2");

        assertThat(patients())
                .singleElement()
                .extracting(patient -> patient.getIdentifier().stream()
                        .map(Identifier::getValue)
                        .toList())
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .contains(nhsNumber, "A" + run, "B" + run);
        assertThat(tester("Patient?identifier=B" + run).found(Patient.class)).hasSize(1);
    }

    @Test
    void theNumberOfSomebodyWhoIsKnownGoesOnUnderTheNewOne() {
        send("A28", "PID|1||B" + run + "^^^PAS^MR||FAIRWEATHER^WINIFRED||19380709|2", "NK1|1|FAIRWEATHER^TOM|20");
        send("A40", pid("A" + run), "MRG|B" + run + "^^^PAS^MR");

        assertThat(patients()).hasSize(1);
        assertThat(carers()).hasSize(1);
    }

    @Test
    void twoRecordsThatTheirSenderMergesAreLinkedWithItsAuthority() {
        send("A28", "PID|1||B" + run + "^^^PAS^MR||FAIRWEATHER^WINIFRED||19380709|2");
        send("A28", pid("A" + run));
        Patient former =
                tester("Patient?identifier=B" + run).found(Patient.class).getFirst();
        send("A40", pid("A" + run), "MRG|B" + run + "^^^PAS^MR");
        send("A28", "PID|1||B" + run + "^^^PAS^MR||FAIRWEATHER^WINIFRED||19380709|2", "NK1|1|FAIRWEATHER^TOM|20");

        Patient goesOn = patients().getFirst();
        assertThat(goesOn.getIdentifier()).hasSize(3);
        assertThat(goesOn.getLinkFirstRep().getType()).isEqualTo(LinkType.REPLACES);
        assertThat(goesOn.getLinkFirstRep().getOther().getReference()).isEqualTo(reference(former));
        Patient replaced = tester(reference(former)).resource(Patient.class);
        assertThat(replaced.getActive()).isFalse();
        assertThat(replaced.getLinkFirstRep().getType()).isEqualTo(LinkType.REPLACEDBY);
        assertThat(replaced.getLinkFirstRep().getOther().getReference()).isEqualTo(reference(goesOn));
        assertThat(tester("RelatedPerson?patient=" + reference(goesOn)).found(RelatedPerson.class))
                .hasSize(1);
        assertThat(tester("Provenance?target=" + reference(goesOn)).text()).contains("\"valueCode\":\"merge\"");
    }

    @Test
    void ofWhomOthersSpeakTheSenderAloneDoesNotDecide() {
        send("A28", "PID|1||B" + run + "^^^PAS^MR||FAIRWEATHER^WINIFRED||19380709|2");
        send("A28", pid("A" + run));
        Patient former =
                tester("Patient?identifier=B" + run).found(Patient.class).getFirst();
        former.setMeta(null);
        assertThat(hospital.fhir("PUT", "/fhir/" + reference(former), Fhir.json(former))
                        .status())
                .isEqualTo(200);
        Answer answer = send("A40", pid("A" + run), "MRG|B" + run + "^^^PAS^MR");

        assertThat(answer.text()).contains("ERR||MRG^1^1^1|0^^HL70357|W", "they are not joined unseen");
        assertThat(patients().getFirst().getIdentifier()).hasSize(2);
        assertThat(tester("Patient?identifier=B" + run).found(Patient.class)).hasSize(1);
    }

    @Test
    void twoWithNhsNumbersOfTheirOwnAreNotJoined() {
        send("A28", pid("A" + run));
        String other = People.nhsNumber();
        send("A28", pid("B" + run).replace(nhsNumber, other));

        assertThat(send("A40", pid("A" + run), "MRG|B" + run + "^^^PAS^MR").text())
                .contains("they are not joined unseen");
        assertThat(patients().getFirst().hasLink()).isFalse();
    }

    @Test
    void aMergeIntoItselfAndALoopOfMergesAreToldAndHarmless() {
        send("A28", "PID|1||B" + run + "^^^PAS^MR||FAIRWEATHER^WINIFRED||19380709|2");
        send("A28", pid("A" + run));

        assertThat(send("A40", pid("A" + run), "MRG|A" + run + "^^^PAS^MR").text())
                .contains("ERR||MRG^1^1^1|0^^HL70357|W");
        send("A40", pid("A" + run), "MRG|B" + run + "^^^PAS^MR");
        assertThat(send("A40", pid("B" + run), "MRG|A" + run + "^^^PAS^MR").text())
                .contains("ERR||MRG^1^1^1|0^^HL70357|W");
        assertThat(send("A40", pid("A" + run), "MRG|B" + run + "^^^PAS^MR").text())
                .contains("ERR||MRG^1^1^1|0^^HL70357|W");

        assertThat(patients()).hasSize(1);
        assertThat(patients().getFirst().getLink())
                .singleElement()
                .extracting(Patient.PatientLinkComponent::getType)
                .isEqualTo(LinkType.REPLACES);
    }

    /** They pass the check digit's arithmetic. */
    @ParameterizedTest
    @ValueSource(strings = {"1111111111", "222 222 2222", "9999999999", "0123456789"})
    void whatIsTypedWhereNoNumberIsKnownIsNobodys(String placeholder) {
        Answer taken = send("A28", "PID|1||" + placeholder + "^^^NHS^NH~A" + run + "^^^PAS^MR||ALDER^ANN||19500101|2");
        gateway.as("community")
                .hl7(message("A28", "PID|1||" + placeholder + "^^^NHS^NH~B" + run + "^^^PAS^MR||BIRCH^BOB||19770707|1")
                        .replaceFirst("RZ1", "RZ2"));

        assertThat(taken.text()).contains("ERR||PID^1^3^1|", "not an NHS number");
        assertThat(tester("Patient?identifier=A" + run).found(Patient.class)).hasSize(1);
        assertThat(tester("Patient?identifier=A" + run + "&family=birch").found(Patient.class))
                .isEmpty();
        assertThat(tester("Patient?identifier=B" + run + "&family=birch").found(Patient.class))
                .hasSize(1);
        assertThat(hospital.fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(placeholder)))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void anotherNhsNumberIsNotTakenButAsked() {
        send("A28", pid("A" + run));
        String other = People.nhsNumber();
        String changed = pid("A" + run).replace(nhsNumber, other);

        assertThat(hospital.hl7(message("A31", changed)).acknowledged()).isEqualTo("AE");
        assertThat(hospital.hl7(message("A31", changed)).acknowledged()).isEqualTo("AE");

        assertThat(tester("Patient?identifier=" + User.NHS_NUMBER + other).found(Patient.class))
                .isEmpty();
        Task asked = onlyNumberReview();
        assertThat(asked.getFocus().getReference())
                .isEqualTo("Patient/" + patients().getFirst().getIdElement().getIdPart());
        assertThat(asked.getStatus()).isEqualTo(TaskStatus.REQUESTED);
        assertThat(gateway.as("gp").get("/fhir/Task?code=another-number").found(Task.class))
                .isEmpty();
        assertThat(hospital.patch(
                                "/fhir/Task/" + asked.getIdElement().getIdPart(),
                                "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"completed\"}]")
                        .status())
                .isEqualTo(200);
        assertThat(onlyNumberReview().getStatus()).isEqualTo(TaskStatus.COMPLETED);
    }

    /** The number is another Patient's: the merge of the two is what the question waits for. */
    @Test
    void whoAnswersTheQuestionMayMergeTheTwoStill() {
        send("A28", "PID|1||B" + run + "^^^PAS^MR||FAIRWEATHER^WINIFRED||19380709|2");
        send("A28", pid("A" + run));
        assertThat(hospital.hl7(message("A31", pid("B" + run))).acknowledged()).isEqualTo("AE");
        Patient former =
                tester("Patient?identifier=B" + run).found(Patient.class).getFirst();
        Task asked = hospital.get("/fhir/Task?code=another-number&focus=" + reference(former))
                .found(Task.class)
                .getFirst();
        assertThat(hospital.patch(
                                "/fhir/Task/" + asked.getIdElement().getIdPart(),
                                "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"completed\"}]")
                        .status())
                .isEqualTo(200);

        assertThat(send("A40", pid("A" + run), "MRG|B" + run + "^^^PAS^MR").text())
                .doesNotContain("not joined unseen");

        assertThat(patients().getFirst().getLinkFirstRep().getOther().getReference())
                .isEqualTo(reference(former));
        assertThat(hospital.hl7(message("A31", pid("B" + run))).acknowledged()).isEqualTo("AA");
    }

    @Test
    void anotherNhsNumberInALateMessageIsNotTakenEither() {
        send("A28", pid("A" + run));
        String other = People.nhsNumber();

        String late = message("A31", pid("A" + run).replace(nhsNumber, other) + "\rNK1|1|FAIRWEATHER^ROSALIND|20^Carer")
                .replaceFirst("EVN\\|[^\\r]*", "EVN||200101010900");
        assertThat(hospital.hl7(late).acknowledged()).isEqualTo("AE");

        assertThat(carers()).isEmpty();
        onlyNumberReview();
    }

    @Test
    void swappedNhsNumbersAreNotTakenButAsked() {
        String other = People.nhsNumber();
        String second = pid("B" + run).replace(nhsNumber, other);
        send("A28", pid("A" + run));
        send("A28", second);

        assertThat(hospital.hl7(message("A31", pid("A" + run).replace(nhsNumber, other)))
                        .acknowledged())
                .isEqualTo("AE");

        assertThat(patients()).hasSize(1);
        assertThat(onlyNumberReview().getStatus()).isEqualTo(TaskStatus.REQUESTED);
    }

    @Test
    void aCarersOtherNumberIsTakenAndAsked() {
        send("A28", pid("A" + run));
        RelatedPerson carer = Fhir.carer(
                People.nhsNumber(),
                "Patient/" + patients().getFirst().getIdElement().getIdPart());
        String path = gateway.as("hospital")
                .fhir("POST", "/fhir/RelatedPerson", Fhir.json(carer))
                .header("Location")
                .replaceAll("^.*(/fhir/RelatedPerson/[^/]+).*$", "$1");
        carer.setId(path.substring("/fhir/".length()));
        carer.getIdentifierFirstRep().setValue(People.nhsNumber());
        assertThat(hospital.fhir("PUT", path, Fhir.json(carer)).status()).isEqualTo(200);

        Task asked = onlyNumberReview();
        assertThat(asked.getFocus().getReference()).startsWith("RelatedPerson/");
        assertThat(asked.getStatus()).isEqualTo(TaskStatus.REQUESTED);
    }

    private static String reference(Patient patient) {
        return patient.getIdElement().toUnqualifiedVersionless().getValue();
    }

    private Task onlyNumberReview() {
        List<Task> asked = hospital.get(
                        "/fhir/Task?code=another-number&patient.identifier=" + User.NHS_NUMBER + nhsNumber)
                .found(Task.class);
        assertThat(asked).hasSize(1);
        return asked.getFirst();
    }
}
