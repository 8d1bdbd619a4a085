package org.carerrecord.hospitaldischarge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Relationships;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Withdrawn;
import org.carerrecord.mapping.Withdrawn.Which;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes a carer, a relative, a contact or a loss of an NK1 (the carer model, HL7 v2 chapter 3). */
class Nk1Test {

    private static final Sender HOSPITAL = new Sender("RZ1", "Wenbury Hospital");

    @Test
    void onlyAStatedCarerHasTheCarerProfile() {
        for (String code : List.of("20", "20^Carer", "CGV", "CGV^Care giver^HL70063", "^Carer", "CARER")) {
            RelatedPerson carer = onlyRelated("NK1|1|MARLOW^TOM|" + code);
            assertThat(carer.getMeta().hasProfile(Canonical.Profile.CARER))
                    .as(code)
                    .isTrue();
            assertThat(status(carer)).as(code).isEqualTo("stated");
        }
        for (String code : List.of("01", "4", "SPO", "GRD", "", "\"\"", "Q7", "98")) {
            RelatedPerson relative = onlyRelated("NK1|1|MARLOW^TOM|" + code);
            assertThat(relative.getMeta().hasProfile()).as(code).isFalse();
            assertThat(status(relative)).as(code).isNull();
        }
    }

    @Test
    void twoNk1sOfOnePersonAreOneUnlessSomethingContradicts() {
        assertThat(related("NK1|1|O'NEILL^SEAN|20\rNK1|2|ONEILL^Sean|N^^HL70131"))
                .hasSize(1);
        assertThat(keys("NK1|1|SMITH^ANN|14||||||||||||2|19600101\rNK1|2|SMITH^ANN|12||||||||||||2|19350101"))
                .containsExactly("SMITH|ANN|1960-01-01|female", "SMITH|ANN|1935-01-01|female");
        assertThat(keys("NK1|1|SMITH^ANN|14" + "|".repeat(30) + "K1^^^PAS^PI"))
                .containsExactly("https://carerrecord.org/fhir/Id/local/RZ1/PAS|K1");
    }

    @Test
    void anEndedRoleBesideOneThatGoesOnIsLost() {
        String ended = "NK1|1|MARLOW^TOM|20|||||20200101|20250101";
        assertThat(onlyRelated(ended).getPeriod().getEndElement().getValueAsString())
                .isEqualTo("2025-01-01");
        RelatedPerson husband = onlyRelated(ended + "\rNK1|2|MARLOW^TOM|23");
        assertThat(husband.hasPeriod()).isFalse();
        assertThat(husband.getMeta().hasProfile()).isFalse();
    }

    @Test
    void whoIsOnlyToBeCalledOrPaidIsAContact() {
        for (String nk1 : List.of(
                "NK1|1|GREEN^JO|EMC",
                "NK1|1|GREEN^JO|||||C",
                "NK1|1|SUNNY CARE AGENCY|20",
                "NK1|1|GREEN^JO|20||||||||||BRIGHT LTD",
                "NK1|1|GREEN^JO|06",
                "NK1|1||||||||||||BRIGHT LTD")) {
            assertThat(related(nk1)).as(nk1).isEmpty();
            assertThat(patient(nk1).getContact()).as(nk1).hasSize(1);
        }
        assertThat(reasons("NK1|1|SUNNY CARE AGENCY|20")).anyMatch(reason -> reason.contains("no unpaid care"));
        assertThat(reasons("NK1|1|GREEN^JO|EMC")).isEmpty();
    }

    @Test
    void aRelativesEmployerMakesNoPaidCarer() {
        RelatedPerson daughter = onlyRelated("NK1|1|HALE^RUTH|43^Daughter and carer||||||||||BRIGHT LTD");
        assertThat(status(daughter)).isEqualTo("stated");
    }

    @Test
    void onlyANextOfKinWhoLivesThereIsAPossibleCarer() {
        String home = "||4 MILL LANE^^WENBURY^^ZZ99 1AA^^H";
        assertThat(status(livingAt(home, "NK1|1|MARLOW^TOM|04|4 Mill Lane^^^^ZZ991AA")))
                .isEqualTo("possible");
        assertThat(status(livingAt(home, "NK1|1|MARLOW^TOM|01|4 MILL LANE^^^^ZZ99 1AA|||N")))
                .isEqualTo("possible");
        for (String nk1 : List.of(
                "NK1|1|MARLOW^TOM|01|4 MILL LANE^^^^ZZ99 1AA",
                "NK1|1|MARLOW^TOM|23|4 MILL LANE^^^^ZZ99 1AA|||C",
                "NK1|1|MARLOW^TOM|04|12 QUAY STREET^^^^ZZ99 2BB",
                "NK1|1|MARLOW^TOM|04")) {
            assertThat(status(livingAt(home, nk1))).as(nk1).isNull();
        }
        assertThat(status(livingAt("||4 MILL LANE^^^^ZZ99 1AA^^BA", "NK1|1|MARLOW^TOM|04|4 MILL LANE^^^^ZZ99 1AA")))
                .as("where the patient used to live")
                .isNull();
    }

