package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code POST /intake/council?mode=full}: whom the extract leaves out is said no more (carer-model.md, contributions 2). */
@OnEachStore
class FullExtractTest {

    private static final String HEADER =
            "record,person_id,nhs_id,last_name,first_name,date_of_birth,other_person_id,type,"
                    + "is_informal_carer,extracted_at\n";

    private static final int CARERS = 12;

    private final Sandbox gateway;
    private final User council;
    private final List<String> cared =
            Stream.generate(People::nhsNumber).limit(CARERS).toList();
    private final List<String> carers =
            Stream.generate(People::nhsNumber).limit(CARERS).toList();

    FullExtractTest(Store store) {
        gateway = Sandbox.on(store);
        council = gateway.as("council");
    }

    @BeforeEach
    @AfterEach
    void nobodySaidAnything() {
        gateway.empty();
    }

    /** The people and the carers of that many, from the first. */
    private String extract(int relationships, String at) {
        return extract(CARERS, IntStream.range(0, relationships).boxed().toList(), at);
    }

    private String extract(int people, List<Integer> relationships, String at) {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i < people; i++) {
            rows.append("person,E" + i + "," + cared.get(i) + ",Ashdown,Vera,1941-03-02,,,," + at + "\n");
        }
        for (int i : relationships) {
            rows.append("person,C" + i + "," + carers.get(i) + ",Ashdown,Neil,1969-05-01,,,," + at + "\n");
            rows.append("relationship,C" + i + ",,,,,E" + i + ",parent,Y," + at + "\n");
        }
        return rows.toString();
    }

    private String send(String query, String extract) {
        Answer answer = council.with("Content-Type", "text/csv")
                .ask("POST", "/intake/council" + query, extract.getBytes(UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text().lines().toList().getLast();
    }

    private RelatedPerson carerOf(int person) {
        return council.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + cared.get(person))
                .found(RelatedPerson.class)
                .getFirst();
    }

    private boolean isSupported(int person) {
        return !"unsupported".equals(carerOf(person).getExtensionString(Canonical.Extension.STATEMENT_STATUS));
    }

    private long supported() {
        return IntStream.range(0, CARERS).filter(this::isSupported).count();
    }

    @Test
    void whomItLeavesOutIsSaidNoMore() {
        send("", extract(12, "2026-10-01"));

        assertThat(send("", extract(11, "2026-10-02"))).startsWith("row ");
        assertThat(supported()).isEqualTo(12);
        assertThat(send("?mode=full", extract(11, "2026-10-03")))
                .isEqualTo("extract: 1 of 12 relationships are no longer in it: withdrawn");

        assertThat(supported()).isEqualTo(11);
        assertThat(isSupported(11)).isFalse();
        assertThat(council.get("/fhir/Task?focus=RelatedPerson/"
                                + carerOf(11).getIdElement().getIdPart())
                        .found(Task.class))
                .singleElement()
                .matches(task -> task.getCode().getCodingFirstRep().getCode().equals("unsupported"));
    }

    @Test
    void theMessageThatTookItBackIsToldWithEachVersion() {
        send("", extract(12, "2026-10-01"));
        send("?mode=full", extract(11, "2026-10-03"));

        String message = council.get("/fhir/RelatedPerson?_id="
                        + carerOf(11).getIdElement().getIdPart() + "&_revinclude=Provenance:target")
                .found(Provenance.class)
                .getFirst()
                .getEntityFirstRep()
                .getWhat()
                .getIdentifier()
                .getValue();

        assertThat(council.get("/messages/" + message).text())
                .contains(
                        "council-extract-end",
                        "leftOut",
                        carerOf(11).getIdElement().getIdPart());
        assertThat(gateway.as("hospital").get("/messages/" + message).status()).isEqualTo(404);
    }

    @Test
    void whatOthersSayAndWhatItsSenderSaidElsewhereStands() {
        send("", extract(12, "2026-10-01"));
        gateway.as("hospital")
                .hl7(Adt.admission("FULL1", cared.get(11)).carer("ASHDOWN").text());
        int said = gateway.as("hospital")
                .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + cared.get(11))
                .found(RelatedPerson.class)
                .size();

        send("?mode=full", extract(11, "2026-10-03"));

        assertThat(gateway.as("hospital")
                        .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + cared.get(11))
                        .found(RelatedPerson.class))
                .hasSize(said)
                .anyMatch(related ->
                        !"unsupported".equals(related.getExtensionString(Canonical.Extension.STATEMENT_STATUS)));
    }

    @Test
    void manyAreTakenBackOnlyWhenTheirNumberIsConfirmed() {
        send("", extract(12, "2026-10-01"));

        assertThat(send("?mode=full", extract(9, "2026-10-03")))
                .isEqualTo("extract: 3 of 12 relationships are no longer in it, more than 10 in a hundred: nothing is"
                        + " withdrawn; if it is right, send it again with withdrawals=3");
        assertThat(supported()).isEqualTo(12);
        assertThat(send("?mode=full&withdrawals=2", extract(9, "2026-10-03"))).contains("nothing is withdrawn");
        assertThat(send("?mode=full&withdrawals=3", extract(9, "2026-10-03")))
                .isEqualTo("extract: 3 of 12 relationships are no longer in it: withdrawn");
        assertThat(supported()).isEqualTo(9);
        assertThat(send("?mode=full", extract(9, "2026-10-03")))
                .isEqualTo("extract: 0 of 9 relationships are no longer in it: withdrawn");
    }

    @Test
    void whoIsSaidAgainIsSupportedAgain() {
        send("", extract(12, "2026-10-01"));
        send("?mode=full", extract(11, "2026-10-03"));

        send("?mode=full", extract(12, "2026-10-03"));

        assertThat(supported()).isEqualTo(12);
    }

    @Test
    void changesThatAreSentAgainAfterAFullExtractAreTakenAgain() {
        send("", extract(12, ""));
        assertThat(send("?mode=full", extract(11, ""))).contains("1 of 12");

        send("", extract(12, ""));

        assertThat(supported()).isEqualTo(12);
    }

    @Test
    void oneThatIsOlderThanWhatWasSaidTakesNothingBack() {
        send("", extract(12, "2026-10-05"));

        assertThat(send("?mode=full", extract(11, "2026-10-03")))
                .isEqualTo("extract: 0 of 12 relationships are no longer in it: withdrawn");
        assertThat(supported()).isEqualTo(12);
    }

    @Test
    void wordsThatComeLateAreInItToo() {
        send("", extract(12, "2026-10-01"));
        send("", HEADER + "relationship,C0,,,,,E0,parent,Y,2026-10-04\n");
        String late = extract(12, "2026-10-05")
                .lines()
                .map(row -> row.contains(",C0,") ? row.replace("2026-10-05", "2026-10-02") : row)
                .collect(Collectors.joining("\n"));

        assertThat(send("?mode=full", late)).isEqualTo("extract: 0 of 12 relationships are no longer in it: withdrawn");
    }

    @Test
    void oneThatWasNotTakenWholeTakesNothingBack() {
        send("", extract(12, "2026-10-01"));
        String nothing = "extract: not every row was taken and told who cares: nothing is withdrawn";

        String brokenOff = extract(11, "2026-10-03") + "person,E77,,\"Ashdown,Ida,,,,,2026-10-03\n";
        String refused = extract(11, "2026-10-03") + "person,,,Ashdown,Ida,,,,,2026-10-03\n";

        assertThat(send("?mode=full", brokenOff)).isEqualTo(nothing);
        assertThat(send("?mode=full", refused)).isEqualTo(nothing);
        String unread = extract(12, "2026-10-03").replaceFirst("parent,Y,", "parent,maybe,");
        assertThat(send("?mode=full", unread)).isEqualTo(nothing);
        assertThat(supported()).isEqualTo(12);
    }

    @Test
    void oneOfPeopleAloneTakesNothingBack() {
        send("", extract(12, "2026-10-01"));

        assertThat(send("?mode=full&withdrawals=12", extract(0, "2026-10-03")))
                .isEqualTo("extract: it names nobody who cares for anybody: nothing is withdrawn");
        assertThat(supported()).isEqualTo(12);
    }

    @Test
    void whatComesLaterAndIsOlderIsTakenBackByIt() {
        send("", extract(12, "2026-10-01"));
        send("?mode=full", extract(11, "2026-10-05"));

        assertThat(send("", HEADER + "relationship,C11,,,,,E11,parent,Y,2026-10-03\n"))
                .contains("already told of a later event");
        send("", HEADER + "relationship,C10,,,,,E10,parent,Y,2026-10-03\n");

        assertThat(isSupported(11)).isFalse();
        assertThat(isSupported(10)).as("it is in the extract").isTrue();
        send("", HEADER + "relationship,C11,,,,,E11,parent,Y,2026-10-06\n");
        assertThat(isSupported(11)).as("said anew").isTrue();
    }

    @Test
    void whoWasNeverToldOfIsTakenBackTooWhenOlderWordsCome() {
        send("?mode=full", extract(11, "2026-10-05"));

        send("", HEADER + "relationship,C0,,,,,E11,parent,Y,2026-10-03\n");

        assertThat(isSupported(11)).isFalse();
    }

    /** The same extracts in any order of arrival come to the same record. */
    @Test
    void shuffledExtractsMakeOneRecord() {
        int people = 4;
        Random random = new Random(41);
        for (int history = 0; history < 2; history++) {
            List<String[]> extracts = new ArrayList<>();
            for (int day = 1; day < 7; day++) {
                List<Integer> named = IntStream.range(0, people)
                        .filter(any -> random.nextInt(3) > 0)
                        .boxed()
                        .toList();
                String query = random.nextBoolean() ? "" : "?mode=full&withdrawals=100";
                extracts.add(new String[] {query, extract(people, named, "2026-10-0" + day)});
            }
            Set<String> records = new HashSet<>();
            for (int round = 0; round < 4; round++) {
                gateway.empty();
                extracts.forEach(one -> send(one[0], one[1]));
                records.add(IntStream.range(0, people)
                        .mapToObj(this::standing)
                        .toList()
                        .toString());
                Collections.shuffle(extracts, random);
            }
            assertThat(records).as("history " + history).hasSize(1);
        }
    }

    private String standing(int person) {
        return council
                .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + cared.get(person))
                .found(RelatedPerson.class)
                .stream()
                .map(one -> one.getExtensionString(Canonical.Extension.STATEMENT_STATUS))
                .toList()
                .toString();
    }

    @Test
    void itIsFullOrOfChanges() {
        for (String query : List.of("?mode=complete", "?mode=FULL", "?mode=full&withdrawals=some")) {
            Answer answer = council.with("Content-Type", "text/csv")
                    .ask(
                            "POST",
                            "/intake/council" + query,
                            extract(1, "2026-10-01").getBytes(UTF_8));
            assertThat(answer.status()).as(query).isEqualTo(400);
        }
    }
}
