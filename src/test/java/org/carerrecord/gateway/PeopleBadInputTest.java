package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People as messages ought not to tell of them: each is handled, and told. */
@OnEachStore
class PeopleBadInputTest {

    private static final String HOME = "77 TANNERS ROW^^WENBURY^SUSSEX^ZZ99 8JJ^GBR^H";
    private static final String PHONE = "07700900123^PRN^CP";

    private final Sandbox gateway;
    private final User hospital;
    private final User community;
    private final String number = People.nhsNumber();
    private int sent;

    PeopleBadInputTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        community = gateway.as("community");
    }

    @BeforeEach
    void nobodyIsThere() {
        gateway.empty();
    }

    @Test
    void aCarerWhoIsThePatientIsNoneAndTold() {
        Answer answer = tell(hospital, "RZ1", "19380709", carer("FAIRWEATHER^WINIFRED", "19380709", number));

        assertThat(answer.acknowledged()).isEqualTo("AA");
        assertThat(answer.text()).contains("nobody is their own carer");
        assertThat(carers()).isEmpty();
    }

    @Test
    void aPatientWhoWasDeletedIsThereAgainWhenSomebodySpeaksOfThem() {
        tell(hospital, "RZ1", "19380709");
        String patient = patient();
        assertThat(hospital.delete("/fhir/" + patient).status()).isIn(200, 204);
        RelatedPerson carer = Fhir.carer(People.nhsNumber(), patient);
        assertThat(hospital.fhir("POST", "/fhir/RelatedPerson", Fhir.json(carer))
                        .status())
                .isEqualTo(422);

        Answer again = tell(hospital, "RZ1", "19380709", carer("FAIRWEATHER^TOM", "19711020", ""));
        assertThat(again.acknowledged()).isEqualTo("AA");
        assertThat(patient()).isEqualTo(patient);
        assertThat(carers()).hasSize(1);
    }

    @Test
    void aPatientWhomNobodyKnowsHasNoCarers() {
        RelatedPerson carer = Fhir.carer(People.nhsNumber(), "Patient/01KAP0YYDY8A3HPJ6DZ1TQ7R5M");

        assertThat(hospital.fhir("POST", "/fhir/RelatedPerson", Fhir.json(carer))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void moreThanAThousandRelativesAreRefusedAndTold() {
        Answer answer = tell(hospital, "RZ1", "19380709", relatives(1_001));

        assertThat(answer.acknowledged()).isEqualTo("AR");
        assertThat(answer.text()).contains("ERR||NK1^1|", "more segments of this name than are read");
        assertThat(carers()).isEmpty();
    }

    @Test
    @Timeout(60)
    void aThousandRelativesAreTakenAndNobodyIsAskedAboutThem() {
        assertThat(tell(hospital, "RZ1", "19380709", relatives(1_000)).acknowledged())
                .isEqualTo("AA");
        assertThat(gateway.jdbc()
                        .sql("select count(*) from resource where type = 'RelatedPerson' and not deleted")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1_000);
        assertThat(questions()).isEmpty();
    }

    private static String relatives(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> carer("FAIRWEATHER^" + (char) ('A' + i % 26) + "NNA" + word(i), "", ""))
                .collect(Collectors.joining("\r"));
    }

    @Test
    void twinsOfOneHomeAndPhoneAreTwoAndNoQuestion() {
        tell(hospital, "RZ1", "19380709", carer("OKAFOR^JOY", "19620304", ""));
        tell(community, "RZ2", "19380709", carer("OKAFOR^NGOZI", "19620304", ""));

        assertThat(carers()).hasSize(2);
        assertThat(questions()).isEmpty();
    }

    @Test
    void fatherAndSonOfOneNameAreTwoAndNoQuestion() {
        tell(hospital, "RZ1", "19380709", carer("OKAFOR^JOHN", "19400502", ""));
        tell(community, "RZ2", "19380709", carer("OKAFOR^JOHN", "19711020", ""));

        assertThat(carers()).hasSize(2);
        assertThat(questions()).isEmpty();
    }

    @Test
    void twoBabiesOfOneBirthAreTwoPatients() {
        String today = DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.now(ZoneOffset.UTC));
        for (String local : List.of("B1", "B2")) {
            assertThat(hospital.hl7(message(
                                    "RZ1", "PID|1||" + local + "^^^PAS^MR||OKAFOR^BABY||" + today + "|9|||" + HOME))
                            .acknowledged())
                    .isEqualTo("AA");
        }

        assertThat(gateway.as("tester").get("/fhir/Patient").found(Patient.class))
                .hasSize(2);
    }

    @Test
    void aBabyWhoIsToldAsACarerIsSeenByItsSourceAlone() {
        String today = DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.now(ZoneOffset.UTC));
        tell(community, "RZ2", "19380709");
        assertThat(tell(hospital, "RZ1", "19380709", carer("OKAFOR^BABY", today, ""))
                        .acknowledged())
                .isEqualTo("AA");

        String carer = reference(carers().getFirst());
        assertThat(hospital.get("/fhir/" + carer).status()).isEqualTo(200);
        assertThat(community.get("/fhir/" + carer).status()).isEqualTo(404);
    }

    @Test
    void aBirthInTheFutureIsComparedWithNobodys() {
        String next = DateTimeFormatter.BASIC_ISO_DATE.format(
                LocalDate.now(ZoneOffset.UTC).plusYears(1));
        assertThat(tell(hospital, "RZ1", "19380709", carer("OKAFOR^JOYCE", next, ""))
                        .acknowledged())
                .isEqualTo("AA");
        assertThat(tell(community, "RZ2", "19380709", carer("OKAFOR^NGOZI", next, ""))
                        .acknowledged())
                .isEqualTo("AA");

        assertThat(carers()).hasSize(2);
    }

    @Test
    void placeholdersAreNobody() {
        String nobody = "NK1|1|NOT KNOWN^XX^^^^^L|20^Carer||00000^PRN^PH|||||||||||19000101" + "|".repeat(17)
                + "0000000000^^^NHS^NH";
        assertThat(tell(hospital, "RZ1", "19000101", nobody).acknowledged()).isEqualTo("AA");
        assertThat(tell(community, "RZ2", "19000101", nobody).acknowledged()).isEqualTo("AA");

        assertThat(carers()).allMatch(carer -> !carer.hasIdentifier());
        assertThat(gateway.as("tester").get("/fhir/Person").found(Person.class)).isEmpty();
        assertThat(questions()).isEmpty();
    }

    @Test
    void twoWhoCareForEachOtherAreTwoRelationshipsOfTwoPeople() {
        String other = People.nhsNumber();
        assertThat(tell(hospital, "RZ1", "19380709", carer("FAIRWEATHER^BARNABY", "19391117", other))
                        .acknowledged())
                .isEqualTo("AA");
        String back = message(
                "RZ1",
                "PID|1||" + other + "^^^NHS^NH||FAIRWEATHER^BARNABY||19391117|1|||" + HOME,
                carer("FAIRWEATHER^WINIFRED", "19380709", number));
        assertThat(hospital.hl7(back).acknowledged()).isEqualTo("AA");

        assertThat(Stream.of(number, other).map(one -> gateway.as("tester")
                        .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + one)
                        .found(RelatedPerson.class)
                        .size()))
                .containsExactly(1, 1);
        assertThat(gateway.as("tester").get("/fhir/Person").found(Person.class))
                .hasSize(2)
                .allSatisfy(person -> assertThat(person.getLink())
                        .extracting(
                                link -> link.getTarget().getReferenceElement().getResourceType())
                        .containsExactlyInAnyOrder("RelatedPerson", "Patient"));
    }

    private Answer tell(User partner, String sender, String born, String... parties) {
        String pid = "PID|1||" + number + "^^^NHS^NH||FAIRWEATHER^WINIFRED^^^MRS^^L||" + born + "|2|||" + HOME;
        return partner.hl7(message(
                sender, Stream.concat(Stream.of(pid), Stream.of(parties)).toArray(String[]::new)));
    }

    private String message(String sender, String... segments) {
        sent++;
        // Seconds alone are told: each message is said after what went before it.
        String at = Adt.time(Instant.now().plusSeconds(sent));
        return "MSH|^~\\&|PAS|" + sender + "|ROUTE|ROUTE|" + at + "||ADT^A28|bad-" + sent + "|P|2.5\rEVN||" + at + "\r"
                + String.join("\r", segments) + "\r";
    }

    /** @param number NHS number; empty for none */
    private static String carer(String name, String born, String number) {
        String ids = number.isEmpty() ? "" : "|".repeat(17) + number + "^^^NHS^NH";
        return "NK1|1|" + name + "^^^^^L|20^Carer|" + HOME + "|" + PHONE + "|||||||||||" + born + ids;
    }

    /** Letters that tell a number. */
    private static String word(int number) {
        return Integer.toString(number, 26)
                .chars()
                .mapToObj(digit -> String.valueOf((char) ('A' + Character.digit(digit, 26))))
                .collect(Collectors.joining());
    }

    private String patient() {
        return gateway.as("tester")
                .get("/fhir/Patient?identifier=" + User.NHS_NUMBER + number)
                .found(Patient.class)
                .getFirst()
                .getIdElement()
                .toUnqualifiedVersionless()
                .getValue();
    }

    private List<RelatedPerson> carers() {
        return gateway.as("tester")
                .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + number)
                .found(RelatedPerson.class);
    }

    private List<Task> questions() {
        return gateway.as("tester")
                .get("/fhir/Task?code=" + Canonical.CodeSystem.REVIEW_REASON + "%7Csame-person")
                .found(Task.class);
    }

    private static String reference(RelatedPerson carer) {
        return carer.getIdElement().toUnqualifiedVersionless().getValue();
    }
}
