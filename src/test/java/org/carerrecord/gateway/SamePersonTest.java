package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People take wrong links back, make them again, and tell two apart for good. */
@OnEachStore
class SamePersonTest {

    private final Sandbox gateway;
    private final User tester;
    private final User hospital;
    private final User gp;
    private final String number = People.nhsNumber();
    private String patient = "";

    SamePersonTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
        hospital = gateway.as("hospital");
        gp = gateway.as("gp");
    }

    @BeforeEach
    void threeSpeakOfThePatient() {
        gateway.empty();
        for (String partner : List.of("hospital", "gp", "community")) {
            patient = patient(partner, number);
        }
    }

    @Test
    void whatWasLinkedByWeightGoesBackToARelationshipOfItsOwn() {
        String carer = post(hospital, joyce());
        assertThat(post(gp, joyce().setGender(org.hl7.fhir.r4.model.Enumerations.AdministrativeGender.FEMALE)))
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
        String carer = post(hospital, joyce());
        post(gp, joyce());
        String other = other(taken(hospital.fhir("POST", "/fhir/Task", Fhir.json(putOut(carer, "Z00001")))));

        RelatedPerson again = gp.get("/fhir/" + other).resource(RelatedPerson.class);
        again.addTelecom().setSystem(ContactPointSystem.EMAIL).setValue("joyce@example.org");
        assertThat(gp.fhir("PUT", "/fhir/" + other, Fhir.json(again)).status()).isEqualTo(200);
        assertThat(gp.fhir("PUT", "/fhir/" + carer, Fhir.json(again.setId(carer)))
                        .status())
                .isEqualTo(409);
        assertThat(post(gp, joyce())).isNotEqualTo(carer);

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
        String carer = post(hospital, joyce());
        post(gp, joyce());
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
    void twoRelationshipsThatOnePartnerToldApartAreOneWhenPeopleSaySo() {
        String one = post(hospital, joyce());
        String other = post(hospital, joyce());
        assertThat(other).isNotEqualTo(one);

        Task task = taken(hospital.fhir("POST", "/fhir/Task", Fhir.json(same(one, other, "accept"))));
        assertThat(carers()).extracting(SamePersonTest::reference).containsExactly(one);

        taken(answer(hospital, task, "never"));
        assertThat(carers()).extracting(SamePersonTest::reference).containsExactlyInAnyOrder(one, other);
    }

    @Test
    void whoCaresForTwoIsNoLongerOnePersonAndIsAgain() {
        String forMother = post(hospital, joyce());
        patient = patient("hospital", People.nhsNumber());
        String forFather = post(hospital, joyce());
        Person person = persons(forMother).getFirst();
        assertThat(reasons("Person/" + person.getIdElement().getIdPart()))
                .anyMatch(reason -> rule(reason).equals("weights")
                        && reason.getExtensionsByUrl("element").size() > 2
                        && reason.hasExtension("threshold"));

        Task task = taken(hospital.fhir("POST", "/fhir/Task", Fhir.json(same(forMother, forFather, "never"))));
        RelatedPerson moved = hospital.get("/fhir/" + forFather).resource(RelatedPerson.class);
        moved.addTelecom().setSystem(ContactPointSystem.EMAIL).setValue("joyce@example.org");
        hospital.fhir("PUT", "/fhir/" + forFather, Fhir.json(moved));
        assertThat(Stream.of(forMother, forFather).flatMap(one -> persons(one).stream()))
                .isEmpty();

        taken(answer(hospital, task, "accept"));
        assertThat(persons(forMother).getFirst().getLink())
                .extracting(link -> link.getTarget().getReference())
                .containsExactlyInAnyOrder(forMother, forFather);
    }

    @Test
    void whoIsToldApartFromOneOfAPersonDoesNotJoinIt() {
        String first = post(hospital, joyce());
        patient = patient("hospital", People.nhsNumber());
        String second = post(hospital, joyce());
        taken(hospital.fhir("POST", "/fhir/Task", Fhir.json(same(first, second, "never"))));
        patient = patient("hospital", People.nhsNumber());
        String third = post(hospital, joyce());

        assertThat(Stream.of(first, second, third).filter(one -> !persons(one).isEmpty()))
                .hasSizeLessThan(3);
    }

    @Test
    void aLinkIsNotRefusedButTakenBack() {
        String carer = post(hospital, joyce());
        patient = patient("hospital", People.nhsNumber());
        String other = post(hospital, joyce());

        assertThat(hospital.fhir("POST", "/fhir/Task", Fhir.json(same(carer, other, "refuse")))
                        .status())
                .isEqualTo(422);
        assertThat(persons(carer)).hasSize(1);
    }

    @Test
    void whoDoesNotSeeBothSidesSaysNothingOfThem() {
        String carer = post(hospital, joyce());
        String mine = post(gateway.as("gp"), joyce());
        patient = patient("community", People.nhsNumber());
        String elsewhere = post(gateway.as("community"), joyce());

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
        String carer = post(hospital, joyce());
        post(gp, joyce());
        User council = gateway.as("council");
        council.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + number);
        String asked = "/fhir/Provenance?target=" + carer;
        assertThat(council.get(asked).text()).contains(Canonical.Extension.LINK_REASON);
        RelatedPerson restricted = joyce();
        restricted.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        assertThat(gp.fhir("PUT", "/fhir/" + carer, Fhir.json(restricted.setId(carer)))
                        .status())
                .isEqualTo(200);

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
        String now = post(gp, restricted);
        String before = post(gp, joyce());
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
        String known = post(hospital, carer);
        String versioned = patient + "/_history/1";

        assertThat(post(gp, carer.copy().setPatient(new Reference(versioned)))).isEqualTo(known);
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
        String carer = post(hospital, joyce());
        post(gp, joyce());
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

    private static String of(String sender, String message) {
        return message.replace("|PAS|RZ1|", "|PAS|" + sender + "|");
    }

    private static Task taken(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        return answer.resource(Task.class);
    }

    private static Answer answer(User partner, Task task, String answer) {
        return partner.with("Prefer", "return=representation")
                .fhir("PUT", "/fhir/Task/" + task.getIdElement().getIdPart(), Fhir.json(answered(task, answer)));
    }

    /** The Task as somebody puts it who answers; the other side may be gone, and the gateway knows it. */
    static Task answered(Task task, String answer) {
        Task said = task.copy();
        said.setStatus(TaskStatus.COMPLETED).setInput(null).setOutput(null);
        said.addOutput().setType(review("answer")).setValue(review(answer));
        return said;
    }

    private static Task putOut(String carer, String contributor) {
        Task task = told(carer, "never");
        task.addInput()
                .setType(review("contributor"))
                .setValue(new Identifier().setSystem(Systems.ODS_ORGANIZATION).setValue(contributor));
        return task;
    }

    private static Task same(String one, String other, String answer) {
        Task task = told(one, answer);
        task.addInput().setType(review("other")).setValue(new Reference(other));
        return task;
    }

    private static Task told(String carer, String answer) {
        Task task = new Task();
        task.setStatus(TaskStatus.COMPLETED).setIntent(TaskIntent.ORDER);
        task.getCode().addCoding().setSystem(Canonical.CodeSystem.REVIEW_REASON).setCode("same-person");
        task.setFocus(new Reference(carer));
        task.addOutput().setType(review("answer")).setValue(review(answer));
        return task;
    }

    private static CodeableConcept review(String code) {
        return new CodeableConcept(
                new Coding().setSystem(Canonical.CodeSystem.REVIEW).setCode(code));
    }

    static String other(Task task) {
        return task.getInput().stream()
                .filter(input -> input.getType().hasCoding(Canonical.CodeSystem.REVIEW, "other"))
                .map(input -> ((Reference) input.getValue()).getReference())
                .findFirst()
                .orElseThrow();
    }

    private List<Extension> reasons(String of) {
        return tester.get("/fhir/Provenance?target=" + of).found(Provenance.class).stream()
                .flatMap(one -> one.getExtensionsByUrl(Canonical.Extension.LINK_REASON).stream())
                .toList();
    }

    private static String rule(Extension reason) {
        return reason.getExtensionString("rule");
    }

    private List<RelatedPerson> carers() {
        return tester.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + number)
                .found(RelatedPerson.class);
    }

    private List<Flag> flags() {
        return tester.get("/fhir/Flag?patient.identifier=" + User.NHS_NUMBER + number)
                .found(Flag.class);
    }

    private List<Person> persons(String carer) {
        return tester.get("/fhir/Person?relatedperson=" + carer).found(Person.class);
    }

    /** ODS codes of those who say it. */
    private List<String> contributors(String carer) {
        return tester.get("/fhir/" + carer + "/$contributions").resource(Parameters.class).getParameter().stream()
                .filter(one -> one.getName().equals("contribution"))
                .flatMap(one -> one.getPart().stream())
                .filter(part -> part.getName().equals("by"))
                .map(part -> ((Reference) part.getValue()).getIdentifier().getValue())
                .toList();
    }

    private static String reference(RelatedPerson carer) {
        return carer.getIdElement().toUnqualifiedVersionless().getValue();
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

    private RelatedPerson joyce() {
        RelatedPerson carer = new RelatedPerson();
        carer.setPatient(new Reference(patient));
        carer.setActive(true);
        carer.addRelationship()
                .addCoding()
                .setSystem(Systems.UK_CORE_RELATIONSHIP_ROLE)
                .setCode("Carer")
                .setDisplay("Carer");
        carer.addName().setFamily("Okafor").addGiven("Joyce");
        carer.getBirthDateElement().setValueAsString("1962-03-04");
        carer.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("07700 900123");
        return carer;
    }
}
