package org.carerrecord.fhirserver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.stop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.fhirserver.People;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.fhirserver.search.Clause.TokenValue;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParserTest {

    private static final QueryParser QUERIES = new QueryParser(TheRecord.PARAMETERS);

    private static Query query(String type, String text) {
        return QUERIES.parse(type, QueryStrings.parse("search", text));
    }

    private static List<TokenValue> tokens(String value) {
        return ((Clause.Tokens)
                        query("Patient", "identifier=" + value).clauses().getFirst())
                .values();
    }

    private static List<String> texts(String value) {
        return ((Clause.Texts) query("Patient", "family=" + value).clauses().getFirst()).values();
    }

    @Test
    void aTokensFormsAreToldApart() {
        assertThat(tokens("s|c")).containsExactly(new TokenValue("s", "c"));
        assertThat(tokens("|c")).containsExactly(new TokenValue("", "c"));
        assertThat(tokens("c")).containsExactly(new TokenValue(null, "c"));
        assertThat(tokens("s|")).containsExactly(new TokenValue("s", null));
        assertThat(tokens("s|a,b")).containsExactly(new TokenValue("s", "a"), new TokenValue(null, "b"));
    }

    @Test
    void escapedSeparatorsBelongToTheValue() {
        assertThat(texts("a\\,b,c")).containsExactly("a,b", "c");
        assertThat(tokens("a\\|b|c\\$d")).containsExactly(new TokenValue("a|b", "c$d"));
        assertThat(texts("a\\\\,b")).as("an escaped backslash escapes nothing").containsExactly("a\\", "b");
        assertThat(tokens("a\\\\|b")).containsExactly(new TokenValue("a\\", "b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nosuch=x",
                "family:text=x",
                "family:not=x",
                "birthdate:exact=1941",
                "birthdate:missing=maybe",
                "identifier:in=x",
                "identifier:above=x",
                "gender:of-type=a|b|c",
                "identifier:of-type=b|c",
                "_profile:below=urn:x",
                "_profile:contains=x",
                "general-practitioner:text=x",
                "_id:exact=x",
                "_lastUpdated:missing=true",
                "_id.x=y",
                "family=",
                "family= ",
                "general-practitioner:NoType=1",
                "family.given=x",
                "link.nosuch=x",
                "_count=-1",
                "_count=many",
                "_sort=nosuch",
                "_sort=",
                "_sort=family,",
                "_sort=--family",
                "_sort=family:exact",
                "_total=some",
                "_has=x",
                "_has:RelatedPerson:patient=x",
                "_has:RelatedPerson:nosuch:name=x",
                "_has:RelatedPerson:name:name=x",
                "_has:NoType:patient:name=x",
                "_has:Observation:device:code=x",
                "_has:RelatedPerson:patient:nosuch=x",
                "_has:Provenance:target:agent=x",
                "_has:RelatedPerson:patient:_has:Provenance:target:agent=x",
                "_include:iterate=Provenance:target",
                "_include:iterate=Task:focus:Provenance",
                "_revinclude=Provenance:target",
                "_revinclude:iterate=Provenance:*",
                "_include:recurse=Patient:link",
                "_include:iterate=Patient:nosuch",
                "_content=x",
                "near=1|2",
                "_include=Patient",
                "_include=Patient:family",
                "_include=Patient:nosuch",
                "_include=RelatedPerson:patient",
                "_include=Patient:link:Patient:x",
                "_revinclude=NoType:patient",
                "name..=x"
            })
    void whatIsNotUnderstoodIsRefusedAndNeverDropped(String text) {
        assertThat(stop(() -> query("Patient", text))).isEqualTo(FaultKind.INVALID_SEARCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"family", "=x", "family=%ZZ", "a=b&&c=d"})
    void whatIsNoQueryStringIsRefused(String text) {
        assertThat(stop(() -> QueryStrings.parse("search", text))).isEqualTo(FaultKind.INVALID_SEARCH);
    }

    @Test
    void tooManyParametersAndTooLongChainsAreTooCostly() {
        Map<String, String[]> sixty = new LinkedHashMap<>();
        sixty.put("family", "x ".repeat(60).split(" "));
        assertThat(stop(() -> QUERIES.parse("Patient", sixty))).isEqualTo(FaultKind.TOO_COSTLY);
        assertThat(stop(() -> query("Patient", "link.".repeat(30) + "family=x")))
                .isEqualTo(FaultKind.TOO_COSTLY);
        assertThat(query("Patient", "link:Patient.".repeat(6) + "family=x").clauses())
                .hasSize(1);
        assertThat(stop(() -> query("Patient", "link:Patient.".repeat(7) + "family=x")))
                .isEqualTo(FaultKind.TOO_COSTLY);
        assertThat(stop(() -> query("Patient", "_has:Patient:link:".repeat(7) + "family=x")))
                .isEqualTo(FaultKind.TOO_COSTLY);
        assertThat(stop(() -> query("Observation", "has-member.".repeat(5) + "_id=" + "x,".repeat(200))))
                .isEqualTo(FaultKind.TOO_COSTLY);
        assertThat(stop(() -> query("Patient", "_sort=" + "family,".repeat(8) + "_id")))
                .isEqualTo(FaultKind.TOO_COSTLY);
    }

    @Test
    void pagesAreOfFiftyAtMostAThousandAndOfNothingForACount() {
        assertThat(query("Patient", "family=x").count()).isEqualTo(50);
        assertThat(query("Patient", "_count=5000").count()).isEqualTo(1000);
        assertThat(query("Patient", "_count=0").countOnly()).isTrue();
        assertThat(query("Patient", "_summary=count").countOnly()).isTrue();
        assertThat(query("Patient", "_summary=true").countOnly()).isFalse();
    }

    @Test
    void whatIsNotKnownIsIgnoredForWhoAsksForIt() {
        Query query = QUERIES.lenient()
                .parse("Patient", QueryStrings.parse("search", "nosuch=x&nosuch:exact=y&family=x&_nosuch=z"));
        assertThat(query.clauses()).hasSize(1);
        assertThat(query.ignored()).containsExactly("nosuch", "nosuch:exact", "_nosuch");
        assertThat(stop(() -> QUERIES.lenient().parse("Patient", QueryStrings.parse("search", "family:nosuch=x"))))
                .isEqualTo(FaultKind.INVALID_SEARCH);
    }

    @Test
    void anOwnAddressIsNoOtherServer() {
        Query query = QUERIES.at("https://here.example/fhir")
                .parse(
                        "RelatedPerson",
                        QueryStrings.parse(
                                "search",
                                "patient=https://here.example/fhir/Patient/1,https://here.example/fhir/Patient/1/_history/2,https://there.example/fhir/Patient/1"));
        assertThat(((Clause.References) query.clauses().getFirst()).values())
                .containsExactly("Patient/1", "Patient/1/_history/2", "https://there.example/fhir/Patient/1");
    }

    @Test
    void aCanonicalUnderTheOwnAddressStaysTheNameThatItIs() {
        String canonical = "https://here.example/fhir/Questionnaire/carer";
        Query query = QUERIES.at("https://here.example/fhir")
                .parse("QuestionnaireResponse", QueryStrings.parse("search", "questionnaire=" + canonical));
        assertThat(((Clause.References) query.clauses().getFirst()).values()).containsExactly(canonical);
    }

    @Test
    void includesFollowAReferenceForwardAndBackward() {
        Query query =
                query("RelatedPerson", "_include=RelatedPerson:patient:Patient&_revinclude=Encounter:participant");
        assertThat(query.includes()).extracting(Query.Include::reverse).containsExactly(false, true);
        assertThat(query.includes().getFirst().types()).containsExactly("Patient");
        assertThat(query.includes().getLast().types()).containsExactly("Encounter");
    }

    @ParameterizedTest
    @CsvSource({
        "Patient,identifier=S|9990000018,true",
        "RelatedPerson,patient.identifier=S|9990000018,true",
        "RelatedPerson,patient:Patient.identifier=S|9990000018&name=tom,true",
        "Patient,identifier=9990000018,false",
        "Patient,identifier=other|9990000018,false",
        "Patient,identifier=S|,false",
        "'Patient','identifier=S|9990000018,S|9990000026',false",
        "RelatedPerson,identifier=S|9990000018,false",
        "Patient,family=marlow,false"
    })
    void onePersonIsAskedForByOneNhsNumberAndItsSystem(String type, String text, boolean asked) {
        Query query = query(type, text.replace("S|", Systems.NHS_NUMBER + "|"));
        assertThat(query.personAskedFor(Systems.NHS_NUMBER))
                .isEqualTo(asked ? Optional.of(People.EDITH) : Optional.empty());
    }

    @Test
    void anIncludeThatIsAskedForTwiceIsOne() {
        assertThat(query("RelatedPerson", "_include=RelatedPerson:patient&_include=RelatedPerson:patient")
                        .includes())
                .hasSize(1);
    }
}
