package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/**
 * Messages whose NK1s are all that their sender says of who is related: the sandbox's agreement has ADT^A31 of the community
 * trust so (carer-model.md, contributions 2).
 */
@OnEachStore
class CompleteListTest {

    private final Sandbox gateway;
    private final User community;
    private final User hospital;
    private final String patient = People.nhsNumber();
    private final String run = People.mark();
    private final Instant start = Instant.now().minus(Duration.ofDays(1));

    CompleteListTest(Store store) {
        gateway = Sandbox.on(store);
        community = gateway.as("community");
        hospital = gateway.as("hospital");
    }

    private String message(String sender, String trigger, int minute, String... carers) {
        return message(patient, sender, trigger, minute, carers);
    }

    /** Of a time; its number is that time's. */
    private String message(String whose, String sender, String trigger, int minute, String... carers) {
        String at = Adt.time(start.plus(Duration.ofMinutes(minute)));
        String nk1s = IntStream.range(0, carers.length)
                .mapToObj(i -> "NK1|" + (i + 1) + "|" + carers[i] + "\r")
                .collect(Collectors.joining());
        return "MSH|^~\\&|PAS|" + sender + "|ROUTE|ROUTE|" + at + "||ADT^" + trigger + "|" + run + whose + minute
                + "|P|2.5\rEVN||" + at + "\rPID|1||" + whose + "^^^NHS^NH||FAIRWEATHER^WINIFRED||19380709|2\r" + nk1s;
    }

    private Answer send(String trigger, int minute, String... carers) {
        Answer answer = community.hl7(message("RZ2", trigger, minute, carers));
        assertThat(answer.acknowledged()).as(answer.text()).isEqualTo("AA");
        return answer;
    }

    private static String carer(String given) {
        return "FAIRWEATHER^" + given + "|20";
    }

