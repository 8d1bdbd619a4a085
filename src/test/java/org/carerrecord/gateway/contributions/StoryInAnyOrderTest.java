package org.carerrecord.gateway.contributions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Stamp;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories, told in any order, come to one record (carer-model.md, contributions 4). */
class StoryInAnyOrderTest extends SandboxContributors {

    private static final int SHUFFLES = 20;
    private static final Change.Part OTHER_FORMAT = new Change.Part("gp-record", null);

    StoryInAnyOrderTest() throws IOException {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void shuffledHistoriesComeToTheSameRecord(long seed) {
        Random random = new Random(seed);
        List<Telling> history = history(random);
        String told = told(history);

        for (int i = 0; i < SHUFFLES; i++) {
            Collections.shuffle(history, random);
            assertThat(told(history)).isEqualTo(told);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {144, 233, 377})
    void whatComesInOrderComesToWhatIsToldAnew(long seed) {
        List<Telling> history = history(new Random(seed)).stream()
                .filter(telling -> telling.key() != null)
                .sorted(Comparator.comparing(Telling::stamp))
                .toList();
        for (String ods : PARTNERS) {
            for (UUID key : KEYS) {
                Optional<Contribution> oneByOne = Optional.empty();
                for (Telling telling : history) {
                    if (telling.partner().equals(ods) && key.equals(telling.key())) {
                        oneByOne = after(oneByOne, telling, key);
                    }
                }
                assertThat(oneByOne.map(this::text))
                        .isEqualTo(contribution(history, ods, key).map(this::text));
            }
        }
    }

    private Optional<Contribution> after(Optional<Contribution> before, Telling telling, UUID key) {
        if (telling.said() != null) {
            return Optional.of(story(telling.partner()).said(about(telling.partner(), key), before, telling));
        }
        return before.map(one -> one.active() ? one.withdrawn(telling.stamp(), telling.message()) : one);
    }

    /** All that one history comes to. */
    private String told(List<Telling> history) {
        List<Contribution> all = new ArrayList<>();
        for (String ods : PARTNERS) {
            KEYS.forEach(key -> contribution(history, ods, key).ifPresent(all::add));
        }
        if (all.isEmpty()) {
            return "";
        }
        Collections.reverse(all);
        OneRecord.Made made = record.of(all, TODAY);
        return made.shared()
                + " " + new TreeSet<>(made.sources().keySet()) + " "
                + made.resource()
                        .map(resource -> context.newJsonParser().encodeResourceToString(resource))
                        .orElse("deleted");
    }

    private String text(Contribution one) {
        return one.stamp() + " " + one.active() + " " + one.earlier() + " "
                + context.newJsonParser().encodeResourceToString(one.said());
    }

    private static List<Telling> history(Random random) {
        List<Telling> history = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            String ods = PARTNERS.get(random.nextInt(PARTNERS.size()));
            UUID key = KEYS.get(random.nextInt(KEYS.size()));
            Stamp stamp = stamp(random.nextInt(6), "c" + random.nextInt(3) + "\n" + i);
            String message = "m" + i;
            switch (random.nextInt(10)) {
                case 0 -> history.add(new Telling(ods, 1, TYPE, stamp, null, null, Set.of(), message, PART));
                case 1 -> history.add(new Telling(ods, 1, TYPE, stamp, key, null, Set.of(), message, PART));
                case 4 -> history.add(new Telling(ods, 1, TYPE, stamp, null, null, Set.of(), message, PART).ofOnly());
                case 2, 3 -> history.addAll(list(random, ods, key, stamp, message));
                default ->
                    history.add(new Telling(
                            ods,
                            1,
                            TYPE,
                            stamp,
                            key,
                            any(random),
                            emptied(random),
                            message,
                            random.nextBoolean() ? PART : OTHER_FORMAT));
            }
        }
        return history;
    }

    /** A complete list of one relationship, and its end; an extract tells the end of everybody. */
    private static List<Telling> list(Random random, String ods, UUID key, Stamp stamp, String name) {
        Change.Part list = new Change.Part(PART.format(), name);
        long whose = random.nextBoolean() ? 1 : Telling.EVERYBODY;
        Stamp end = whose == 1 ? stamp : new Stamp(stamp.at(), "");
        return List.of(
                new Telling(ods, 1, TYPE, stamp, key, any(random), emptied(random), name, list),
                new Telling(ods, whose, TYPE, end, null, null, Set.of(), name + "-end", list));
    }

    private static Resource any(Random random) {
        RelatedPerson any = carer("Joy" + random.nextInt(3));
        if (random.nextBoolean()) {
            any.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("0163296000" + random.nextInt(3));
        }
        if (random.nextBoolean()) {
            any.addIdentifier().setSystem("urn:test:" + random.nextInt(2)).setValue("" + random.nextInt(3));
        }
        if (random.nextBoolean()) {
            any.getPeriod().getStartElement().setValueAsString("2026-0" + (1 + random.nextInt(9)));
        }
        if (random.nextInt(4) == 0) {
            Claim.setStatus(any, random.nextBoolean() ? "possible" : "confirmed");
        }
        return any;
    }

    private static Set<String> emptied(Random random) {
        return random.nextInt(3) == 0 ? Set.of(random.nextBoolean() ? "telecom" : "period.start") : Set.of();
    }
}
