package org.carerrecord.gateway.identity.linkage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.carerrecord.gateway.identity.linkage.Comparison.Decision;

/** Finds the pairs of one person in many descriptions, and counts how many of them are right. */
final class Evaluation {

    /** A key that so many share leads nowhere. */
    private static final int LARGEST_BLOCK = 300;

    private final List<Described> people;
    private final Linkage linkage;
    private final List<String[]> keys = new ArrayList<>();
    private final Map<String, List<Integer>> blocks = new HashMap<>();

    Evaluation(List<Described> people) {
        this.people = people;
        this.linkage = new Linkage(
                Frequencies.countedIn(
                        people.stream().map(Described::particulars).toList()),
                people.size());
        for (int i = 0; i < people.size(); i++) {
            String[] its = BlockingKeys.of(people.get(i).particulars()).toArray(String[]::new);
            keys.add(its);
            for (String key : its) {
                blocks.computeIfAbsent(key, missing -> new ArrayList<>()).add(i);
            }
        }
    }

    /**
     * What came of it.
     *
     * @param found pairs at the review threshold
     * @param linked pairs at the linking threshold
     * @param pairs that are of one person
     */
    record Figures(
            long compared,
            long candidates,
            long found,
            long foundRight,
            long linked,
            long linkedRight,
            long pairs,
            double seconds) {

        double precision() {
            return share(foundRight, found);
        }

        double recall() {
            return share(foundRight, pairs);
        }

        double f1() {
            return 2 * precision() * recall() / (precision() + recall());
        }

        double linkedPrecision() {
            return share(linkedRight, linked);
        }

        private static double share(long part, long whole) {
            return whole == 0 ? 1 : (double) part / whole;
        }

        String line(String name) {
            return String.format(
                    Locale.ROOT,
                    "%s: F1 %.4f, precision %.4f, recall %.4f (index %.4f) at the review threshold;"
                            + " linked: precision %.5f, recall %.4f (%d wrong); %d pairs compared, %.0f a second",
                    name,
                    f1(),
                    precision(),
                    recall(),
                    share(candidates, pairs),
                    linkedPrecision(),
                    share(linkedRight, pairs),
                    linked - linkedRight,
                    compared,
                    compared / seconds);
        }
    }

    Figures run(BiConsumer<Integer, Integer> wrong) {
        AtomicLong[] counts =
                IntStream.range(0, 6).mapToObj(i -> new AtomicLong()).toArray(AtomicLong[]::new);
        long begun = System.nanoTime();
        IntStream.range(0, people.size()).parallel().forEach(i -> candidates(i).forEach(j -> {
            boolean right = people.get(i).person().equals(people.get(j).person());
            Decision decision = compare(i, j).decision();
            counts[0].incrementAndGet();
            counts[1].addAndGet(right ? 1 : 0);
            counts[2].addAndGet(decision == Decision.NEW ? 0 : 1);
            counts[3].addAndGet(right && decision != Decision.NEW ? 1 : 0);
            counts[4].addAndGet(decision == Decision.LINK ? 1 : 0);
            counts[5].addAndGet(right && decision == Decision.LINK ? 1 : 0);
            if (right == (decision == Decision.NEW)) {
                wrong.accept(i, j);
            }
        }));
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Figures(
                counts[0].get(),
                counts[1].get(),
                counts[2].get(),
                counts[3].get(),
                counts[4].get(),
                counts[5].get(),
                truePairs(),
                seconds);
    }

    Comparison compare(int one, int other) {
        return linkage.compare(people.get(one).particulars(), people.get(other).particulars(), Linkage.Among.PEOPLE);
    }

    /** A pair and its comparison, to look at. */
    String describe(int one, int other) {
        boolean right = people.get(one).person().equals(people.get(other).person());
        return (right ? "one person " : "two people ") + compare(one, other) + "\n    "
                + people.get(one).particulars() + "\n    " + people.get(other).particulars();
    }

    private IntStream candidates(int of) {
        return java.util.Arrays.stream(keys.get(of))
                .map(key -> blocks.getOrDefault(key, List.of()))
                .filter(block -> block.size() <= LARGEST_BLOCK)
                .flatMap(List::stream)
                .mapToInt(Integer::intValue)
                .filter(other -> other < of)
                .distinct();
    }

    private long truePairs() {
        Map<String, Long> sizes = new HashMap<>();
        people.forEach(one -> sizes.merge(one.person(), 1L, Long::sum));
        return sizes.values().stream().mapToLong(size -> size * (size - 1) / 2).sum();
    }
}
