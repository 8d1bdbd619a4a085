package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** What was linked by weight is taken back, and what people told apart stays apart. */
@OnEachStore
class SamePersonTest extends SamePersonCalls {

    SamePersonTest(Store store) {
        super(store);
    }

    @Test
    void whatWasLinkedByWeightGoesBackToARelationshipOfItsOwn() {
        String carer = hospital.create(joyce());
        assertThat(gp.create(joyce().setGender(org.hl7.fhir.r4.model.Enumerations.AdministrativeGender.FEMALE)))
                .isEqualTo(carer);

        Task task = taken(hospital.fhir("POST", "/fhir/Task", Fhir.json(putOut(carer, "Z00001"))));

        String other = other(task);
        assertThat(carers()).extracting(SamePersonTest::reference).containsExactlyInAnyOrder(carer, other);
        assertThat(contributors(carer)).containsExactly("RZ1");
        assertThat(contributors(other)).containsExactly("Z00001");
        assertThat(gp.get("/fhir/" + other).resource(RelatedPerson.class).getGender())
                .isNotNull();
        assertThat(flags()).hasSize(1);
        assertThat(task.getOwner().getIdentifier().getValue()).isEqualTo("RZ1");
    }

    @Test
    void whatPeopleToldApartIsNotLinkedWhenItIsSaidAgain() {
        String carer = hospital.create(joyce());
        gp.create(joyce());
        String other = other(taken(hospital.fhir("POST", "/fhir/Task", Fhir.json(putOut(carer, "Z00001")))));

        RelatedPerson again = gp.get("/fhir/" + other).resource(RelatedPerson.class);
        again.addTelecom().setSystem(ContactPointSystem.EMAIL).setValue("joyce@example.org");
        gp.update(other, again);
        assertThat(gp.fhir("PUT", "/fhir/" + carer, Fhir.json(again.setId(carer)))
                        .status())
                .isEqualTo(409);
        assertThat(gp.create(joyce())).isNotEqualTo(carer);

        assertThat(contributors(carer)).containsExactly("RZ1");
    }

    @Test
    void messagesThatAreSentAgainStayWhereTheyWerePut() {
        String message = born(Adt.admission("unlink-1", number).carer("BARNABY"));
        hospital.hl7(message);
        User community = gateway.as("community");
        assertThat(community.hl7(of("RZ2", message)).acknowledged()).isEqualTo("AA");
        String carer = reference(carers().getFirst());
        assertThat(carers()).hasSize(1);

        String other = other(taken(hospital.fhir("POST", "/fhir/Task", Fhir.json(putOut(carer, "RZ2")))));
        String later = born(Adt.admission("unlink-2", number).carer("BARNABY"));
        assertThat(hospital.hl7(later).acknowledged()).isEqualTo("AA");
        assertThat(community.hl7(of("RZ2", later)).acknowledged()).isEqualTo("AA");

        assertThat(carers()).extracting(SamePersonTest::reference).containsExactlyInAnyOrder(carer, other);
        assertThat(contributors(other)).containsExactly("RZ2");
        assertThat(contributors(carer)).containsExactly("RZ1");
    }

