package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;

/** Between the thresholds people are asked whether two are one, and their answer counts. */
@OnEachStore
class SamePersonQuestionsTest extends SamePersonCalls {

    SamePersonQuestionsTest(Store store) {
        super(store);
    }

    @Test
    void anInitialIsAQuestionToBothWithTheWeightOfEachElement() {
        String whole = hospital.create(joyce());
        String initial = gp.create(initial());

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
        hospital.create(joyce());
        gp.create(initial());
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
        hospital.create(joyce());
        gp.create(initial());

        assertThat(answer(gp, only(gp), "accept").status()).isEqualTo(200);

        assertThat(carers()).hasSize(1);
        assertThat(only(hospital).getOwner().getIdentifier().getValue()).isEqualTo("Z00001");
    }

    @Test
    void refusedTheyStayTwoUntilOtherWordsComeUp() {
        hospital.create(joyce());
        String mine = gp.create(initial());
        assertThat(answer(hospital, only(hospital), "refuse").status()).isEqualTo(200);
        assertThat(carers()).hasSize(2);

        RelatedPerson again = gp.get("/fhir/" + mine).resource(RelatedPerson.class);
        again.addAddress().setPostalCode("UB8 1UW");
        gp.update(mine, again);
        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.COMPLETED);

        again.getNameFirstRep().setFamily("Okafor-Hale");
        gp.update(mine, again);
        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.REQUESTED);
        assertThat(only(hospital).getOutput()).isEmpty();
    }

    @Test
    void whoNoLongerLooksAlikeIsAskedAboutNoMoreUntilTheyDo() {
        hospital.create(joyce());
        String mine = gp.create(initial());
        RelatedPerson before = gp.get("/fhir/" + mine).resource(RelatedPerson.class);
        RelatedPerson other = before.copy();
        other.getNameFirstRep().setFamily("Whitcombe").setGiven(null).addGiven("Desmond");
        other.getBirthDateElement().setValueAsString("1929-01-30");
        other.setTelecom(null).setAddress(null);
        gp.update(mine, other);

        Task over = only(hospital);
        assertThat(over.getStatus()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(over.getStatusReason().getText()).isEqualTo("They no longer look alike");
        assertThat(over.getInput())
                .noneMatch(input -> input.getType().hasCoding(Canonical.CodeSystem.REVIEW, "weight"));

        gp.update(mine, before);
        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.REQUESTED);
        assertThat(only(hospital).hasStatusReason()).isFalse();
    }

    @Test
    void whoHasANumberAndSharesOneThingLessIsAskedAboutNoMore() {
        RelatedPerson numbered = joyce();
        numbered.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(People.nhsNumber());
        hospital.create(numbered);
        RelatedPerson married = initial();
        married.getNameFirstRep().setFamily("Whitcombe");
        String mine = gp.create(married);
        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.REQUESTED);

        RelatedPerson other = gp.get("/fhir/" + mine).resource(RelatedPerson.class);
        other.setTelecom(null);
        gp.update(mine, other);

        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.CANCELLED);
    }

    @Test
    void neverIsForGood() {
        hospital.create(joyce());
        String mine = gp.create(initial());
        assertThat(answer(hospital, only(hospital), "never").status()).isEqualTo(200);

        RelatedPerson again = gp.get("/fhir/" + mine).resource(RelatedPerson.class);
        again.getNameFirstRep().setFamily("Okafor-Hale");
        gp.update(mine, again);

        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(carers()).hasSize(2);
    }

    @Test
    void whoeverTakesAQuestionBackTheOthersAreStillAsked() {
        hospital.create(joyce());
        gp.create(initial());
        String path = "/fhir/Task/" + only(hospital).getIdElement().getIdPart();

        hospital.delete(path);

        assertThat(gp.get(path).status()).isEqualTo(200);
        assertThat(only(gp).getStatus()).isEqualTo(TaskStatus.REQUESTED);
    }

    @Test
    void aboutSomebodyRestrictedNobodyIsAskedAnyMore() {
        hospital.create(joyce());
        String mine = gp.create(initial());
        String path = "/fhir/Task/" + only(hospital).getIdElement().getIdPart();
        RelatedPerson restricted = initial();
        restricted.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        gp.update(mine, restricted);

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
        gp.create(other);
        String carer = gp.create(joyce());
        RelatedPerson guessed = initial();
        guessed.setTelecom(joyce().getTelecom());
        String guess = hospital.create(guessed);

        assertThat(guess).isNotEqualTo(carer);
        assertThat(hospital.get("/fhir/Task?code=same-person").found(Task.class))
                .isEmpty();
    }

    @Test
    void aPatchAnswersToo() {
        hospital.create(joyce());
        gp.create(initial());
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
        String forMother = hospital.create(joyce());
        patient = hospital.create(Fhir.patient(People.nhsNumber()));
        String forFather = hospital.create(joyce("J"));

        Task asked = only(hospital);
        assertThat(gp.get("/fhir/Task?code=same-person").found(Task.class)).isEmpty();
        assertThat(answer(hospital, asked, "accept").status()).isEqualTo(200);
        assertThat(persons(forMother).getFirst().getLink())
                .extracting(link -> link.getTarget().getReference())
                .containsExactlyInAnyOrder(forMother, forFather);
    }

    @Test
    void whatIsLinkedSinceIsNoQuestionAnyMore() {
        hospital.create(joyce());
        patient = hospital.create(Fhir.patient(People.nhsNumber()));
        String forFather = hospital.create(joyce("J"));
        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.REQUESTED);

        RelatedPerson whole = hospital.get("/fhir/" + forFather).resource(RelatedPerson.class);
        whole.setName(joyce().getName());
        hospital.update(forFather, whole);

        assertThat(persons(forFather)).hasSize(1);
        assertThat(only(hospital).getStatus()).isEqualTo(TaskStatus.CANCELLED);
    }

    @Test
    void whomOnePartnerTellsApartIsNoQuestion() {
        hospital.create(joyce());
        hospital.create(initial());

        assertThat(hospital.get("/fhir/Task?code=same-person").found(Task.class))
                .isEmpty();
    }

    private static Task only(User partner) {
        List<Task> tasks = partner.get("/fhir/Task?code=same-person").found(Task.class);
        assertThat(tasks).hasSize(1);
        return tasks.getFirst();
    }

    private RelatedPerson initial() {
        RelatedPerson carer = joyce("J");
        carer.setBirthDate(null);
        return carer;
    }
}
