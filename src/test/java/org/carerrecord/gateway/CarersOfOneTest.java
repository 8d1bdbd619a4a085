package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Carers of one patient, told by several organisations without a number that all of them know. */
@OnEachStore
class CarersOfOneTest {

    private final Sandbox gateway;
    private final String number = People.nhsNumber();
    private String patient = "";

    CarersOfOneTest(Store store) {
        gateway = Sandbox.on(store);
    }

    @BeforeEach
    void everybodySpeaksOfThePatient() {
        for (String partner : List.of("hospital", "gp", "community")) {
            patient = gateway.as(partner).create(Fhir.patient(number));
        }
    }

    @Test
    void aDaughterSaidByThreeIsOne() {
        say("hospital", daughter().setFamily("OKAFOR").addGiven("JOYCE").addGiven("A"), "07700 900123");
        say("gp", daughter().setFamily("Okafor").addGiven("Joy"), "+44 7700 900123");
        say("community", daughter().setFamily("Okafro").addGiven("Joyce"), "07700900123");

        RelatedPerson carer = only();
        assertThat(carer.getName()).isNotEmpty();
        assertThat(gateway.as("tester")
                        .get("/fhir/" + carer.getIdElement().toUnqualifiedVersionless() + "/_history")
                        .bundle()
                        .getEntry())
                .hasSizeGreaterThan(1);
    }

    @Test
    void whoIsToldByANumberLaterIsTheOneWhoWasToldWithout() {
        say("hospital", daughter().setFamily("OKAFOR").addGiven("JOYCE"), "07700 900123");
        RelatedPerson numbered = carer(daughter().setFamily("Okafor").addGiven("Joyce"), "07700 900123");
        String nhsNumber = People.nhsNumber();
        numbered.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(nhsNumber);
        post("gp", numbered);

        assertThat(only().getIdentifier()).extracting(Identifier::getValue).contains(nhsNumber);
    }

    @Test
    void whoIsToldUnderTheNumberOfSomebodyElseIsAskedAboutAndNotJoined() {
        String nhsNumber = People.nhsNumber();
        RelatedPerson joy = numbered(nhsNumber, daughter().setFamily("Okafor").addGiven("Joy"), "07700 900123");
        joy.getBirthDateElement().setValueAsString("1962-03-04");
        RelatedPerson peter = numbered(nhsNumber, daughter().setFamily("Smith").addGiven("Peter"), "07700 900456");
        peter.getBirthDateElement().setValueAsString("1990-11-20");
        Map<String, RelatedPerson> said = Map.of("hospital", joy, "gp", peter);
        post("hospital", joy);
        post("gp", peter);
        assertThat(all()).hasSize(2);

        said.forEach((partner, words) -> {
            post(partner, words);
            Answer put = gateway.as(partner)
                    .fhir(
                            "PUT",
                            "/fhir/RelatedPerson?identifier=" + User.NHS_NUMBER + nhsNumber + "&patient.identifier="
                                    + User.NHS_NUMBER + number,
                            Fhir.json(words));
            assertThat(put.status()).as(put.text()).isEqualTo(200);
        });
        assertThat(all())
                .extracting(one -> one.getNameFirstRep().getFamily())
                .containsExactlyInAnyOrder("Okafor", "Smith");
        Task question = gateway.as("gp").get("/fhir/Task?code=same-person").found(Task.class).stream()
                .filter(task -> task.getFor().getReference().equals(patient))
                .reduce((one, other) -> {
                    throw new AssertionError("asked twice");
                })
                .orElseThrow();
        assertThat(question.getStatus()).isEqualTo(TaskStatus.REQUESTED);

        question.setStatus(TaskStatus.COMPLETED);
        question.addOutput().setType(SamePersonCalls.review("answer")).setValue(SamePersonCalls.review("accept"));
        Answer accepted = gateway.as("gp")
                .fhir("PUT", "/fhir/" + question.getIdElement().toUnqualifiedVersionless(), Fhir.json(question));
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
        only();
        said.forEach(this::post);
        only();
    }

    @ParameterizedTest
    @ValueSource(strings = {"family", "born"})
    void whoIsToldUnderOneNumberAndHasTheFamilyNameOrBirthDateIsOne(String agrees) {
        String nhsNumber = People.nhsNumber();
        RelatedPerson joy = numbered(nhsNumber, daughter().setFamily("Okafor").addGiven("Joy"), "07700 900123");
        joy.getBirthDateElement().setValueAsString("1962-03-04");
        RelatedPerson other = numbered(
                nhsNumber,
                daughter()
                        .setFamily(agrees.equals("family") ? "Okafor" : "Smith")
                        .addGiven("Ngozi"),
                "07700 900456");
        other.getBirthDateElement().setValueAsString(agrees.equals("born") ? "1962-03-04" : "1990-11-20");
        post("hospital", joy);
        post("gp", other);

        only();
    }