    @Test
    void severalWordsAreKeptAndFactsThatDisagreeAreLosses() {
        assertThat(onlyRelated("NK1|1|GREEN^JO|Q7^Walks the dog~Q8^Has a key")
                        .getRelationshipFirstRep()
                        .getText())
                .isEqualTo("Walks the dog, Has a key");
        String twoPeriods = "NK1|1|MARLOW^TOM|20|||||20200101\rNK1|2|MARLOW^TOM|23|||||19600101";
        assertThat(understand(twoPeriods).losses()).extracting(Loss::place).containsExactly("NK1[2]-8");
    }

    @Test
    void nobodyAndThePatientAreLosses() {
        for (String nk1 :
                List.of("NK1|1", "NK1|1|UNKNOWN", "NK1|1|XX^XX|4", "NK1|1|NOT KNOWN|20", "NK1|1|MARLOW^EDITH|SEL")) {
            assertThat(related(nk1)).as(nk1).isEmpty();
            assertThat(patient(nk1).getContact()).as(nk1).isEmpty();
            assertThat(understand(nk1).losses()).as(nk1).extracting(Loss::place).contains("NK1[1]");
        }
    }

    @Test
    void nullsWithdraw() {
        assertThat(withdrawn("NK1|\"\"")).containsExactly(new Which.All());
        assertThat(withdrawn("NK1|1|\"\"|20")).containsExactly(new Which.OnlyOne());
        assertThat(withdrawn("NK1|1|\"\"" + "|".repeat(31) + "9990000026^^^NHS"))
                .containsExactly(new Which.Keyed("https://fhir.nhs.uk/Id/nhs-number|9990000026"));
        assertThat(withdrawn("NK1|1|MARLOW^TOM|20")).isEmpty();
    }

    @Test
    void completeNk1sWithdrawTheRest() {
        for (String nk1s :
                List.of("NK1|1|MARLOW^TOM|20", "NK1|1|MARLOW^TOM|20\rNK1|2|\"\"||||||", "NK1|1|HALE^RUTH|E")) {
            assertThat(complete(nk1s).value().withdrawn())
                    .as(nk1s)
                    .last()
                    .isEqualTo(new Withdrawn(Said.PATIENT, "RelatedPerson", new Which.Rest(), "NK1"));
            assertThat(withdrawn(nk1s)).as("not as agreed").doesNotContain(new Which.Rest());
        }
        assertThat(complete("ZZ1|no NK1").value().withdrawn()).isEmpty();
        for (String nobody : List.of("NK1|1", "NK1|1|MARLOW^TOM|20\rNK1|2|UNKNOWN", "NK1|1|MARLOW^EDITH|SEL")) {
            assertThat(complete(nobody).value().withdrawn()).as(nobody).isEmpty();
            assertThat(complete(nobody).losses())
                    .as(nobody)
                    .contains(new Loss("NK1", "one of them names nobody: who is left out is not taken back"));
        }
    }

    private static Mapped<Understood> complete(String nk1s) {
        return AdtMessages.understand(
                message("", nk1s).getBytes(StandardCharsets.UTF_8), HOSPITAL, new Relationships(), List.of("ADT^A01"));
    }

    @Test
    void aContactPersonOfTheSameNameIsThePerson() {
        String numbers = "|".repeat(26) + "%s|01632960027^PRN^PH|12 QUAY STREET^^DUNWATER^^ZZ99 2BB^^H|" + "|".repeat(7)
                + "|^NET^Internet^ruth@example.org";
        for (String contact : List.of("", "HALE^RUTH", "Hale^Ruth^^^Mrs")) {
            String nk1 = "NK1|1|HALE^RUTH|43|" + numbers.formatted(contact);
            RelatedPerson daughter = onlyRelated(nk1);
            assertThat(daughter.getTelecom())
                    .as(contact)
                    .extracting(point -> point.getValue())
                    .containsExactly("01632960027", "ruth@example.org");
            assertThat(daughter.getAddressFirstRep().getCity()).isEqualTo("DUNWATER");
            assertThat(understand(nk1).losses()).as(contact).isEmpty();
        }
        String somebodyElse = "NK1|1|HALE^RUTH|43|" + numbers.formatted("HALE^GEORGE");
        assertThat(onlyRelated(somebodyElse).hasTelecom()).isFalse();
        assertThat(understand(somebodyElse).losses())
                .extracting(Loss::place)
                .containsExactly("NK1[1]-30", "NK1[1]-31", "NK1[1]-32", "NK1[1]-41");
    }

