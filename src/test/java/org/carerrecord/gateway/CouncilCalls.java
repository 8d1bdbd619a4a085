package org.carerrecord.gateway;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;

/** A council whose case system says that two of its numbers are of one person. */
abstract class CouncilCalls {

    static final String NOTHING_IS_TAKEN_APART = "nothing is taken apart";

    final Sandbox gateway;
    final CouncilCase council;

    CouncilCalls(Store store) {
        gateway = Sandbox.on(store);
        council = new CouncilCase(gateway);
    }

    @BeforeEach
    void nobodyIsThere() {
        gateway.empty();
        council.other();
    }

    /** The rows of each person stay together. */
    static List<String> shuffled(long seed, List<List<String>> people) {
        List<List<String>> shuffled = new ArrayList<>(people);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.stream().flatMap(List::stream).toList();
    }
}
