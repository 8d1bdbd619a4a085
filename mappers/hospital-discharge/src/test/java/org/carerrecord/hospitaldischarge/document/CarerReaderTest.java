package org.carerrecord.hospitaldischarge.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sentences about Edith Marlow: who is named as caring for her, and what is rather not understood. */
class CarerReaderTest {

    private final CarerReader reader = new CarerReader(Set.of("Edith", "Marlow"));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Her daughter, Ruth Hale, is her main carer.; Ruth Hale; DAUC",
                "Daughter Ruth Hale is main carer; Ruth Hale; DAUC",
                "Ruth Hale is the patient's carer.; Ruth Hale; ''",
                "Cared for by her husband Tom.; Tom; HUSB",
                "Lives with her husband Tom, who cares for her.; Tom; HUSB",
                "Her husband cares for her.; ''; HUSB",
                "Looked after by Mrs Leila Rahman since the spring.; Leila Rahman; ''",
                "Her main carer is her daughter Ruth.; Ruth; DAUC",
                "Main carer: Ruth Hale (daughter), 01632960034; Ruth Hale; DAUC",
                "Carer: Ruth Hale; Ruth Hale; ''",
                "Ruth Hale looks after Mrs Marlow every weekend.; Ruth Hale; ''",
                "Ruth Hale is caring for Edith.; Ruth Hale; ''",
                "Ruth Hale acts as carer for the patient; Ruth Hale; ''",
                "Tom Marlow is her carer.; Tom Marlow; ''",
                "Neighbour Seán O'Neill looks after her.; Seán O'Neill; NBOR",
                "Daughter-in-law Ann-Marie Lang cares for the patient; Ann-Marie Lang; DAUINLAW"
            })
    void namesWhoCares(String sentence, String name, String kinship) {
        Reading reading = only(sentence);

        assertThat(reading).as(sentence).isInstanceOf(Reading.Names.class);
        Reading.Names names = (Reading.Names) reading;
        assertThat(names.name()).isEqualTo(Optional.of(name).filter(said -> !said.isEmpty()));
        assertThat(names.kinship().stream().map(Coding::getCode).collect(Collectors.joining(" ")))
                .isEqualTo(kinship);
        assertThat(names.sentence()).isEqualTo(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "She has no carer.",
                "Inform social services that the patient needs a carer.",
                "The carer is concerned about the stairs.",
                "She is the main carer for her husband Tom.",
                "Edith looks after her husband Tom Marlow.",
                "She cares for her husband.",
                "Her carer is Sunny Home Care Ltd.",
                "Carers visit twice a day.",
                "Paid carer Ann Lang is her carer.",
                "Her foster son Tom cares for her.",
                "Her husband Tom used to be her carer.",
                "Her late husband Tom was her carer.",
                "Ruth Hale may be her carer.",
                "Ruth Hale and Tom Lang are her carers.",
                "Ruth Hale is the carer of her own mother.",
                "Ruth is her carer.",
                "The ward looks after her.",
                "Nurse Ann Lang is caring for her."
            })
    void ratherDoesNotUnderstand(String sentence) {
        assertThat(only(sentence)).as(sentence).isInstanceOf(Reading.Unclear.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Lives with wife.", "Ruth Hale visited on Sunday.", "Carefully mobilised.", "Cared little."})
    void saysNothingOfCaring(String sentence) {
        assertThat(only(sentence)).as(sentence).isInstanceOf(Reading.Silent.class);
    }

    @Test
    void sentencesEndWhereTheyDo() {
        assertThat(Sentence.of("Seen by Dr. Green. Mr. T. Marlow is her carer! Lives in; a flat"))
                .extracting(Sentence::text)
                .isEqualTo(List.of("Seen by Dr. Green.", "Mr. T. Marlow is her carer!", "Lives in;", "a flat"));
    }

    private Reading only(String text) {
        List<Sentence> sentences = Sentence.of(text);
        assertThat(sentences).hasSize(1);
        return reader.read(sentences.getFirst());
    }
}
