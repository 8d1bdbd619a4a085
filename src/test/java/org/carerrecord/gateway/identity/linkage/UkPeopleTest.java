package org.carerrecord.gateway.identity.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** People of a made-up town; the floors lie a little below what is reached (docs/linkage.md). */
class UkPeopleTest {

    @Test
    void peopleDescribedTwiceAreFound() {
        List<Described> people = UkPeople.described(7, 3000);
        Evaluation.Figures figures = new Evaluation(people).run((one, other) -> {});
        assertThat(figures.f1()).as(figures.line("a town")).isGreaterThan(0.94);
        assertThat(figures.linkedPrecision()).as(figures.line("a town")).isGreaterThanOrEqualTo(0.999);
    }
}
