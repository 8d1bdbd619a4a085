package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Between the thresholds people are asked whether two are one, and their answer counts. */
@OnEachStore
class SamePersonQuestionsTest {

    private final Sandbox gateway;
    private final User tester;
    private final User hospital;
    private final User gp;
    private final String number = People.nhsNumber();
    private String patient = "";

    SamePersonQuestionsTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
        hospital = gateway.as("hospital");
        gp = gateway.as("gp");
    }

    @BeforeEach
    void twoSpeakOfThePatient() {
        gateway.empty();
        for (String partner : List.of("hospital", "gp")) {
            patient = patient(partner, number);
        }
    }

    @Test
    void anInitialIsAQuestionToBothWithTheWeightOfEachElement() {
        String whole = post(hospital, joyce("Joyce"));
        String initial = post(gp, initial());

        Task asked = only(hospital);
        assertThat(only(gp).getIdElement().getIdPart())
                .isEqualTo(asked.getIdElement().getIdPart());
        assertThat(asked.getStatus()).isEqualTo(TaskStatus.REQUESTED);
        assertThat(List.of(asked.getFocus().getReference(), other(asked))).containsExactlyInAnyOrder(whole, initial);
        assertThat(asked.getFor().getReference()).isEqualTo(patient);
        assertThat(asked.getInput().stream()
                        .filter(input -> input.getType().hasCoding(Canonical.CodeSystem.REVIEW, "weight"))
                        .map(input -> input.getType().getText()))
                .contains("given: initial", "family: same");
        assertThat(asked.getMeta().getTag(Canonical.CodeSystem.TAG, "server-made"))
                .isNotNull();
        assertThat(Fhir.json(asked)).doesNotContain("Okafor", "Joyce");
    }

    @Test
    void whoDoesNotSeeBothSidesIsNotAsked() {
        post(hospital, joyce("Joyce"));
        post(gp, initial());
        Task asked = only(hospital);

        for (String partner : List.of("community", "council", "council-2", "fire")) {
            assertThat(gateway.as(partner)
                            .get("/fhir/Task/" + asked.getIdElement().getIdPart())
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void acceptedTheyAreOne() {
        post(hospital, joyce("Joyce"));
        post(gp, initial());

        assertThat(answer(gp, only(gp), "accept").status()).isEqualTo(200);

        assertThat(carers()).hasSize(1);
        assertThat(only(hospital).getOwner().getIdentifier().getValue()).isEqualTo("Z00001");
    }

    @Test
    void refusedTheyStayTwoUntilOtherWordsComeUp() {
        post(hospital, joyce("Joyce"));
        String mine = post(gp, initial());
        assertThat(answer(hospital, only(hospital), "refuse").status()).isEqualTo(200);
        assertThat(carers()).hasSize(2);

        RelatedPerson again = gp.get("/fhir/" + mine).resource(RelatedPerson.class);
        again.addAddress().setPostalCode("UB8 1UW");
        assertThat(gp.fhir("PUT", "/fhir/" + mine, Fhir.json(again)).status()).isEqualTo(200);
        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.COMPLETED);

        again.getNameFirstRep().setFamily("Okafor-Hale");
        assertThat(gp.fhir("PUT", "/fhir/" + mine, Fhir.json(again)).status()).isEqualTo(200);
        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.REQUESTED);
        assertThat(only(hospital).getOutput()).isEmpty();
    }

    @Test
    void whoNoLongerLooksAlikeIsAskedAboutNoMoreUntilTheyDo() {
        post(hospital, joyce("Joyce"));
        String mine = post(gp, initial());
        RelatedPerson before = gp.get("/fhir/" + mine).resource(RelatedPerson.class);
        RelatedPerson other = before.copy();
        other.getNameFirstRep().setFamily("Whitcombe").setGiven(null).addGiven("Desmond");
        other.getBirthDateElement().setValueAsString("1929-01-30");
        other.setTelecom(null).setAddress(null);
        assertThat(gp.fhir("PUT", "/fhir/" + mine, Fhir.json(other)).status()).isEqualTo(200);

        Task over = only(hospital);
        assertThat(over.getStatus()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(over.getStatusReason().getText()).isEqualTo("They no longer look alike");
        assertThat(over.getInput())
                .noneMatch(input -> input.getType().hasCoding(Canonical.CodeSystem.REVIEW, "weight"));

        assertThat(gp.fhir("PUT", "/fhir/" + mine, Fhir.json(before)).status()).isEqualTo(200);
        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.REQUESTED);
        assertThat(only(hospital).hasStatusReason()).isFalse();
    }

    @Test
    void whoHasANumberAndSharesOneThingLessIsAskedAboutNoMore() {
        RelatedPerson numbered = joyce("Joyce");
        numbered.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(People.nhsNumber());
        post(hospital, numbered);
        RelatedPerson married = initial();
        married.getNameFirstRep().setFamily("Whitcombe");
        String mine = post(gp, married);
        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.REQUESTED);

        RelatedPerson other = gp.get("/fhir/" + mine).resource(RelatedPerson.class);
        other.setTelecom(null);
        assertThat(gp.fhir("PUT", "/fhir/" + mine, Fhir.json(other)).status()).isEqualTo(200);

        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.CANCELLED);
    }

    @Test
    void neverIsForGood() {
        post(hospital, joyce("Joyce"));
        String mine = post(gp, initial());
        assertThat(answer(hospital, only(hospital), "never").status()).isEqualTo(200);

        RelatedPerson again = gp.get("/fhir/" + mine).resource(RelatedPerson.class);
        again.getNameFirstRep().setFamily("Okafor-Hale");
        gp.fhir("PUT", "/fhir/" + mine, Fhir.json(again));

        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(carers()).hasSize(2);
    }

    @Test
    void whoeverTakesAQuestionBackTheOthersAreStillAsked() {
        post(hospital, joyce("Joyce"));
        post(gp, initial());
        String path = "/fhir/Task/" + only(hospital).getIdElement().getIdPart();

        hospital.delete(path);

        assertThat(gp.get(path).status()).isEqualTo(200);
        assertThat(only(gp).getStatus()).isEqualTo(TaskStatus.REQUESTED);
    }

    @Test
    void aboutSomebodyRestrictedNobodyIsAskedAnyMore() {
        post(hospital, joyce("Joyce"));
        String mine = post(gp, initial());
        String path = "/fhir/Task/" + only(hospital).getIdElement().getIdPart();
        RelatedPerson restricted = initial();
        restricted.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        assertThat(gp.fhir("PUT", "/fhir/" + mine, Fhir.json(restricted.setId(mine)))
                        .status())
                .isEqualTo(200);

        assertThat(hospital.get(path).status()).isEqualTo(404);
        Task over = tester.get(path).resource(Task.class);
        assertThat(over.getStatus()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(over.getInput())
                .noneMatch(input -> input.getType().hasCoding(Canonical.CodeSystem.REVIEW, "weight"));
    }

    @Test
    void besideSomebodyRestrictedNobodyIsAskedHowLikeAMaskedHomeIs() {
        RelatedPerson other = joyce("Ngozi");
        other.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        other.setTelecom(List.of()).setBirthDate(null);
        post(gp, other);
        String carer = post(gp, joyce("Joyce"));
        RelatedPerson guessed = initial();
        guessed.setTelecom(joyce("Joyce").getTelecom());
        String guess = post(hospital, guessed);

        assertThat(guess).isNotEqualTo(carer);
        assertThat(hospital.get("/fhir/Task?code=same-person").found(Task.class))
                .isEmpty();
    }

    @Test
    void aPatchAnswersToo() {
        post(hospital, joyce("Joyce"));
        post(gp, initial());
        String path = "/fhir/Task/" + only(gp).getIdElement().getIdPart();

        assertThat(gp.patch(path, "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"in-progress\"}]")
                        .status())
                .isEqualTo(200);
        assertThat(carers()).hasSize(2);
        String code = "{\"coding\":[{\"system\":\"" + Canonical.CodeSystem.REVIEW + "\",\"code\":\"%s\"}]}";
        String output = "[{\"type\":" + code.formatted("answer") + ",\"valueCodeableConcept\":"
                + code.formatted("accept") + "}]";
        assertThat(gp.patch(
                                path,
                                "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"completed\"},"
                                        + "{\"op\":\"add\",\"path\":\"/output\",\"value\":" + output + "}]")
                        .status())
                .isEqualTo(200);
        assertThat(carers()).hasSize(1);
    }

    @Test
    void whoIsAskedAboutCarersOfTwoPeopleSeesBoth() {
        String forMother = post(hospital, joyce("Joyce"));
        patient = patient("hospital", People.nhsNumber());
        String forFather = post(hospital, joyce("J"));

        Task asked = only(hospital);
        assertThat(gp.get("/fhir/Task?code=same-person").found(Task.class)).isEmpty();
        assertThat(answer(hospital, asked, "accept").status()).isEqualTo(200);
        assertThat(persons(forMother).getFirst().getLink())
                .extracting(link -> link.getTarget().getReference())
                .containsExactlyInAnyOrder(forMother, forFather);
    }

    @Test
    void whatIsLinkedSinceIsNoQuestionAnyMore() {
        post(hospital, joyce("Joyce"));
        patient = patient("hospital", People.nhsNumber());
        String forFather = post(hospital, joyce("J"));
        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.REQUESTED);

        RelatedPerson whole = hospital.get("/fhir/" + forFather).resource(RelatedPerson.class);
        whole.setName(joyce("Joyce").getName());
        hospital.fhir("PUT", "/fhir/" + forFather, Fhir.json(whole));

        assertThat(persons(forFather)).hasSize(1);
        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.CANCELLED);
    }

    @Test
    void whomOnePartnerTellsApartIsNoQuestion() {
        post(hospital, joyce("Joyce"));
        post(hospital, initial());

        assertThat(hospital.get("/fhir/Task?code=same-person").found(Task.class))
                .isEmpty();
    }

    private static Answer answer(User partner, Task task, String answer) {
        return partner.fhir(
                "PUT",
                "/fhir/Task/" + task.getIdElement().getIdPart(),
                Fhir.json(SamePersonCalls.answered(task, answer)));
    }

    private static Task only(User partner) {
        List<Task> tasks = partner.get("/fhir/Task?code=same-person").found(Task.class);
        assertThat(tasks).hasSize(1);
        return tasks.getFirst();
    }

    private static String other(Task task) {
        return SamePersonCalls.other(task);
    }

    private List<RelatedPerson> carers() {
        return tester.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + number)
                .found(RelatedPerson.class);
    }

    private List<Person> persons(String carer) {
        return tester.get("/fhir/Person?relatedperson=" + carer).found(Person.class);
    }

    private String patient(String partner, String nhsNumber) {
        return created(gateway.as(partner).fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(nhsNumber))));
    }

    private String post(User partner, RelatedPerson carer) {
        return created(partner.fhir("POST", "/fhir/RelatedPerson", Fhir.json(carer)));
    }

    private static String created(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        return answer.header("Location").replaceAll("^.*/([A-Z][A-Za-z]+/[^/]+)/_history/.*$", "$1");
    }

    private RelatedPerson initial() {
        RelatedPerson carer = joyce("J");
        carer.setBirthDate(null);
        return carer;
    }

    private RelatedPerson joyce(String given) {
        RelatedPerson carer = new RelatedPerson();
        carer.setPatient(new Reference(patient));
        carer.setActive(true);
        carer.addRelationship()
                .addCoding()
                .setSystem(Systems.UK_CORE_RELATIONSHIP_ROLE)
                .setCode("Carer")
                .setDisplay("Carer");
        carer.addName().setFamily("Okafor").addGiven(given);
        carer.getBirthDateElement().setValueAsString("1962-03-04");
        carer.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("07700 900123");
        return carer;
    }
}