    @Test
    void oneNumberOfTwoWhoWereToldApartIsOfTheOneWhoStays() {
        String shared = People.nhsNumber();
        User community = gateway.as("community");
        List<User> both = List.of(hospital, community);
        both.forEach(one -> assertThat(push(one, shared)).isEqualTo(200));
        String carer = reference(carers().getFirst());
        assertThat(carers()).hasSize(1);
        assertThat(reasons(carer)).anyMatch(reason -> rule(reason).equals("nhs-number"));

        String other = other(taken(hospital.fhir("POST", "/fhir/Task", Fhir.json(putOut(carer, "RZ2")))));
        both.forEach(one -> assertThat(push(one, shared)).isEqualTo(200));

        assertThat(carers()).extracting(SamePersonTest::reference).containsExactlyInAnyOrder(carer, other);
        assertThat(contributors(other)).containsExactly("RZ2");
        assertThat(contributors(carer)).containsExactly("RZ1");
        RelatedPerson numbered = Fhir.carer(shared, joyce().getPatient().getReference());
        assertThat(community
                        .fhir("POST", "/fhir/RelatedPerson", Fhir.json(numbered))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aLinkThatWasTakenBackIsMadeAgainAndTakenBackAgain() {
        String carer = hospital.create(joyce());
        gp.create(joyce());
        Task task = taken(hospital.fhir("POST", "/fhir/Task", Fhir.json(putOut(carer, "Z00001"))));
        String other = other(task);

        taken(answer(hospital, task, "accept"));
        assertThat(carers()).extracting(SamePersonTest::reference).containsExactly(carer);
        assertThat(contributors(carer)).containsExactlyInAnyOrder("RZ1", "Z00001");
        assertThat(gp.get("/fhir/" + other).status()).isIn(404, 410);
        assertThat(reasons(carer)).anyMatch(reason -> rule(reason).equals("people"));

        taken(answer(hospital, task, "never"));
        assertThat(carers()).extracting(SamePersonTest::reference).containsExactlyInAnyOrder(carer, other);
        assertThat(contributors(other)).containsExactly("Z00001");
        assertThat(gp.get("/fhir/" + other).status()).isEqualTo(200);
    }

    @Test
    void whoCaresForTwoIsNoLongerOnePersonAndIsAgain() {
        String forMother = hospital.create(joyce());
        patient = hospital.create(Fhir.patient(People.nhsNumber()));
        String forFather = hospital.create(joyce());
        Person person = persons(forMother).getFirst();
        assertThat(reasons("Person/" + person.getIdElement().getIdPart()))
                .anyMatch(reason -> rule(reason).equals("weights")
                        && reason.getExtensionsByUrl("element").size() > 2
                        && reason.hasExtension("threshold"));

        Task task = taken(hospital.fhir("POST", "/fhir/Task", Fhir.json(same(forMother, forFather, "never"))));
        RelatedPerson moved = hospital.get("/fhir/" + forFather).resource(RelatedPerson.class);
        moved.addTelecom().setSystem(ContactPointSystem.EMAIL).setValue("joyce@example.org");
        hospital.update(forFather, moved);
        assertThat(Stream.of(forMother, forFather).flatMap(one -> persons(one).stream()))
                .isEmpty();

        taken(answer(hospital, task, "accept"));
        assertThat(persons(forMother).getFirst().getLink())
                .extracting(link -> link.getTarget().getReference())
                .containsExactlyInAnyOrder(forMother, forFather);
    }

    @Test
    void whoIsToldApartFromOneOfAPersonDoesNotJoinIt() {
        String first = hospital.create(joyce());
        patient = hospital.create(Fhir.patient(People.nhsNumber()));
        String second = hospital.create(joyce());
        taken(hospital.fhir("POST", "/fhir/Task", Fhir.json(same(first, second, "never"))));
        patient = hospital.create(Fhir.patient(People.nhsNumber()));
        String third = hospital.create(joyce());

        assertThat(Stream.of(first, second, third).filter(one -> !persons(one).isEmpty()))
                .hasSizeLessThan(3);
    }

    private static int push(User partner, String carer, String patient) {
        return partner.fhir("POST", "/fhir", Fhir.json(Fhir.push(patient, carer)))
                .status();
    }

    private int push(User partner, String carer) {
        return push(partner, carer, number);
    }

    /** With NK1-16, the carer's date of birth. */
    private static String born(Adt message) {
        return message.text().replace("^PRN^PH", "^PRN^PH|||||||||||19620304");
    }

    private List<Extension> reasons(String of) {
        return tester.get("/fhir/Provenance?target=" + of).found(Provenance.class).stream()
                .flatMap(one -> one.getExtensionsByUrl(Canonical.Extension.LINK_REASON).stream())
                .toList();
    }

    private static String rule(Extension reason) {
        return reason.getExtensionString("rule");
    }

    private List<Flag> flags() {
        return tester.get("/fhir/Flag?patient.identifier=" + User.NHS_NUMBER + number)
                .found(Flag.class);
    }
}
