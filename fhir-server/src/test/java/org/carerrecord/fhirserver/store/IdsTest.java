package org.carerrecord.fhirserver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.TickingClock;
import org.junit.jupiter.api.Test;

class IdsTest {

    @Test
    void idsAreOpaqueDistinctAndInTheOrderOfTime() {
        Ids ids = new Ids(new TickingClock(), new Random(1));
        List<String> made = Stream.generate(ids::id).limit(1000).toList();

        assertThat(made).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-hjkmnp-tv-z]{26}"));
        assertThat(made).isSortedAccordingTo(Comparator.naturalOrder());
    }

    @Test
    void keysArePositiveAndInTheOrderOfTime() {
        Ids ids = new Ids(new TickingClock(), new Random(1));
        List<Long> made = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            made.add(ids.key());
        }
        assertThat(made).doesNotHaveDuplicates().allMatch(key -> key > 0).isSorted();
    }

    @Test
    void sqlKeepsItsArgumentsInOrder() {
        Sql sql = Sql.of("a = ?", 1)
                .then(" and ")
                .then(Sql.or(Sql.of("b = ?", 2), Sql.in("c", List.of(3, 4))))
                .then(" limit ?", 5);
        assertThat(sql.text()).isEqualTo("a = ? and (b = ? or c in (?, ?)) limit ?");
        assertThat(sql.arguments()).containsExactly(1, 2, 3, 4, 5);
        assertThat(Sql.in("c", List.of()).text()).isEqualTo("false");
        assertThat(Sql.and(Sql.of("a = ?", 1), Sql.of("b = ?", 2)).text()).isEqualTo("a = ? and b = ?");
    }
}
