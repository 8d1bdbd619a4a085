package org.carerrecord.gprecord.coded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.carerrecord.gprecord.coded.CarerCodes.Meaning;
import org.carerrecord.gprecord.coded.CarerCodes.Role;
import org.carerrecord.profiles.Systems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CarerCodesTest {

    private final CarerCodes codes = new CarerCodes();

    @ParameterizedTest
    @CsvSource({
        "http://snomed.info/sct,224484003,is-carer,SAYS",
        "http://snomed.info/sct,1364141000000107,is-carer,SAYS",
        "http://snomed.info/sct,199361000000101,is-carer,ENDED",
        "http://snomed.info/sct,823411000000109,has-carer,SAYS",
        "http://snomed.info/sct,229774002,is-carer,UNCLEAR",
        "http://snomed.info/sct,818091000000106,has-carer,UNCLEAR",
        "http://snomed.info/sct,1597921000000107,has-carer,UNCLEAR",
        "http://snomed.info/sct,962641000000100,is-carer,BESIDE",
        "http://read.info/readv2,918A.,is-carer,SAYS",
        "http://read.info/readv2,918a.,is-carer,SAYS",
        "http://read.info/readv2,918a.00,is-carer,SAYS",
        "http://read.info/readv2,918f.,is-carer,ENDED",
        "http://read.info/readv2,918f.00,is-carer,ENDED",
        "http://read.info/readv2,918f,is-carer,ENDED",
        "http://read.info/readv2,13HH.13,is-carer,SAYS",
        "http://read.info/readv2,13VP000,is-carer,BESIDE",
        "http://read.info/readctv3,Ua0VL,is-carer,SAYS",
        "http://read.info/readctv3,Ub1ju,is-carer,UNCLEAR",
        "https://carerrecord.org/fhir/CodeSystem/CarerRecord-FlagMeaning,has-carer,has-carer,SAYS"
    })
    void aKnownCodeSaysWhatItsTableSays(String system, String code, String meaning, Role role) {
        assertThat(said(system, code)).map(Meaning::meaning).contains(meaning);
        assertThat(said(system, code)).map(Meaning::role).contains(role);
    }

    /** Not confirmed, malformed, of another case, or of another system. */
    @ParameterizedTest
    @CsvSource({
        "http://snomed.info/sct,184156008",
        "http://snomed.info/sct,506401000000109",
        "http://snomed.info/sct,136632100000010",
        "http://read.info/readv2,918F.",
        "http://read.info/readv2,918F.00",
        "http://read.info/readv2,918g.",
        "http://read.info/readv2,918AA",
        "http://read.info/readv2,.918f",
        "http://read.info/readv2,zv4f7",
        "http://read.info/readctv3,ua0vl",
        "http://read.info/readctv3,918A.",
        "https://fhir.hl7.org.uk/Id/egton-codes,918A.",
        "https://carerrecord.org/fhir/CodeSystem/CarerRecord-FlagMeaning,was-carer",
        "'',224484003"
    })
    void anyOtherCodeSaysNothing(String system, String code) {
        assertThat(said(system, code)).isEmpty();
    }

    @Test
    void codesOfOneEntryThatDifferAreUnclear() {
        ObjectNode concept = concept(Systems.READ_V2, "918A.");
        add(concept, Systems.SNOMED_CT, "199361000000101");

        assertThat(codes.of(concept)).map(Meaning::role).contains(Role.UNCLEAR);
    }

    @Test
    void theMeaningOfAFlagDecidesWhateverStandsBesideIt() {
        ObjectNode concept = concept(Systems.SNOMED_CT, "199361000000101");
        add(concept, "https://carerrecord.org/fhir/CodeSystem/CarerRecord-FlagMeaning", "is-carer");

        assertThat(codes.of(concept)).map(Meaning::role).contains(Role.SAYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "7"})
    void whatIsNoCodeSaysNothing(String code) {
        assertThat(said(Systems.SNOMED_CT, code)).isEmpty();
    }

    private Optional<Meaning> said(String system, String code) {
        return codes.of(concept(system, code));
    }

    private static ObjectNode concept(String system, String code) {
        ObjectNode concept = JsonNodeFactory.instance.objectNode();
        add(concept, system, code);
        return concept;
    }

    private static void add(ObjectNode concept, String system, String code) {
        concept.withArray("coding").addObject().put("system", system).put("code", code);
    }
}