    private List<RelatedPerson> related(String whose) {
        return gateway.as("tester")
                .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + whose)
                .found(RelatedPerson.class);
    }

    private static boolean isSupported(RelatedPerson related) {
        return !"unsupported".equals(related.getExtensionString(Canonical.Extension.STATEMENT_STATUS));
    }

    /** The given names of who is still said to be related. */
    private Set<String> said() {
        return said(patient);
    }

    private Set<String> said(String whose) {
        return related(whose).stream()
                .filter(CompleteListTest::isSupported)
                .map(one -> one.getNameFirstRep().getGivenAsSingleString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whomItLeavesOutIsSaidNoMoreAndIsLookedInto() {
        send("A31", 1, carer("TOM"), carer("RUTH"));
        assertThat(said()).containsExactly("RUTH", "TOM");

        send("A31", 2, carer("RUTH"));

        assertThat(said()).containsExactly("RUTH");
        RelatedPerson left = related(patient).stream()
                .filter(one -> !isSupported(one))
                .findFirst()
                .orElseThrow();
        assertThat(community
                        .get("/fhir/Task?focus=RelatedPerson/"
                                + left.getIdElement().getIdPart())
                        .found(Task.class))
                .singleElement()
                .matches(task -> task.getCode().getCodingFirstRep().getCode().equals("unsupported"));
        send("A31", 3, carer("TOM"), carer("RUTH"));
        assertThat(said()).as("said again").containsExactly("RUTH", "TOM");
    }

    @Test
    void whatItRepeatsKeepsWhatItIsSilentOn() {
        send("A31", 1, "FAIRWEATHER^TOM|20||01632960777^PRN^PH||||||||||M|19360102");

        send("A31", 2, carer("TOM"));

        assertThat(related(patient)).singleElement().matches(one -> one.hasBirthDate() && one.hasGender());
    }

    @Test
    void withoutAnNk1ItTakesNothingBack() {
        send("A31", 1, carer("TOM"), carer("RUTH"));

        send("A31", 2);

        assertThat(said()).containsExactly("RUTH", "TOM");
    }

    @Test
    void anNk1OfNobodyMakesNoListAndThatIsALoss() {
        send("A31", 1, carer("TOM"), carer("RUTH"));

        for (int minute = 2; minute < 4; minute++) {
            Answer answer = minute == 2 ? send("A31", minute, "", carer("RUTH")) : send("A31", minute, "|20");
            assertThat(answer.text()).contains("who is left out is not taken back");
        }

        assertThat(said()).containsExactly("RUTH", "TOM");
    }

    @Test
    void messagesOfOtherTypesAndOtherSendersTakeNothingBack() {
        send("A31", 1, carer("TOM"), carer("RUTH"));

        send("A28", 2, carer("RUTH"));
        send("A08", 3, carer("RUTH"));
        assertThat(hospital.hl7(message("RZ1", "A31", 4, carer("RUTH"))).acknowledged())
                .isEqualTo("AA");

        assertThat(said()).containsExactly("RUTH", "TOM");
    }

    @Test
    void whatOthersSayStands() {
        send("A31", 1, carer("TOM"), carer("RUTH"));
        assertThat(hospital.hl7(message("RZ1", "A31", 2, carer("TOM"), carer("NORA")))
                        .acknowledged())
                .isEqualTo("AA");

        send("A31", 3, carer("RUTH"));

        assertThat(said()).contains("NORA", "RUTH", "TOM");
    }

    @Test
    void whatItsSenderSaidByFhirStands() {
        send("A31", 1, carer("TOM"));
        RelatedPerson written = Fhir.carer(
                People.nhsNumber(), related(patient).getFirst().getPatient().getReference());
        assertThat(community
                        .fhir("POST", "/fhir/RelatedPerson", Fhir.json(written))
                        .status())
                .isEqualTo(201);

        send("A31", 2, carer("RUTH"));

        assertThat(said()).contains("RUTH").doesNotContain("TOM").hasSize(2);
    }

    @Test
    void sentAgainItIsAnsweredAsBefore() {
        send("A31", 1, carer("TOM"), carer("RUTH"));
        String first = send("A31", 2, carer("RUTH")).text();
        send("A31", 3, carer("TOM"), carer("RUTH"));

        assertThat(send("A31", 2, carer("RUTH")).text()).isEqualTo(first);

        assertThat(said()).containsExactly("RUTH", "TOM");
    }

    @Test
    void anOlderOneTakesBackNothingNewer() {
        send("A31", 3, carer("TOM"), carer("RUTH"));

        assertThat(send("A31", 2, carer("RUTH")).text()).contains("already told of a later event");

        assertThat(said()).containsExactly("RUTH", "TOM");
    }

    @Test
    void whatComesLateAndIsOlderIsTakenBackByIt() {
        send("A31", 3, carer("RUTH"));

        send("A08", 2, carer("TOM"));

        assertThat(said()).containsExactly("RUTH");
    }

    /** The same messages in any order of arrival come to the same record. */
    @Test
    void shuffledListsMakeOneRecord() {
        Random random = new Random(31);
        for (int history = 0; history < 3; history++) {
            List<Integer> minutes =
                    new ArrayList<>(IntStream.range(1, 9).boxed().toList());
            List<String> triggers = minutes.stream()
                    .map(any -> random.nextInt(3) == 0 ? "A08" : "A31")
                    .toList();
            List<String[]> carers = minutes.stream()
                    .map(any -> List.of("TOM", "RUTH", "NORA").stream()
                            .filter(one -> random.nextBoolean())
                            .map(CompleteListTest::carer)
                            .toArray(String[]::new))
                    .toList();
            Set<String> expected = null;
            for (int round = 0; round < 4; round++) {
                String whose = People.nhsNumber();
                for (int minute : minutes) {
                    String sent = message(whose, "RZ2", triggers.get(minute - 1), minute, carers.get(minute - 1));
                    assertThat(community.hl7(sent).acknowledged()).isEqualTo("AA");
                }
                Set<String> said = said(whose);
                expected = expected == null ? said : expected;
                assertThat(said)
                        .as(
                                "%s %s %s",
                                triggers, carers.stream().map(Arrays::toString).toList(), minutes)
                        .isEqualTo(expected);
                Collections.shuffle(minutes, random);
            }
        }
    }
}
