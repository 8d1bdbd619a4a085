package org.carerrecord.gateway.contributions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** What one organisation says later and earlier of the same (carer-model.md, contributions 4). */
class StoryTest extends SandboxContributors {

    StoryTest() throws IOException {}

    @Test
    void whatComesLateFillsInWhatTheLaterWasSilentOn() {
        RelatedPerson early = carer("Joy");
        early.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960001");
        early.setGender(AdministrativeGender.FEMALE);
        RelatedPerson later = carer("Joyce");
        later.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960002");

        Contribution told = contribution(telling("RZ1", 2, later), telling("RZ1", 1, early));

        RelatedPerson words = (RelatedPerson) told.said();
        assertThat(words.getTelecom()).singleElement().matches(phone -> phone.getValue()
                .endsWith("2"));
        assertThat(words.getGender()).isEqualTo(AdministrativeGender.FEMALE);
        assertThat(told.at("gender")).isEqualTo(START.plusSeconds(1));
        assertThat(told.at("telecom")).isEqualTo(START.plusSeconds(2));
    }

    @Test
    void whatIsEmptiedStaysEmptyForWhatWasSaidBefore() {
        RelatedPerson early = carer("Joy");
        early.setGender(AdministrativeGender.FEMALE);

        Contribution told = contribution(telling("RZ1", 2, carer("Joy"), Set.of("gender")), telling("RZ1", 1, early));

        assertThat(((RelatedPerson) told.said()).hasGender()).isFalse();
    }

    @Test
    void takingAllBackTakesBackWhatComesLateToo() {
        Telling all = new Telling("RZ1", 1, TYPE, stamp(2, "b"), null, null, Set.of(), "m2", PART);

        assertThat(contribution(all, telling("RZ1", 1, carer("Joy"))).active()).isFalse();
        assertThat(contribution(
                                all,
                                new Telling(
                                        "RZ1",
                                        1,
                                        TYPE,
                                        all.stamp(),
                                        KEYS.getFirst(),
                                        carer("Joy"),
                                        Set.of(),
                                        "m2",
                                        PART))
                        .active())
                .as("what is said in the same message stands")
                .isTrue();
    }
}
