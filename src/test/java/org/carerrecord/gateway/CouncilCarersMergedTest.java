package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A council finds that two of its carers are one person: the old number C, the number D that goes on. */
@OnEachStore
class CouncilCarersMergedTest extends CouncilCalls {

    CouncilCarersMergedTest(Store store) {
        super(store);
    }

    /** Both care for Vera, under two names, and the old record for somebody else too. */
    private void two() {
        council.send(
                "2026-07-01",
                council.vera("", ""),
                council.also("F~", ""),
                council.carer("C~", "Neil"),
                council.cares("C~", "E~"),
                council.cares("C~", "F~"),
                council.carer("D~", "Cornelius"),
                council.cares("D~", "E~"));
    }

    private String merged(String others) {
        return council.carer("D~", "Cornelius", others, "");
    }

    private String unmerged(String others) {
        return council.carer("D~", "Cornelius", "", others);
    }

    @Test
    void eachRelationshipIsOneAndTheOldOnesGoOn() {
        two();
        String other = council.relationship("F~");
        assertThat(council.carersOf("E~")).containsExactly("Cornelius stated", "Neil stated");

        assertThat(council.send("2026-10-01", merged("C~"))).containsExactly("row 1: taken");

        assertThat(council.carersOf("E~")).hasSize(1);
        assertThat(council.carersOf("F~")).containsExactly("Neil stated");
        assertThat(council.relationship("F~")).as("a relationship keeps its id").isEqualTo(other);
        council.send("2026-10-02", merged("C~"), council.cares("D~", "F~"));
        assertThat(council.carersOf("F~")).containsExactly("Cornelius stated");
        assertThat(council.relationship("F~")).isEqualTo(other);
        council.send("2026-10-03", council.carer("D~", "Cornelius"), council.caresNoMore("D~", "F~"));
        assertThat(council.carersOf("F~"))
                .as("nothing is left of the old words")
                .containsExactly("Cornelius unsupported");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5})
    void theOrderOfPeopleInTheFileIsOfNoConcern(long seed) {
        council.send(
                "?mode=full",
                "2026-10-01",
                shuffled(
                        seed,
                        List.of(
                                List.of(council.vera("", "")),
                                List.of(council.also("F~", "")),
                                List.of(
                                        council.carer("C~", "Neil"),
                                        council.cares("C~", "E~"),
                                        council.cares("C~", "F~")),
                                List.of(merged("C~"), council.cares("D~", "E~")))));

        assertThat(council.carersOf("E~")).hasSize(1);
        assertThat(council.carersOf("F~")).containsExactly("Neil stated");
        assertThat(council.numbers(council.patient("D~"))).containsExactly("C~", "D~");
    }

    @Test
    void aFullExtractWithoutTheOldNumberTakesNothingBackOfWhatMoved() {
        two();

        for (String others : List.of("C~", "")) {
            assertThat(council.send(
                            "?mode=full",
                            others.isEmpty() ? "2026-10-02" : "2026-10-01",
                            List.of(merged(others), council.cares("D~", "E~"), council.cares("D~", "F~"))))
                    .last()
                    .isEqualTo("extract: 0 of 2 relationships are no longer in it: withdrawn");
            assertThat(council.carersOf("E~")).containsExactly("Cornelius stated");
            assertThat(council.carersOf("F~")).containsExactly("Cornelius stated");
        }
        assertThat(council.send(
                        "?mode=full&withdrawals=1", "2026-10-03", List.of(merged(""), council.cares("D~", "E~"))))
                .last()
                .isEqualTo("extract: 1 of 2 relationships are no longer in it: withdrawn");
        assertThat(council.carersOf("F~")).containsExactly("Cornelius unsupported");
    }

    @Test
    void wordsUnderTheOldNumberAreWordsOfWhoGoesOn() {
        two();
        council.send("2026-08-01", merged("C~"));

        council.send(
                "2026-09-01", council.carer("C~", "Neil"), council.caresNoMore("C~", "E~"), council.cares("C~", "F~"));

        assertThat(council.carersOf("E~"))
                .as("who goes on says so too")
                .singleElement()
                .asString()
                .endsWith("stated");
        assertThat(council.carersOf("F~")).containsExactly("Neil stated");
        council.send("2026-07-15", council.carer("C~", "Old"), council.cares("C~", "F~"));
        assertThat(council.carersOf("F~")).as("late words").containsExactly("Neil stated");
        assertThat(council.notReported())
                .as("Client Level Data has who goes on")
                .contains("D~")
                .doesNotContain("C~");
    }

    @Test
    void whatIsTakenBackUnderTheOldNumberTakesNothingBackOfWhoGoesOn() {
        for (int i = 0; i < 5; i++) {
            council.other();
            two();
            council.send("2026-08-01", council.carer("C~", "Neil"), council.caresNoMore("C~", "E~"));
            council.send("2026-09-01", merged("C~"));
            assertThat(council.carersOf("E~")).as("ended before the merge").containsExactly("Cornelius stated");

            council.send(
                    "2026-10-01",
                    council.carer("C~", "Neil"),
                    council.caresNoMore("C~", "E~"),
                    merged(""),
                    council.cares("D~", "E~"));
            assertThat(council.carersOf("E~")).as("in one file").containsExactly("Cornelius stated");

            council.send("2026-11-01", merged(""), council.caresNoMore("D~", "E~"));
            assertThat(council.carersOf("E~")).containsExactly("Cornelius unsupported");
        }
    }

    @Test
    void aCouncilThatMergedManyStillMakesItsReturn() {
        for (int i = 0; i < 5; i++) {
            String many = IntStream.range(0, 50)
                    .mapToObj(number -> "M" + number + "-~")
                    .collect(Collectors.joining(";"));
            council.other();
            council.send("2026-07-01", council.vera("", ""), merged(many), council.cares("D~", "E~"));
        }

        assertThat(council.notReported()).contains("D~");
    }

    @Test
    void aChainAndALoopAreOneCarer() {
        two();
        council.send("2026-07-02", council.carer("B~", "Ned"), council.cares("B~", "F~"));
        council.send("2026-08-01", council.carer("C~", "Neil", "B~", ""));
        assertThat(council.carersOf("F~")).hasSize(1);

        council.send("2026-08-02", merged("C~"));
        council.send("2026-08-03", council.carer("C~", "Neil", "D~", ""));

        assertThat(council.carersOf("E~")).hasSize(1);
        assertThat(council.carersOf("F~")).hasSize(1);
        council.send("2026-08-04", council.carer("B~", "Ned"), council.caresNoMore("B~", "F~"));
        assertThat(council.carersOf("F~")).as("said under C too").containsExactly("Neil stated");
        council.send("2026-08-05", council.carer("C~", "Neil"), council.caresNoMore("C~", "F~"));
        assertThat(council.carersOf("F~")).singleElement().asString().endsWith("unsupported");
    }

    @Test
    void takenBackEachHasTheirOwnWords() {
        two();
        council.send("2026-08-01", merged("C~"), council.cares("D~", "E~"));
        council.send("2026-08-02", council.carer("C~", "Neil"), council.cares("C~", "F~"));
        assertThat(council.carersOf("E~")).hasSize(1);

        assertThat(council.send("2026-09-01", unmerged("C~"))).containsExactly("row 1: taken");

        assertThat(council.carersOf("E~")).containsExactly("Cornelius stated", "Neil stated");
        assertThat(council.carersOf("F~")).containsExactly("Neil stated");
        assertThat(council.send("2026-09-02", unmerged("C~")).getFirst()).contains(NOTHING_IS_TAKEN_APART);
        council.send("2026-09-03", merged(""), council.caresNoMore("D~", "E~"));
        assertThat(council.carersOf("E~")).containsExactly("Cornelius unsupported", "Neil stated");
        council.send("2026-09-04", council.carer("C~", "Neil"), council.caresNoMore("C~", "F~"));
        assertThat(council.carersOf("F~")).containsExactly("Neil unsupported");
        council.send("2026-10-01", merged("C~"));
        assertThat(council.carersOf("E~")).as("and linked again").hasSize(1);
    }

    @Test
    void whomPeopleToldApartStayTwo() {
        two();
        List<String> both = council.carers("E~").stream()
                .map(carer -> "RelatedPerson/" + carer.getIdElement().getIdPart())
                .toList();
        assertThat(gateway.as("council")
                        .fhir(
                                "POST",
                                "/fhir/Task",
                                Fhir.json(SamePersonCalls.same(both.getFirst(), both.getLast(), "never")))
                        .status())
                .isIn(200, 201);

        assertThat(council.send("2026-10-01", merged("C~")).getFirst()).contains("as carers they stay two");

        assertThat(council.carersOf("E~")).containsExactly("Cornelius stated", "Neil stated");
        assertThat(council.carersOf("F~")).containsExactly("Neil stated");
    }

    @Test
    void theirRelationshipsWithSeveralPeopleAreOfOnePerson() {
        council.send(
                "2026-07-01",
                council.vera("", ""),
                council.also("F~", ""),
                council.carer("C~", "Neil"),
                council.cares("C~", "F~"),
                council.carer("D~", "Cornelius"),
                council.cares("D~", "E~"));
        assertThat(persons("E~")).isEmpty();

        council.send("2026-08-01", merged("C~"));

        assertThat(persons("E~")).singleElement().satisfies(person -> {
            assertThat(person.getLink())
                    .extracting(link -> link.getTarget().getReference())
                    .containsExactlyInAnyOrder(
                            "RelatedPerson/" + council.relationship("E~"),
                            "RelatedPerson/" + council.relationship("F~"));
            assertThat(council.read("Provenance?target=Person/"
                                    + person.getIdElement().getIdPart())
                            .text())
                    .contains("\"valueCode\":\"merge\"");
        });
        council.send("2026-09-01", unmerged("C~"));
        assertThat(persons("E~")).isEmpty();
        assertThat(persons("F~")).isEmpty();
    }

    private List<Person> persons(String cared) {
        return council.read("Person?relatedperson=" + council.relationship(cared))
                .found(Person.class);
    }
}
