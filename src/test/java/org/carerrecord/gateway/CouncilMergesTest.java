package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A council's case system says that two of its numbers are of one person, and takes it back. */
@OnEachStore
class CouncilMergesTest extends CouncilCalls {

    private static final String TWO_PEOPLE =
            "the record holds the two numbers as two people: they are not joined unseen";

    CouncilMergesTest(Store store) {
        super(store);
    }

    /** Vera is known as two people; Neil cares for the second. */
    private void two() {
        council.send(
                "2026-07-01",
                council.vera("", ""),
                council.also("F~", ""),
                council.carer("C~", "Neil"),
                council.cares("C~", "F~"));
    }

    @Test
    void whatIsSaidOfEitherNumberIsSaidOfThePerson() {
        two();
        String former = council.id("F~");
        String relationship = council.relationship("F~");

        assertThat(council.send("2026-10-01", council.vera("F~", ""))).containsExactly("row 1: taken");

        assertThat(council.id("F~")).isNotEqualTo(former);
        assertThat(council.numbers(council.patient("E~"))).containsExactly("E~", "F~");
        assertThat(council.carersOf("E~")).containsExactly("Neil stated");
        assertThat(council.relationship("E~")).isEqualTo(relationship);
        assertThat(council.read("Patient/" + former).resource(Patient.class))
                .satisfies(old -> assertThat(old.getActive()).isFalse())
                .satisfies(old -> assertThat(old.getLinkFirstRep().getType()).isEqualTo(LinkType.REPLACEDBY));
        assertThat(council.read("Provenance?target=Patient/" + council.id("E~")).text())
                .contains("\"valueCode\":\"merge\"");
        council.send("2026-11-01", council.cares("C~", "F~"), council.carer("D~", "Ada"), council.cares("D~", "F~"));
        assertThat(council.carersOf("E~")).containsExactly("Ada stated", "Neil stated");
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
                                List.of(council.vera("F~", "")),
                                List.of(council.also("F~", "")),
                                List.of(council.carer("C~", "Neil"), council.cares("C~", "F~")),
                                List.of(council.carer("D~", "Ada"), council.cares("D~", "E~")))));

        assertThat(council.numbers(council.patient("E~"))).containsExactly("E~", "F~");
        assertThat(council.carersOf("F~")).containsExactly("Ada stated", "Neil stated");
    }

    @Test
    void aFullExtractWithoutTheOldNumberTakesNothingBackOfWhatMoved() {
        two();

        for (String merged : List.of("F~", "")) {
            String at = merged.isEmpty() ? "2026-10-02" : "2026-10-01";
            assertThat(council.send(
                            "?mode=full",
                            at,
                            List.of(council.carer("C~", "Neil"), council.cares("C~", "E~"), council.vera(merged, ""))))
                    .last()
                    .isEqualTo("extract: 0 of 1 relationships are no longer in it: withdrawn");
            assertThat(council.carersOf("E~")).containsExactly("Neil stated");
            assertThat(council.numbers(council.patient("E~"))).containsExactly("E~", "F~");
        }
        assertThat(council.send(
                        "?mode=full&withdrawals=1",
                        "2026-10-03",
                        List.of(council.vera("", ""), council.carer("D~", "Ada"), council.cares("D~", "E~"))))
                .last()
                .isEqualTo("extract: 1 of 2 relationships are no longer in it: withdrawn");
        assertThat(council.carersOf("E~")).containsExactly("Ada stated", "Neil unsupported");
    }

    @Test
    void whatStandsWhereThereIsNoNumberJoinsNobody() {
        assertThat(council.send("2026-07-01", council.vera("N/A;0;NOT KNOWN;-", ""))
                        .getFirst())
                .contains("row 1 merged_person_ids: it is no number of a person");

        assertThat(council.numbers(council.patient("E~"))).containsExactly("E~");
    }

    @Test
    void whatIsToldTwiceOrBackIsTold() {
        String already = "the record holds the numbers as one person's already";
        council.send(
                "2026-07-01",
                council.vera("", ""),
                council.also("F~", ""),
                council.also("G~", ""),
                council.carer("C~", "Neil"),
                council.cares("C~", "G~"));

        assertThat(council.send("2026-08-01", council.also("F~", "G~"), council.vera("F~", "")))
                .containsExactly("row 1: taken", "row 2: taken");
        assertThat(council.carersOf("E~")).as("a chain").containsExactly("Neil stated");
        assertThat(council.send("2026-08-02", council.vera("F~", "")).getFirst())
                .contains("row 1 merged_person_ids: " + already);
        assertThat(council.send("2026-08-03", council.also("G~", "E~")).getFirst())
                .as("a loop")
                .contains(already);
        assertThat(council.send("2026-08-04", council.vera("E~", "")).getFirst())
                .contains("it is the person's own number");
        assertThat(council.patients(council.nhsNumber())).hasSize(1);
        assertThat(council.goesOn("E~")).isTrue();
        assertThat(council.numbers(council.patient("E~"))).containsExactly("E~", "F~", "G~");
        assertThat(council.carersOf("G~")).containsExactly("Neil stated");
    }

    @Test
    void aNumberThatNobodyHadLeadsToThePerson() {
        assertThat(council.send("2026-07-01", council.vera("F~", ""))).containsExactly("row 1: taken");

        council.send("2026-06-01", council.carer("C~", "Neil"), council.cares("C~", "F~"));

        assertThat(council.carersOf("E~")).containsExactly("Neil stated");
        assertThat(council.numbers(council.patient("F~"))).containsExactly("E~", "F~");
    }

    @Test
    void whoHasAnotherNhsNumberOrCaresForTheOtherIsNotJoinedUnseen() {
        council.send(
                "2026-07-01",
                council.vera("", ""),
                "person,F~,%s,Ashdown,Vera,1941-03-02,,,,,,".formatted(People.nhsNumber()),
                council.carer("C~", "Neil"),
                council.cares("C~", "E~"));

        assertThat(council.send("2026-10-01", council.vera("F~;C~", "")))
                .containsExactly("row 1: taken, with losses: row 1 merged_person_ids: " + TWO_PEOPLE
                        + "; row 1 merged_person_ids: " + TWO_PEOPLE);

        assertThat(council.numbers(council.patient("E~"))).containsExactly("E~");
        assertThat(council.carersOf("E~")).containsExactly("Neil stated");
        assertThat(council.numbers(council.patient("C~"))).containsExactly("C~");
    }

    @Test
    void ofWhomOthersSpeakTheCouncilAloneDoesNotDecide() {
        council.send("2026-07-01", council.vera("", ""), council.also("F~", ""));
        RelatedPerson written = Fhir.carer(People.nhsNumber(), "Patient/" + council.id("F~"));
        assertThat(gateway.as("council")
                        .fhir("POST", "/fhir/RelatedPerson", Fhir.json(written))
                        .status())
                .isEqualTo(201);

        assertThat(council.send("2026-10-01", council.vera("F~", "")).getFirst())
                .contains(TWO_PEOPLE);
    }

    @Test
    void silenceTakesNothingApartAndSayingSoDoes() {
        two();
        assertThat(council.send("2026-07-02", council.vera("", "F~")).getFirst())
                .as("before they are one")
                .contains("row 1 unmerged_person_ids: ", NOTHING_IS_TAKEN_APART);
        council.send("2026-08-01", council.vera("F~", ""));
        council.send("2026-09-01", council.vera("", ""));
        assertThat(council.carersOf("E~")).containsExactly("Neil stated");

        assertThat(council.send("2026-10-01", council.vera("", "F~"))).containsExactly("row 1: taken");

        assertThat(council.numbers(council.patient("E~"))).containsExactly("E~");
        assertThat(council.carersOf("E~")).isEmpty();
        assertThat(council.carersOf("F~")).containsExactly("Neil stated");
        assertThat(council.goesOn("F~")).isTrue();
        council.send("2026-11-01", council.vera("F~", ""));
        assertThat(council.carersOf("E~")).as("and linked again").containsExactly("Neil stated");
    }

    @Test
    void whomPeopleTellApartAreTwoAgainAlsoAsCarers() {
        council.send("2026-07-01", council.vera("", ""), council.carer("C~", "Neil"), council.cares("C~", "E~"));
        council.send("2026-07-02", council.carer("D~", "Cornelius"), council.cares("D~", "E~"));
        String former = "Patient/" + council.id("C~");
        String merged = council.carer("D~", "Cornelius", "C~", "");
        council.send("2026-10-01", merged);
        assertThat(council.carersOf("E~")).containsExactly("Cornelius stated");

        say(former, "never");
        assertThat(council.carersOf("E~")).containsExactly("Cornelius stated", "Neil stated");
        assertThat("Patient/" + council.id("C~")).isEqualTo(former);
        assertThat(council.send("2026-10-02", merged).getFirst()).contains("people told the two apart");
        assertThat(council.carersOf("E~")).containsExactly("Cornelius stated", "Neil stated");

        say(former, "accept");
        assertThat(council.carersOf("E~")).containsExactly("Cornelius stated");
        assertThat(council.numbers(council.patient("D~"))).containsExactly("C~", "D~");
    }

    private void say(String former, String answer) {
        SamePersonCalls.taken(gateway.as("council")
                .with("Prefer", "return=representation")
                .fhir(
                        "POST",
                        "/fhir/Task",
                        Fhir.json(SamePersonCalls.same("Patient/" + council.id("D~"), former, answer))));
    }
}
