package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A merge of two records that each have a carer of one name, without a number: a father and a son stay two. */
@OnEachStore
class MergedNamesakesTest {

    private static final String FATHER = "NK1|1|SMITH^JOHN|20|||||||||||||19500101";
    private static final String SON = "NK1|1|SMITH^JOHN|20|||||||||||||19780505";

    private final KnownTwice one;

    MergedNamesakesTest(Store store) {
        one = new KnownTwice(Sandbox.on(store));
    }

    private List<String> born(String patient) {
        return one.carers(patient).stream()
                .map(carer -> carer.getBirthDateElement().getValueAsString())
                .sorted()
                .toList();
    }

    @Test
    void aFatherOfTheOneAndASonOfTheOtherStayTwo() {
        one.send("A28", one.own(), SON);
        one.send("A28", one.other(), FATHER);
        String former = one.former();

        one.merge();

        assertThat(born(one.person())).containsExactly("1950-01-01", "1978-05-05");
        assertThat(born(former)).isEmpty();

        one.send(150, "A08", one.own(), FATHER.replace("|||||||||||||", "||01632960555|||||||||||"));
        assertThat(one.carers(one.person()).stream()
                        .filter(carer -> carer.hasTelecom())
                        .map(carer -> carer.getBirthDateElement().getValueAsString()))
                .as("later words are said of the one who is meant")
                .containsExactly("1950-01-01");
    }

    @Test
    void takenApartEachHasTheirOwn() {
        one.send("A28", one.own(), SON);
        one.send("A28", one.other(), FATHER);
        one.merge();

        one.unlink();

        assertThat(born(one.person())).containsExactly("1978-05-05");
        assertThat(born(one.former())).containsExactly("1950-01-01");
    }

    @Test
    void whoIsOneWithASlipStaysOne() {
        one.send("A28", one.own(), SON);
        one.send("A28", one.other(), SON.replace("19780505", "19780506"));

        one.merge();

        assertThat(one.carers(one.person())).hasSize(1);
    }

    @Test
    void ofTwoOfTheOneEachIsFoundInTheOther() {
        one.send("A28", one.own(), SON, FATHER.replace("NK1|1", "NK1|2"));
        one.send("A28", one.other(), FATHER);

        one.merge();

        assertThat(born(one.person())).containsExactly("1950-01-01", "1978-05-05");
    }
}
