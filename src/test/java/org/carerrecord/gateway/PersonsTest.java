package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Person.IdentityAssuranceLevel;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One human being who cares for several people is one Person. */
@OnEachStore
class PersonsTest {

    private final Sandbox gateway;
    private final User tester;

    PersonsTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
    }

    @BeforeEach
    void nobodyIsThere() {
        gateway.empty();
    }

    @Test
    void aDaughterWhoCaresForBothParentsIsOne() {
        String forMother = say("hospital", patient("hospital"), Fhir.joyce().setAddress(home("UB8 1UW")));
        assertThat(person(forMother)).isEmpty();
        RelatedPerson typo = Fhir.joyce("Joy").setAddress(home("UB8 1VW"));
        String forFather = say("gp", patient("gp"), typo);

        assertThat(person(forMother)).hasSize(1);
        assertThat(person(forFather).getFirst().getLink())
                .extracting(link -> link.getTarget().getReference())
                .containsExactlyInAnyOrder(forMother, forFather);
        assertThat(person(forFather).getFirst().getLink())
                .extracting(Person.PersonLinkComponent::getAssurance)
                .containsOnly(IdentityAssuranceLevel.LEVEL3);
    }

    @Test
    void nobodyLearnsFromThePersonForWhomElseSheCares() {
        String forMother = say("hospital", patient("hospital"), Fhir.joyce());
        say("gp", patient("gp"), Fhir.joyce());
        String person = person(forMother)
                .getFirst()
                .getIdElement()
                .toUnqualifiedVersionless()
                .getValue();

        for (String partner : List.of("hospital", "gp", "council")) {
            assertThat(gateway.as(partner).get("/fhir/" + person).status()).isEqualTo(404);
            assertThat(gateway.as(partner).get("/fhir/Person").found(Person.class))
                    .isEmpty();
        }
    }

    @Test
    void aThirdRelationshipJoinsThePersonWhoIsThere() {
        List<String> all = new ArrayList<>();
        for (String partner : List.of("hospital", "gp", "community")) {
            all.add(say(partner, patient(partner), Fhir.joyce()));
        }

        assertThat(person(all.getFirst()).getFirst().getLink())
                .extracting(link -> link.getTarget().getReference())
                .containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void theSameWordsAgainChangeNothing() {
        String forMother = say("hospital", patient("hospital"), Fhir.joyce());
        String forFather = say("gp", patient("gp"), Fhir.joyce());
        Person before = person(forMother).getFirst();
        RelatedPerson again = tester.get("/fhir/" + forFather).resource(RelatedPerson.class);

        gateway.as("gp").update(forFather, again);
        assertThat(person(forMother).getFirst().getMeta().getVersionId())
                .isEqualTo(before.getMeta().getVersionId());
    }

    @Test
    void twinsAreTwoPeople() {
        String one = say("hospital", patient("hospital"), Fhir.joyce());
        String other = say("gp", patient("gp"), Fhir.joyce("Ngozi"));

        assertThat(Stream.of(one, other).flatMap(carer -> person(carer).stream()))
                .isEmpty();
    }

    @Test
    void aVerifiedNumberAndAFamilyNameAreEnough() {
        String number = People.nhsNumber();
        String one = say("hospital", patient("hospital"), numbered(number, "01"));
        String other = say("gp", patient("gp"), numbered(number, "01"));

        assertThat(person(one)).hasSize(1);
        assertThat(person(other).getFirst().getLinkFirstRep().getAssurance()).isEqualTo(IdentityAssuranceLevel.LEVEL4);
    }

    @Test
    void anUnverifiedNumberAndAFamilyNameAreNot() {
        String number = People.nhsNumber();
        String one = say("hospital", patient("hospital"), numbered(number, "01"));
        say("gp", patient("gp"), numbered(number, "02"));

        assertThat(person(one)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneOfThemMayHaveNoNumber(boolean first) {
        RelatedPerson numbered = withNumber(People.nhsNumber());
        String one = say("hospital", patient("hospital"), first ? numbered : Fhir.joyce());
        String other = say("gp", patient("gp"), first ? Fhir.joyce() : numbered);

        assertThat(person(one)).hasSize(1);
        assertThat(person(other)).hasSize(1);
    }

    @Test
    void aNumberThatIsToldLaterDoesNotPartThem() {
        String one = say("hospital", patient("hospital"), Fhir.joyce());
        String other = say("gp", patient("gp"), Fhir.joyce());
        RelatedPerson again = withNumber(People.nhsNumber());
        again.setPatient(
                tester.get("/fhir/" + other).resource(RelatedPerson.class).getPatient());
        gateway.as("gp").update(other, again);
        String third = say("community", patient("community"), Fhir.joyce());

        assertThat(person(one).getFirst().getLink())
                .extracting(link -> link.getTarget().getReference())
                .containsExactlyInAnyOrder(one, other, third);
    }

    @Test
    void twoNumbersAreTwoPeopleWhateverElseIsAlike() {
        String one = say("hospital", patient("hospital"), withNumber(People.nhsNumber()));
        String other = say("gp", patient("gp"), withNumber(People.nhsNumber()));

        assertThat(Stream.of(one, other).flatMap(carer -> person(carer).stream()))
                .isEmpty();
    }

    @Test
    void aNewCarerOfWhomManyTellAtOneTimeIsOne() throws InterruptedException, ExecutionException {
        int clients = 8;
        List<String> partners = List.of("hospital", "gp", "community", "gp-2");
        List<String> patients = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            patients.add(patient(partners.get(i % partners.size())));
        }
        AtomicInteger turn = new AtomicInteger();

        List<String> carers = AtOnce.by(clients, () -> {
            int mine = turn.getAndIncrement();
            return say(partners.get(mine % partners.size()), patients.get(mine), Fhir.joyce());
        });

        assertThat(carers).doesNotHaveDuplicates();
        assertThat(person(carers.getFirst()).getFirst().getLink())
                .extracting(link -> link.getTarget().getReference())
                .containsExactlyInAnyOrderElementsOf(carers);
    }

    private List<Person> person(String carer) {
        return tester.get("/fhir/Person?relatedperson=" + carer).found(Person.class);
    }

    /** Somebody of whom the partner speaks. */
    private String patient(String partner) {
        return gateway.as(partner).create(Fhir.patient(People.nhsNumber()));
    }

    private String say(String partner, String patient, RelatedPerson carer) {
        return gateway.as(partner).create(carer.setPatient(new Reference(patient)));
    }

    private static List<Address> home(String postcode) {
        return List.of(
                new Address().addLine("14 Tanners Row").setCity("Wenbury").setPostalCode(postcode));
    }

    private static RelatedPerson withNumber(String number) {
        RelatedPerson joyce = Fhir.joyce();
        joyce.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(number);
        return joyce;
    }

    private static RelatedPerson numbered(String number, String status) {
        RelatedPerson carer = Fhir.carer(new HumanName().setFamily("Okafor"));
        carer.addIdentifier()
                .setSystem(Systems.NHS_NUMBER)
                .setValue(number)
                .addExtension()
                .setUrl("https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus")
                .setValue(new CodeableConcept(new Coding()
                        .setSystem(Systems.UK_CORE_NHS_NUMBER_STATUS)
                        .setCode(status)));
        return carer;
    }
}