    @Test
    void aSendersOwnCodesGoBeforeThePublishedOnesWhereNoOtherListIsNamed() throws IOException {
        CodeTable codes = CodeTable.read(
                "codes.csv",
                new StringReader("code,meaning,role,target_system,target_code,target_display,source\n"
                    + "UPC,unpaid"
                    + " carer,carer,https://fhir.hl7.org.uk/CodeSystem/UKCore-AdditionalPersonRelationshipRole,Carer,Carer"
                    + " of patient,ward list\n"
                    + "S,son,,http://terminology.hl7.org/CodeSystem/v3-RoleCode,SONC,son,ward list\n"));
        Relationships relationships = new Relationships(codes);
        for (String code : List.of("UPC", "UPC^^L", "UPC^^99RZ1")) {
            String message = message("", "NK1|1|MARLOW^TOM|" + code);
            assertThat(related(AdtMessages.understand(
                                    message.getBytes(StandardCharsets.UTF_8), HOSPITAL, relationships, List.of()))
                            .get(0)
                            .getMeta()
                            .hasProfile(Canonical.Profile.CARER))
                    .as(code)
                    .isTrue();
            assertThat(reasons("NK1|1|MARLOW^TOM|" + code))
                    .as("unknown to others")
                    .hasSize(1);
        }
        String ofTable = message("", "NK1|1|MARLOW^TOM|UPC^^HL70063");
        assertThat(AdtMessages.understand(ofTable.getBytes(StandardCharsets.UTF_8), HOSPITAL, relationships, List.of())
                        .losses())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "MOTHER,MTH",
        "daughter/carer,DAUC Carer",
        "NOK,N",
        "Cares For,Carer",
        "^Neighbour,NBOR",
        "1,SPS",
        "020,"
    })
    void whatWardsTypeIsUnderstood(String said, @Nullable String codes) {
        RelatedPerson person = onlyRelated("NK1|1|MARLOW^TOM|" + said);
        assertThat(person.getRelationshipFirstRep().getCoding().stream().map(coding -> coding.getCode()))
                .containsExactlyInAnyOrder(codes == null ? new String[0] : codes.split(" "));
    }

    private static @Nullable String status(RelatedPerson person) {
        return person.hasExtension(Canonical.Extension.STATEMENT_STATUS)
                ? person.getExtensionString(Canonical.Extension.STATEMENT_STATUS)
                : null;
    }

    private static RelatedPerson onlyRelated(String nk1) {
        List<RelatedPerson> related = related(nk1);
        assertThat(related).as(nk1).hasSize(1);
        return related.get(0);
    }

    private static RelatedPerson livingAt(String address, String nk1) {
        return related(understand(address, nk1)).get(0);
    }

    private static List<RelatedPerson> related(String nk1) {
        return related(understand(nk1));
    }

    private static List<RelatedPerson> related(Mapped<Understood> understood) {
        return understood.value().said().stream()
                .map(Said::resource)
                .filter(RelatedPerson.class::isInstance)
                .map(RelatedPerson.class::cast)
                .toList();
    }

    private static List<String> keys(String nk1) {
        return understand(nk1).value().said().stream()
                .filter(said -> said.resource() instanceof RelatedPerson)
                .map(Said::key)
                .toList();
    }

    private static Patient patient(String nk1) {
        return (Patient) understand(nk1).value().said().get(0).resource();
    }

    private static List<String> reasons(String nk1) {
        return understand(nk1).losses().stream().map(Loss::reason).toList();
    }

    private static List<Which> withdrawn(String nk1) {
        return understand(nk1).value().withdrawn().stream()
                .map(Withdrawn::which)
                .toList();
    }

    private static Mapped<Understood> understand(String nk1) {
        return understand("", nk1);
    }

    private static Mapped<Understood> understand(String address, String nk1) {
        return AdtMessages.understand(message(address, nk1).getBytes(StandardCharsets.UTF_8), HOSPITAL);
    }

    private static String message(String address, String nk1) {
        return "MSH|^~\\&|PAS|RZ1|||20261120||ADT^A01|1|P|2.4\rEVN||20261120\r"
                + "PID|1||9990000018^^^NHS||MARLOW^EDITH" + (address.isEmpty() ? "" : "||||" + address) + "\r" + nk1
                + "\r";
    }
}
