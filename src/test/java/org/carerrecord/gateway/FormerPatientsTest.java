package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.gateway.KnownTwice.TOM;

import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;

/** Of whose record was merged into another's nothing is said by FHIR: nobody would find it there. */
@OnEachStore
class FormerPatientsTest {

    private final User community;
    private final User practice;
    private final KnownTwice one;

    FormerPatientsTest(Store store) {
        Sandbox gateway = Sandbox.on(store);
        community = gateway.as("community");
        practice = gateway.as("gp-2");
        one = new KnownTwice(gateway);
    }

    private static Answer post(User user, Resource resource) {
        return user.fhir("POST", "/fhir/" + resource.fhirType(), Fhir.json(resource));
    }

    private String merged() {
        one.send("A28", one.own());
        one.send("A28", one.other(), "NK1|1|" + TOM);
        String former = one.former();
        one.merge();
        return former;
    }

    @Test
    void whatIsSaidOfThemIsRefusedWithWhoGoesOn() {
        String former = merged();

        for (Resource said : new Resource[] {
            Fhir.consent(former, ConsentProvisionType.DENY, "voluntary", "caring-role"),
            Fhir.carer(People.nhsNumber(), former)
        }) {
            Answer answer = post(community, said);
            assertThat(answer.status()).as(answer.text()).isEqualTo(422);
            assertThat(answer.text()).contains(one.person());
        }
        assertThat(post(community, Fhir.carer(People.nhsNumber(), one.person())).status())
                .isEqualTo(201);
    }

    @Test
    void whoDoesNotSeeWhoGoesOnIsNotToldWhoItIs() {
        String former = merged();

        Answer answer = post(practice, Fhir.carer(People.nhsNumber(), former));

        assertThat(answer.status()).as(answer.text()).isBetween(400, 422);
        assertThat(answer.text()).doesNotContain(one.person());
    }

    @Test
    void whatWasSaidOfThemCanBeSaidOfWhoGoesOn() {
        one.send("A28", one.own());
        one.send("A28", one.other(), "NK1|1|" + TOM);
        String former = one.former();
        RelatedPerson tom = one.carers(former).getFirst().copy();
        one.merge();
        String reference = "RelatedPerson/" + tom.getIdElement().getIdPart();
        tom.setId(tom.getIdElement().getIdPart());
        tom.setMeta(null);

        Answer before = community.fhir("PUT", "/fhir/" + reference, Fhir.json(tom));
        assertThat(before.status()).as(before.text()).isEqualTo(422);

        community.update(reference, tom.setPatient(new Reference(one.person())));
    }

    @Test
    void whatLayThereBeforeIsAnswered() {
        one.send("A28", one.own());
        one.send("A28", one.other(), "NK1|1|" + TOM);
        Task task = new Task()
                .setStatus(TaskStatus.REQUESTED)
                .setIntent(TaskIntent.ORDER)
                .setFor(new Reference(one.former()));
        String reference = community.create(task);
        one.merge();

        task.setId(reference);
        community.update(reference, task.setStatus(TaskStatus.COMPLETED));

        assertThat(community.get("/fhir/" + reference).resource(Task.class).getStatus())
                .isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void theyThemselvesAreCorrectedByTheirOwner() {
        String former = merged();
        Patient corrected =
                community.get("/fhir/" + former).resource(Patient.class).copy();
        corrected.getNameFirstRep().addGiven("MAY");

        community.update(former, corrected);
    }

    @Test
    void takenApartTheyAreSpokenOfAgain() {
        String former = merged();
        one.unlink();

        assertThat(post(community, Fhir.carer(People.nhsNumber(), former)).status())
                .isEqualTo(201);
    }
}
