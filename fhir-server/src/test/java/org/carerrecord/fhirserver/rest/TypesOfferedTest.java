package org.carerrecord.fhirserver.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class TypesOfferedTest {

    private static final Set<String> TYPES = Set.of("Patient", "Task");

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final TypesOffered slow = new TypesOffered(TYPES, this::slowly);
    private final Thread other = new Thread(() -> slow.with("Parameters", () -> told.add("looked")));

    @Test
    void aTypeIsOfferedBeforeItIsFirstLookedForAndOnce() throws Exception {
        TypesOffered offered = new TypesOffered(TYPES, told::add);
        List<FutureTask<Boolean>> looks = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            looks.add(new FutureTask<>(() -> offered.with("Task", () -> told.contains("Task"))));
        }

        looks.forEach(look -> Thread.ofVirtual().start(look));

        for (FutureTask<Boolean> look : looks) {
            assertThat(look.get()).isTrue();
        }
        assertThat(told).containsExactly("Task");
    }

    @Test
    void whatIsNoTypeOffersNothing() {
        TypesOffered offered = new TypesOffered(TYPES, told::add);

        assertThat(offered.with(null, () -> "the system")).isEqualTo("the system");
        assertThat(offered.with("Parameters", () -> "unknown")).isEqualTo("unknown");

        assertThat(told).isEmpty();
    }

    @Test
    void nobodyLooksWhileATypeIsAdded() throws Exception {
        slow.with("Task", () -> told.add("found"));
        other.join();

        assertThat(told.getFirst()).isEqualTo("added");
        assertThat(told).containsExactlyInAnyOrder("added", "found", "looked");
    }

    /** Until somebody else waits to look. */
    private void slowly(String type) {
        other.start();
        while (other.getState() != Thread.State.WAITING && other.isAlive()) {
            Thread.onSpinWait();
        }
        told.add("added");
    }
}
