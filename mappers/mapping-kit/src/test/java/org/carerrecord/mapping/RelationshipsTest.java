package org.carerrecord.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.mapping.RelatedRole.CARER;
import static org.carerrecord.mapping.RelatedRole.EMERGENCY_CONTACT;
import static org.carerrecord.mapping.RelatedRole.MAIN_CARER;
import static org.carerrecord.mapping.RelatedRole.NEXT_OF_KIN;
import static org.carerrecord.mapping.RelatedRole.ORGANISATION;
import static org.carerrecord.mapping.RelatedRole.PROFESSIONAL;
import static org.carerrecord.mapping.RelatedRole.UNSPECIFIED;

import org.carerrecord.mapping.Relationships.Meaning;
import org.carerrecord.mapping.Relationships.Scheme;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelationshipsTest {

    private final Relationships relationships = new Relationships();

    private Meaning of(String code, String words, Scheme scheme) {
        return relationships.of(code, words, scheme).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"20,Carer", "1,SPS", "01,SPS", "16,FAMMEMB", "4,N", "10,Dependant", "43,DAUC", "99,NotSpecified"})
    @CsvSource({"CGV,Carer", "cgv,Carer", "SPO,SPS", "OTH,NotSpecified", "EMC,C", "DEP,Dependant", "FATHER,FTH"})
    void aCodeWithoutASchemeIsAnNhsNumberOrOfTable0063OrAWord(String code, String target) {
        assertThat(of(code, "", Scheme.NOT_NAMED).codings())
                .extracting(Coding::getCode)
                .containsExactly(target);
    }

    @Test
    void onlyTheCarerCodesSayCarer() {
        assertThat(of("20", "", Scheme.NOT_NAMED).roles()).containsExactly(CARER);
        assertThat(of("CGV", "Care giver", Scheme.RELATIONSHIP).roles()).containsExactly(CARER);
        assertThat(of("CGV", "", Scheme.RELATIONSHIP).codings())
                .extracting(Coding::getSystem)
                .containsExactly(Systems.UK_CORE_RELATIONSHIP_ROLE);
        assertThat(of("04", "", Scheme.NOT_NAMED).roles()).containsExactly(NEXT_OF_KIN);
        assertThat(of("16", "", Scheme.NOT_NAMED).roles()).isEmpty();
        assertThat(of("06", "", Scheme.NOT_NAMED).roles()).containsExactly(PROFESSIONAL);
    }

    @Test
    void aLetterIsAContactRoleOnlyWhereTheSchemeSaysSo() {
        assertThat(relationships.of("S", "", Scheme.NOT_NAMED)).isEmpty();
        assertThat(of("S", "", Scheme.CONTACT_ROLE).roles()).containsExactly(ORGANISATION);
        assertThat(of("C", "", Scheme.CONTACT_ROLE).roles()).containsExactly(EMERGENCY_CONTACT);
        assertThat(of("NOK", "", Scheme.CONTACT_ROLE).roles()).containsExactly(NEXT_OF_KIN);
    }

    @Test
    void aLocalCodeMeansNothingAndItsWordsDo() {
        assertThat(relationships.of("20", "", Scheme.of("L"))).isEmpty();
        assertThat(of("20", "Daughter", Scheme.of("99TRUST")).codings())
                .extracting(Coding::getCode)
                .containsExactly("DAUC");
    }

    @ParameterizedTest
    @CsvSource({"'',NOT_NAMED", "HL70063,RELATIONSHIP", "HL70131,CONTACT_ROLE", "NHS,NHS", "99ZZZ,LOCAL"})
    @CsvSource({
        "http://terminology.hl7.org/CodeSystem/v2-0131,CONTACT_ROLE",
        "https://fhir.hl7.org.uk/CareConnect-PersonRelationshipType-1,NHS"
    })
    void aSchemeHasTheNamesThatSendersGiveIt(String name, Scheme scheme) {
        assertThat(Scheme.of(name)).isEqualTo(scheme);
    }

    @Test
    void wordsAddWhatTheCodeLeavesOpenAndNeverReplaceIt() {
        assertThat(of("4", "Daughter", Scheme.NOT_NAMED).codings())
                .extracting(Coding::getCode)
                .containsExactly("N", "DAUC");
        assertThat(of("43", "Main carer", Scheme.NOT_NAMED).roles()).containsExactly(CARER, MAIN_CARER);
        assertThat(of("43", "Son", Scheme.NOT_NAMED).codings())
                .extracting(Coding::getCode)
                .containsExactly("DAUC");
        assertThat(of("99", "Carer", Scheme.NOT_NAMED).roles()).containsExactly(CARER);
        assertThat(of("20", "Unknown", Scheme.NOT_NAMED).roles()).containsExactly(CARER);
        assertThat(of("99", "Other", Scheme.NOT_NAMED).roles()).containsExactly(UNSPECIFIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"daughter/carer", "Daughter & Carer", "carer, daughter", "Daughter and carer", "DAUGHTER-CARER"})
    void wordsThatAreJoinedAreUnderstoodTogether(String words) {
        Meaning meaning = relationships.ofText(words).orElseThrow();

        assertThat(meaning.roles()).containsExactly(CARER);
        assertThat(meaning.codings()).extracting(Coding::getCode).containsExactlyInAnyOrder("DAUC", "Carer");
    }

    @ParameterizedTest
    @CsvSource({"N.O.K.,N", "next-of-kin,N", "mother-in-law,MTHINLAW", "Step-son,STPSON", "' Cares  For ',Carer"})
    void punctuationIsNoPartOfAWord(String words, String target) {
        assertThat(relationships.ofText(words).orElseThrow().codings())
                .extracting(Coding::getCode)
                .containsExactly(target);
    }

    @Test
    void nextOfKinAndSonAreTwoFacts() {
        Meaning meaning = relationships.ofText("NOK - SON").orElseThrow();

        assertThat(meaning.is(NEXT_OF_KIN)).isTrue();
        assertThat(meaning.codings()).extracting(Coding::getCode).containsExactly("N", "SONC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", "SO", "NK", "daughter/landlord", "landlord", "61", "52", "0", "100"})
    void whatNobodyKnowsIsEmptyAsAWhole(String words) {
        assertThat(relationships.of(words, "", Scheme.NOT_NAMED)).isEmpty();
    }

    @Test
    void theCodesOfPdsAreTranslatedBothWays() {
        PdsRoles roles = new PdsRoles();
        Coding pds = new Coding(Systems.PDS_RELATIONSHIP_ROLE, "Carer", "Carer of patient");
        Coding kin = new Coding(Systems.V2_0131, "N", "Next-of-Kin");

        Coding ukCore = roles.toUkCore(pds);

        assertThat(ukCore.getSystem()).isEqualTo(Systems.UK_CORE_RELATIONSHIP_ROLE);
        assertThat(roles.toPds(ukCore).equalsDeep(pds)).isTrue();
        assertThat(roles.toUkCore(kin)).isSameAs(kin);
    }
}
