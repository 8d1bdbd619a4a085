package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The record depends on what was told and on what people decided last, whenever either came. */
@OnEachStore
class MergesByPeopleInAnyOrderTest {

    private final Sandbox gateway;

    MergesByPeopleInAnyOrderTest(Store store) {
        gateway = Sandbox.on(store);
    }

    /** What somebody says before a message of a history, by its place. */
    private record History(
            KnownTwice who, String former, List<Integer> merges, List<String> answers, List<Integer> at) {

        void before(int place) {
            if (merges.contains(place)) {
                who.merge();
            }
            for (int i = 0; i < at.size(); i++) {
                if (at.get(i) == place) {
                    who.told(former, answers.get(i));
                }
            }
        }
    }

    private History history(List<Integer> merges, List<String> answers, List<Integer> at) {
        KnownTwice who = new KnownTwice(gateway);
        who.send(1, "A28", who.own());
        who.send(2, "A28", who.other());
        return new History(who, who.former(), merges, answers, at);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8})
    void theLastDecisionAndAllThatWasToldAreTheRecord(long seed) {
        Random random = new Random(seed);
        List<EventOfTwo> events = new ArrayList<>();
        for (int minute = 1; minute < 9; minute++) {
            events.add(EventOfTwo.of(random, minute * 20));
        }
        Collections.shuffle(events, random);
        SortedSet<Integer> places = new TreeSet<>();
        while (places.size() < 3) {
            places.add(random.nextInt(events.size()));
        }
        List<Integer> at = List.copyOf(places);
        int first = at.get(0);
        int second = at.get(1);
        int third = at.get(2);
        History two = history(List.of(), List.of(), List.of());
        History one = history(List.of(first), List.of(), List.of());
        History later = history(List.of(second), List.of(), List.of());
        List<History> apart = List.of(
                history(List.of(first), List.of("never"), List.of(second)),
                history(List.of(second), List.of("never"), List.of(first)),
                history(List.of(first), List.of("never", "refuse"), List.of(second, third)));
        History again = history(List.of(first), List.of("never", "accept"), List.of(second, third));
        History madeLater = history(List.of(second), List.of("never", "accept"), List.of(first, third));
        List<History> all = new ArrayList<>(List.of(two, one, later, again, madeLater));
        all.addAll(apart);

        for (int place = 0; place < events.size(); place++) {
            EventOfTwo event = events.get(place);
            for (History history : all) {
                history.before(place);
                event.send(history.who());
            }
        }

        String as = "at " + at + " of " + events;
        for (History history : apart) {
            assertThat(told(history)).as(as).isEqualTo(told(two));
        }
        assertThat(told(again)).as(as).isEqualTo(told(one));
        assertThat(told(madeLater)).as(as).isEqualTo(told(later));
    }

    /** Of both numbers. */
    private static List<List<String>> told(History history) {
        KnownTwice who = history.who();
        return List.of(who.told(who.nhsNumber), who.told("B" + who.run));
    }
}
