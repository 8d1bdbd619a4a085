package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;

/** Who may say that two are one or are not, how, and of whom. */
@OnEachStore
class SamePersonAnswersTest extends SamePersonCalls {

    SamePersonAnswersTest(Store store) {
        super(store);
    }

    @Test
    void twoRelationshipsThatOnePartnerToldApartAreOneWhenPeopleSaySo() {
        String one = hospital.create(joyce());
        String other = hospital.create(joyce());
        assertThat(other).isNotEqualTo(one);

        Task task = taken(hospital.fhir("POST", "/fhir/Task", Fhir.json(same(one, other, "accept"))));
        assertThat(carers()).extracting(SamePersonTest::reference).containsExactly(one);

        taken(answer(hospital, task, "never"));
        assertThat(carers()).extracting(SamePersonTest::reference).containsExactlyInAnyOrder(one, other);
    }

    @Test
    void aLinkIsNotRefusedButTakenBack() {
        String carer = hospital.create(joyce());
        patient = hospital.create(Fhir.patient(People.nhsNumber()));
        String other = hospital.create(joyce());

        assertThat(hospital.fhir("POST", "/fhir/Task", Fhir.json(same(carer, other, "refuse")))
                        .status())
                .isEqualTo(422);
        assertThat(persons(carer)).hasSize(1);
    }

    @Test
    void whoDoesNotSeeBothSidesSaysNothingOfThem() {
        String carer = hospital.create(joyce());
        String mine = gateway.as("gp").create(joyce());
        patient = gateway.as("community").create(Fhir.patient(People.nhsNumber()));
        String elsewhere = gateway.as("community").create(joyce());

        assertThat(mine).isEqualTo(carer);
        assertThat(hospital.fhir("POST", "/fhir/Task", Fhir.json(same(carer, elsewhere, "never")))
                        .status())
                .isEqualTo(422);
        assertThat(gateway.as("carers-centre")
                        .fhir("POST", "/fhir/Task", Fhir.json(putOut(carer, "Z00001")))
                        .status())
                .isIn(403, 422);
        assertThat(contributors(carer)).hasSize(2);
    }

    @Test
    void ofARestrictedCarerNobodyLearnsWhoSpeaksOrWhyTheyAreOne() {
        String carer = hospital.create(joyce());
        gp.create(joyce());
        User council = gateway.as("council");
        council.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + number);
        String asked = "/fhir/Provenance?target=" + carer;
        assertThat(council.get(asked).text()).contains(Canonical.Extension.LINK_REASON);
        RelatedPerson restricted = joyce();
        restricted.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        gp.update(carer, restricted);

        for (User masked : List.of(council, hospital)) {
            assertThat(masked.get(asked).status()).isEqualTo(200);
            assertThat(masked.get(asked).text())
                    .contains("masked")
                    .doesNotContain(Canonical.Extension.LINK_REASON, "Z00001", "RZ1");
            for (String contributor : List.of("Z00001", "RZ1", "ZL2")) {
                assertThat(masked.fhir("POST", "/fhir/Task", Fhir.json(putOut(carer, contributor)))
                                .status())
                        .isEqualTo(422);
            }
        }
        assertThat(contributors(carer)).containsExactlyInAnyOrder("RZ1", "Z00001");
    }

    @Test
    void anOldAndANewIdentityOfSomebodyRestrictedAreNeverLinked() {
        RelatedPerson restricted = joyce();
        restricted.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        String now = gp.create(restricted);
        String before = gp.create(joyce());
        assertThat(before).isNotEqualTo(now);

        for (Task task : List.of(same(now, before, "accept"), same(before, now, "accept"))) {
            assertThat(gp.fhir("POST", "/fhir/Task", Fhir.json(task)).status()).isEqualTo(422);
        }
        assertThat(carers()).extracting(SamePersonTest::reference).containsExactlyInAnyOrder(now, before);
    }

    @Test
    void aVersionOfThePatientIsThePatient() {
        String shared = People.nhsNumber();
        RelatedPerson carer = joyce();
        carer.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(shared);
        String known = hospital.create(carer);
        String versioned = patient + "/_history/1";

        assertThat(gp.create(carer.copy().setPatient(new Reference(versioned)))).isEqualTo(known);
        RelatedPerson own = joyce();
        own.setPatient(new Reference(versioned))
                .addIdentifier()
                .setSystem(Systems.NHS_NUMBER)
                .setValue(number);
        assertThat(hospital.fhir("POST", "/fhir/RelatedPerson", Fhir.json(own)).status())
                .isEqualTo(422);
    }

    @Test
    void anAnswerIsOneOfThreeAndCompletes() {
        String carer = hospital.create(joyce());
        gp.create(joyce());
        Task open = putOut(carer, "Z00001").setStatus(TaskStatus.REQUESTED);
        Task unknown = putOut(carer, "Z00001");
        unknown.getOutputFirstRep().setValue(review("perhaps"));
        Task nobody = putOut(carer, "ZL2");

        Task whose = putOut(carer, "Z00001");
        whose.getOutputFirstRep().setValue(review("accept"));

        for (Task task : List.of(open, unknown, nobody, whose)) {
            assertThat(hospital.fhir("POST", "/fhir/Task", Fhir.json(task)).status())
                    .isEqualTo(422);
        }
        assertThat(contributors(carer)).hasSize(2);
    }
}
