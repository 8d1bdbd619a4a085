package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;

/** What is said of two patients and cannot be done, or not by who says it: refused whole, with the reason. */
@OnEachStore
class MergesByPeopleRefusedTest extends MergedTwiceCalls {

    MergesByPeopleRefusedTest(Store store) {
        super(store);
    }

    private void refused(int status, String reason, User partner, Task task) {
        Answer answer = partner.fhir("POST", "/fhir/Task", Fhir.json(task));
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(reason);
        assertThat(gateway.as("tester").get("/fhir/Task?focus=" + one.person()).found(Task.class))
                .as("nothing is kept of it")
                .isEmpty();
    }

    private Task same(String answer) {
        return SamePersonCalls.same(one.person(), former, answer);
    }

    @Test
    void whoDoesNotSeeBothSaysNothingOfThem() {
        one.practiceKnows();
        one.merge();
        for (String partner : List.of("hospital", "gp")) {
            refused(422, "it refers to a Patient that is not there", gateway.as(partner), same("never"));
        }
        assertThat(one.carersOf(one.person())).contains("RUTH");
    }

    @Test
    void peopleAloneLinkNoTwoPatients() {
        refused(422, "nobody who gives their numbers merged the two", community, same("accept"));
        assertThat(one.former()).isEqualTo(former);
    }

    @Test
    void whatTheGiverOfTheNumbersTookBackItselfIsNotMadeAgain() {
        one.merge();
        String told = "/fhir/Task/" + one.told(former, "never").getIdElement().getIdPart();
        one.unlink();

        Answer answer = one.say(community, former, "accept");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(community.get(told).text()).contains("never").doesNotContain("accept");
        assertThat(one.former()).isEqualTo(former);
    }

    @Test
    void aLinkIsNotRefusedButTakenBack() {
        one.merge();
        refused(422, "never takes a link back", community, same("refuse"));
        assertThat(one.carersOf(one.person())).containsExactly("RUTH", "TOM");
    }

    @Test
    void mergesAreTakenBackInTheReverseOrder() {
        String middle = one.mergeIntoThird();
        one.send(110, "A40", one.own(), "MRG|" + one.third());

        refused(409, "merged with another since", community, SamePersonCalls.same(middle, former, "never"));
        refused(409, "by way of another", community, same("never"));
        one.told(middle, "never");
        SamePersonCalls.taken(community
                .with("Prefer", "return=representation")
                .fhir("POST", "/fhir/Task", Fhir.json(SamePersonCalls.same(middle, former, "never"))));

        assertThat(one.carersOf(one.person())).containsExactly("TOM");
        assertThat(one.carersOf(middle)).containsExactly("ADA");
        assertThat(one.carersOf(former)).containsExactly("RUTH");
    }

    @Test
    void whatWasWrittenByFhirSinceKeepsThemTogether() {
        one.merge();
        Patient words = community.get("/fhir/" + one.person()).resource(Patient.class);
        words.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960444");
        community.update(one.person(), words);

        refused(409, "by FHIR", community, same("never"));
        assertThat(one.carersOf(one.person())).containsExactly("RUTH", "TOM");
    }

    @Test
    void whatWasSaidOfTheFormerSinceKeepsThemApart() {
        one.merge();
        one.told(former, "never");
        community.create(Fhir.carer(People.nhsNumber(), former));

        Answer answer = one.say(community, former, "accept");
        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        assertThat(answer.text()).contains("stands against their being joined");
        assertThat(one.carersOf(former)).hasSize(2);
    }

    @Test
    void aTaskOfAnotherKindIsNotMadeOneThatDecides() {
        one.merge();
        Task another = new Task().setStatus(TaskStatus.REQUESTED).setIntent(TaskIntent.ORDER);
        another.getCode().setText("Ring the ward");
        another.setFor(new Reference(one.person()));
        String task = community.create(another);

        Task deciding = same("never").setFor(new Reference(one.person()));
        Answer answer = community.fhir("PUT", "/fhir/" + task, Fhir.json(deciding.setId(task)));

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.text()).contains("it told something else before");
        assertThat(one.carersOf(one.person())).containsExactly("RUTH", "TOM");
    }

    /** The answer that is held is not said again by who finds it. */
    @Test
    void whatIsThereAlreadyIsDecidedNoSecondTime() {
        one.merge();
        Task task = one.told(former, "never");
        one.told(former, "refuse");
        one.merge();

        User unless =
                community.with("If-None-Exist", "_id=" + task.getIdElement().getIdPart());
        Answer answer = unless.fhir("POST", "/fhir/Task", Fhir.json(same("never")));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(one.carersOf(one.person())).containsExactly("RUTH", "TOM");
    }

    @Test
    void whatIsNoTwoPatientsIsTold() {
        one.merge();
        String carer = one.carers(one.person())
                .getFirst()
                .getIdElement()
                .toUnqualifiedVersionless()
                .getValue();
        Task words = SamePersonCalls.told(one.person(), "never");
        words.addInput()
                .setType(SamePersonCalls.review("contributor"))
                .setValue(new Identifier().setSystem(Systems.ODS_ORGANIZATION).setValue("RZ2"));
        Task nobody = SamePersonCalls.same(one.person(), "Patient/" + People.mark(), "never");
        Task wrong = SamePersonCalls.same(one.person(), former, "never");
        wrong.setFocus(new Reference("Organization/1"));

        refused(400, "name the other side", community, words);
        refused(400, "name the other side", community, SamePersonCalls.same(one.person(), carer, "never"));
        refused(422, "the two sides are one", community, SamePersonCalls.same(one.person(), one.person(), "never"));
        refused(422, "that is not there", community, nobody);
        refused(422, "", community, wrong);
        refused(422, "accept, refuse or never", community, same("perhaps"));
    }
}
