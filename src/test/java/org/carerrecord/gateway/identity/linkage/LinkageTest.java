package org.carerrecord.gateway.identity.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.gateway.identity.linkage.Comparison.Decision;
import org.carerrecord.gateway.identity.linkage.Comparison.Element;
import org.carerrecord.gateway.identity.linkage.Linkage.Among;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkageTest {

    private static final Linkage LINKAGE = new Linkage();

    @Test
    void onePersonIsLinkedThroughANicknameAndATypo() {
        Particulars hospital = joy().name("OKAFOR", "JOYCE A").born("19620304").all();
        Particulars council = joy().name("Okafro", "Joy").born("1962-03-04").all();
        assertThat(among(hospital, council)).isEqualTo(Decision.LINK);
    }

    @Test
    void aCarerOfOnePersonSaidByThreeOrganisationsIsOne() {
        Particulars hospital = new Particulars.Told()
                .name("OKAFOR", "MRS J")
                .sex("female")
                .phone("07700 900123")
                .relation("DAU")
                .all();
        Particulars practice = joy().name("Joy Okafor", "")
                .phone("+44 7700 900123")
                .relation("DAU")
                .all();
        Particulars council = joy().name("OKAFOR, Joyce A", "")
                .born("04/03/1962")
                .phone("07700900123")
                .all();
        assertThat(LINKAGE.compare(hospital, practice, Among.CARERS_OF_ONE).decision())
                .isNotEqualTo(Decision.NEW);
        assertThat(LINKAGE.compare(practice, council, Among.CARERS_OF_ONE).decision())
                .isEqualTo(Decision.LINK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PEOPLE", "CARERS_OF_ONE"})
    void twinsAtOneAddressWithOnePhoneAreTwo(Among among) {
        Particulars one = twin().name("Okafor", "Joy").all();
        Particulars other = twin().name("Okafor", "Ngozi").all();
        assertThat(LINKAGE.compare(one, other, among).decision()).isEqualTo(Decision.NEW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PEOPLE", "CARERS_OF_ONE"})
    void fatherAndSonOfOneNameAreTwo(Among among) {
        Particulars father = john().born("1948-05-02").all();
        Particulars son = john().born("1975-11-20").all();
        assertThat(LINKAGE.compare(father, son, among).decision()).isEqualTo(Decision.NEW);
    }

    @Test
    void fatherAndSonAreNotLinkedWhereTheSonsDateIsNotTold() {
        assertThat(among(john().born("1948-05-02").all(), john().all())).isNotEqualTo(Decision.LINK);
    }

    @Test
    void fatherAndSonBornOnOneDayOfTheYearAreNotLinked() {
        assertThat(among(
                        john().born("1948-05-02").all(),
                        john().born("1978-05-02").all()))
                .isNotEqualTo(Decision.LINK);
    }

    @Test
    void aCommonNameAndABirthDateAreNotEnough() {
        Particulars one = new Particulars.Told()
                .name("Smith", "John")
                .born("1950-04-12")
                .sex("male")
                .all();
        assertThat(among(one, one)).isEqualTo(Decision.REVIEW);
    }

    @Test
    void aRareNameAndABirthDateAreNotLessThanACommonOne() {
        Particulars rare = new Particulars.Told()
                .name("Adeyhury", "Folasade")
                .born("1950-04-12")
                .all();
        Particulars common =
                new Particulars.Told().name("Smith", "John").born("1950-04-12").all();
        assertThat(LINKAGE.compare(rare, rare, Among.PEOPLE).total())
                .isGreaterThan(LINKAGE.compare(common, common, Among.PEOPLE).total());
    }

    @Test
    void whatIsNotToldSaysNothing() {
        Particulars named = new Particulars.Told().name("Okafor", "Joy").all();
        Particulars more = joy().name("Okafor", "Joy")
                .born("1962-03-04")
                .email("joy@example.org")
                .all();
        assertThat(LINKAGE.compare(named, more, Among.PEOPLE).elements())
                .extracting(Element::element)
                .containsExactlyInAnyOrder("given", "family");
    }

    @Test
    void placeholdersAreNeverComparedWith() {
        Particulars nobody = new Particulars.Told()
                .name("NOT KNOWN", "XX")
                .name("UNKNOWN", "")
                .name("", "Unknown Unknown")
                .born("01/01/1900")
                .sex("unknown")
                .home(List.of("NOT KNOWN"), "N/A", "ZZ99 3VZ")
                .phone("00000")
                .phone("00000000000")
                .phone("01234 567890")
                .email("none@example.org")
                .number("nhs", "000 000 0000")
                .all();
        assertThat(nobody).isEqualTo(new Particulars.Told().all());
        assertThat(BlockingKeys.of(nobody)).isEmpty();
        assertThat(LINKAGE.compare(nobody, nobody, Among.PEOPLE).decision()).isEqualTo(Decision.NEW);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Joyce, Joyce, same",
                "Joyce, Joy, form",
                "Bill, William, form",
                "Liz, Betty, form",
                "Catherine, Cathrine, similar",
                "Mohammed, Mohamed, form",
                "José, JOSE, same",
                "J, Joyce, initial",
                "M, Joyce, other initial",
                "Joyce, Ann Joyce, middle",
                "Mrs Joyce, Joyce, same",
                "Joyce, Miriam, different",
                "Unknown, Joyce, -"
            })
    void givenNamesAreAlike(String one, String other, String level) {
        assertThat(levels(named("Okafor", one), named("Okafor", other), "given"))
                .isEqualTo(level == null ? List.of() : List.of(level));
    }

    @ParameterizedTest
    @CsvSource({
        "O'Brien, OBRIEN, same",
        "Smith-Jones, Smith Jones, same",
        "Smith-Jones, Jones, part",
        "Thompson, Thomson, similar",
        "Wright, Right, similar",
        "Knight, Nite, sound",
        "Okafor, Patel, different"
    })
    void familyNamesAreAlike(String one, String other, String level) {
        assertThat(levels(named(one, "Joy"), named(other, "Joy"), "family")).containsExactly(level);
    }

    @Test
    void namesInEachOthersPlaceAreSeen() {
        assertThat(levels(named("Okafor", "Joyce"), named("Joyce", "Okafor"), "order"))
                .containsExactly("swapped");
    }

    @ParameterizedTest
    @CsvSource({
        "1962-03-04, 19620304, same",
        "1962-03-04, 04/03/1962, same",
        "1962-03-04, 1962-04-03, day and month swapped",
        "1962-03-04, 1962-03-05, one digit",
        "1962-03-04, 1692-03-04, one digit of a generation",
        "1962-03-04, 1992-03-04, one digit of a generation",
        "1962-03-14, 1962-03-41, one digit",
        "1962-03-14, 1963-03-24, two digits",
        "1962-03-04, 1962-03, same month of year",
        "1962-03-04, 1962, same year",
        "1962-03-04, 1962-04, different",
        "1962-03-04, 1985-03-04, same day of another year",
        "1962-03-04, 1962-11-28, same year",
        "1962-01-01, 1962-01-01, same first of january",
        "1962-03-04, 1985-11-28, different"
    })
    void birthDatesAreAlike(String one, String other, String level) {
        assertThat(levels(
                        new Particulars.Told().born(one).all(),
                        new Particulars.Told().born(other).all(),
                        "birth date"))
                .containsExactly(level);
    }

    @ParameterizedTest
    @CsvSource({
        "UB8 1UW, ub81uw, unit",
        "UB8 1UW, UB8 1UV, sector",
        "UB8 1UW, UB8 3QQ, district",
        "UB8 1UW, UB9 1UW, typo",
        "UB8 1UW, SW1A 2AA, different",
        "4011, 4011, code"
    })
    void postcodesAreAlike(String one, String other, String level) {
        assertThat(levels(at(one), at(other), "postcode")).containsExactly(level);
    }

    @ParameterizedTest
    @CsvSource({
        "07700 900123, +44 (0)7700 900123, mobile, same",
        "07700 900123, 07700 900124, mobile, typo",
        "020 7946 0123, +442079460123, landline, same",
        "020 7946 0123, 01632 960555, landline, different"
    })
    void phonesAreAlike(String one, String other, String element, String level) {
        assertThat(levels(
                        new Particulars.Told().phone(one).all(),
                        new Particulars.Told().phone(other).all(),
                        element))
                .containsExactly(level);
    }

    /** By the library and without it: with a national prefix it parses, as most are written it need not. */
    @Test
    void aMobileNumberIsOneHoweverItIsWritten() {
        for (String national :
                List.of("7700900123", "7700900123 ", "7 700 900 123", "7012345678", "7624000001", "7000000000")) {
            assertThat(Phone.of("0" + national)).isEqualTo(Phone.of("+44 " + national));
        }
        assertThat(Phone.of("07700 900123")).contains(new Phone("+447700900123", true));
        assertThat(Phone.of("07000 000000")).isEmpty();
    }

    @Test
    void aPersonIsFoundUnderOneKeyAtLeastInSpiteOfASlip() {
        Particulars whole = joy().name("Okafor", "Joyce").born("1962-03-04").all();
        Particulars swapped = joy().name("Joyce", "Okafor").born("1962-04-03").all();
        assertThat(BlockingKeys.of(whole)).containsAnyElementsOf(BlockingKeys.of(swapped));
    }

    private static Decision among(Particulars one, Particulars other) {
        return LINKAGE.compare(one, other, Among.PEOPLE).decision();
    }

    private static List<String> levels(Particulars one, Particulars other, String element) {
        return LINKAGE.compare(one, other, Among.PEOPLE).elements().stream()
                .filter(found -> found.element().equals(element))
                .map(Element::level)
                .toList();
    }

    private static Particulars named(String family, String given) {
        return new Particulars.Told().name(family, given).all();
    }

    private static Particulars at(String postcode) {
        return new Particulars.Told().home(List.of(), "", postcode).all();
    }

    private static Particulars.Told joy() {
        return new Particulars.Told().sex("female").home(List.of("14 Mill Lane"), "Uxbridge", "UB8 1UW");
    }

    private static Particulars.Told twin() {
        return joy().born("1962-03-04").phone("07700 900123").phone("020 7946 0123");
    }

    private static Particulars.Told john() {
        return new Particulars.Told()
                .name("Marlow", "John")
                .sex("male")
                .home(List.of("14 Mill Lane"), "Uxbridge", "UB8 1UW")
                .phone("07700 900123")
                .phone("020 7946 0123");
    }
}
