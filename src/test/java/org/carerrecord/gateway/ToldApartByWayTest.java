package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** From whom somebody is told apart because people made them one with another: as long as they are one. */
@OnEachStore
class ToldApartByWayTest extends SamePersonCalls {

    ToldApartByWayTest(Store store) {
        super(store);
    }

    private RelatedPerson named(String given) {
        return Fhir.carer(new HumanName().setFamily("Okafor").addGiven(given)).setPatient(new Reference(patient));
    }

    private int speaks(User partner, String carer) {
        RelatedPerson words = named("Ada");
        words.setId(carer);
        return partner.fhir("PUT", "/fhir/" + carer, Fhir.json(words)).status();
    }

    private Task say(String one, String other, String answer) {
        return taken(hospital.fhir("POST", "/fhir/Task", Fhir.json(same(one, other, answer))));
    }

    @Test
    void whoIsNoLongerOneWithAnotherIsNoLongerToldApartFromTheThird() {
        String first = gp.create(named("Joyce"));
        String second = hospital.create(named("Ruth"));
        String third = hospital.create(named("Ada"));
        say(second, third, "never");
        Task task = say(first, second, "accept");
        assertThat(speaks(gp, third)).as("while they are one").isEqualTo(409);

        taken(answer(hospital, task, "never"));

        assertThat(speaks(gp, third)).isEqualTo(200);
    }

    @Test
    void whatPeopleSaidOfTheTwoThemselvesStays() {
        String first = gp.create(named("Joyce"));
        String second = hospital.create(named("Ruth"));
        String third = hospital.create(named("Ada"));
        say(first, third, "never");
        say(second, third, "never");
        Task task = say(first, second, "accept");

        taken(answer(hospital, task, "never"));

        assertThat(speaks(gp, third)).isEqualTo(409);
    }

    @Test
    void whoIsToldApartByTwoWaysIsUntilBothAreTakenBack() {
        String first = gp.create(named("Joyce"));
        String second = hospital.create(named("Ruth"));
        String third = hospital.create(named("Ada"));
        String fourth = hospital.create(named("Grace"));
        say(second, third, "never");
        say(fourth, third, "never");
        Task one = say(first, second, "accept");
        Task other = say(first, fourth, "accept");

        taken(answer(hospital, other, "never"));
        assertThat(speaks(gp, third)).isEqualTo(409);

        taken(answer(hospital, one, "never"));
        assertThat(speaks(gp, third)).isEqualTo(200);
    }
}