    private RelatedPerson numbered(String nhsNumber, HumanName name, String phone) {
        RelatedPerson carer = carer(name, phone);
        carer.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(nhsNumber);
        return carer;
    }

    @Test
    void twinsAtOneAddressWithOnePhoneAreTwo() {
        say("hospital", daughter().setFamily("Okafor").addGiven("Joy"), "07700 900123");
        say("gp", daughter().setFamily("Okafor").addGiven("Ngozi"), "07700 900123");

        assertThat(all()).hasSize(2);
    }

    @Test
    void fatherAndSonOfOneNameAreTwo() {
        RelatedPerson father = carer(daughter().setFamily("Okafor").addGiven("John"), "07700 900123");
        father.getBirthDateElement().setValueAsString("1940-05-02");
        RelatedPerson son = carer(daughter().setFamily("Okafor").addGiven("John"), "07700 900123");
        son.getBirthDateElement().setValueAsString("1971-10-20");
        post("hospital", father);
        post("gp", son);

        assertThat(all()).hasSize(2);
    }

    @Test
    void whomOnePartnerTellsApartAreTwo() {
        say("hospital", daughter().setFamily("Okafor").addGiven("Joyce"), "07700 900123");
        say("hospital", daughter().setFamily("Okafor").addGiven("Joyce"), "07700 900123");

        assertThat(all()).hasSize(2);
    }

    @Test
    void nobodyIsTheirOwnCarer() {
        RelatedPerson self = carer(daughter().setFamily("Fairweather").addGiven("Winifred"), "07700 900123");
        self.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(number);

        assertThat(gateway.as("gp")
                        .fhir("POST", "/fhir/RelatedPerson", Fhir.json(self))
                        .status())
                .isEqualTo(422);
        assertThat(gateway.as("gp")
                        .fhir("POST", "/fhir", Fhir.json(Fhir.push(number, number)))
                        .status())
                .isEqualTo(422);
        assertThat(all()).isEmpty();
    }

    @Test
    void twoWhoCareForEachOtherAreTwoRelationships() {
        String other = People.nhsNumber();
        for (String[] pair : List.of(new String[] {number, other}, new String[] {other, number})) {
            assertThat(gateway.as("gp")
                            .fhir("POST", "/fhir", Fhir.json(Fhir.push(pair[0], pair[1])))
                            .status())
                    .isEqualTo(200);
        }

        assertThat(all()).hasSize(1);
    }

    @Test
    void placeholdersAreNobody() {
        for (String partner : List.of("hospital", "gp")) {
            RelatedPerson nobody = carer(new HumanName().setFamily("NOT KNOWN").addGiven("XX"), "00000");
            nobody.getBirthDateElement().setValueAsString("1900-01-01");
            post(partner, nobody);
        }

        assertThat(all()).hasSize(2);
    }

    @Test
    void aCarerOfWhomThreeTellAtOneTimeIsOne() throws InterruptedException, ExecutionException {
        List<String> partners = List.of("hospital", "gp", "community");
        AtomicInteger turn = new AtomicInteger();

        List<Integer> statuses = AtOnce.by(partners.size(), () -> {
            RelatedPerson carer = carer(daughter().setFamily("Okafor").addGiven("Joyce"), "07700 900123");
            return gateway.as(partners.get(turn.getAndIncrement()))
                    .fhir("POST", "/fhir/RelatedPerson", Fhir.json(carer))
                    .status();
        });

        assertThat(statuses).containsOnly(200, 201);
        only();
    }

    private static HumanName daughter() {
        return new HumanName();
    }

    private void say(String partner, HumanName name, String phone) {
        post(partner, carer(name, phone));
    }

    private void post(String partner, RelatedPerson carer) {
        gateway.as(partner).create(carer);
    }

    private RelatedPerson carer(HumanName name, String phone) {
        RelatedPerson carer = Fhir.carer(name);
        carer.setPatient(new Reference(patient));
        carer.addRelationship().addCoding().setSystem(Systems.V3_ROLE_CODE).setCode("DAU");
        carer.setGender(AdministrativeGender.FEMALE);
        carer.addTelecom().setSystem(ContactPointSystem.PHONE).setValue(phone);
        return carer;
    }

    private RelatedPerson only() {
        assertThat(all()).hasSize(1);
        return all().getFirst();
    }

    private List<RelatedPerson> all() {
        return gateway.as("tester")
                .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + number)
                .found(RelatedPerson.class);
    }
}
