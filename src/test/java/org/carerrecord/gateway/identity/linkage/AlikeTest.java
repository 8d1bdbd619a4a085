package org.carerrecord.gateway.identity.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.gateway.identity.linkage.Comparison.Decision;
import org.carerrecord.gateway.identity.linkage.Linkage.Among;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Twins are often given names that sound or look alike; and some dates of birth are told of many who were not born on them. */
class AlikeTest {

    private static final Linkage LINKAGE = new Linkage();

    @ParameterizedTest
    @CsvSource({
        "Hasan, Husain",
        "Joan, Jean",
        "Maria, Marie",
        "Amina, Amira",
        "Karen, Karin",
        "Daniel, Daniela",
        "Erica, Erika"
    })
    void twinsOfNamesThatAreAlikeAreNotLinkedUnseen(String one, String other) {
        for (Among among : Among.values()) {
            assertThat(LINKAGE.compare(twin(one).all(), twin(other).all(), among)
                            .decision())
                    .as(among.name())
                    .isEqualTo(Decision.REVIEW);
        }
    }

    @ParameterizedTest
    @EnumSource(Among.class)
    void twinsOfOneTelephoneOrOfOneAddressAreNotLinkedUnseen(Among among) {
        for (Particulars.Told[] pair : new Particulars.Told[][] {
            {born("Joan").phone("07700 900123"), born("Jean").phone("07700 900123")},
            {home(born("Joan")), home(born("Jean"))}
        }) {
            assertThat(LINKAGE.compare(pair[0].all(), pair[1].all(), among).decision())
                    .isNotEqualTo(Decision.LINK);
        }
    }

    @ParameterizedTest
    @CsvSource({"Joyce, Joy", "William, Bill", "Joyce, Joyce", "Joan, Jaon", "Phillip, Philip", "J, Joyce"})
    void whoIsTypedOrCalledOtherwiseIsLinkedAmongTheCarersOfOne(String one, String other) {
        Particulars typed = twin(one).relation("DAU").all();
        assertThat(LINKAGE.compare(typed, twin(other).relation("DAU").all(), Among.CARERS_OF_ONE)
                        .decision())
                .isEqualTo(one.length() == 1 ? Decision.REVIEW : Decision.LINK);
    }

    @Test
    void aNumberTellsThatTheyAreOne() {
        assertThat(LINKAGE.compare(
                                twin("Joan").number("nhs", "9990000018").all(),
                                twin("Jean").number("nhs", "9990000018").all(),
                                Among.PEOPLE)
                        .decision())
                .isEqualTo(Decision.LINK);
    }

    @Test
    void whoIsBornOnTheFirstOfJanuaryIsLinkedByNumberAndName() {
        Particulars one = january("1950-01-01").number("nhs", "9990000018").all();
        assertThat(LINKAGE.compare(one, one, Among.PEOPLE).decision()).isEqualTo(Decision.LINK);
    }

    /** The date is told where the day is not known. */
    @Test
    void nameAndFirstOfJanuaryAndHomeAreNotEnough() {
        Particulars one = home(january("1950-01-01")).phone("07700 900123").all();
        assertThat(LINKAGE.compare(one, one, Among.PEOPLE).decision()).isEqualTo(Decision.REVIEW);
    }

    @Test
    void anAgreeingDateCountsNoLessThanNone() {
        Particulars dated = home(january("1950-01-01")).phone("07700 900123").all();
        Particulars undated = home(january("")).phone("07700 900123").all();
        assertThat(LINKAGE.compare(undated, undated, Among.CARERS_OF_ONE).decision())
                .isEqualTo(Decision.LINK);
        assertThat(LINKAGE.compare(dated, dated, Among.CARERS_OF_ONE).decision())
                .isEqualTo(Decision.LINK);
    }

    private static Particulars.Told january(String date) {
        return new Particulars.Told().name("Holloway", "Rosalind").born(date);
    }

    private static Particulars.Told born(String given) {
        return new Particulars.Told().name("Raza", given).born("1962-03-04");
    }

    private static Particulars.Told home(Particulars.Told told) {
        return told.home(List.of("14 Mill Lane"), "Uxbridge", "UB8 1UW");
    }

    private static Particulars.Told twin(String given) {
        return home(born(given)).phone("07700 900123").phone("020 7946 0123");
    }
}
