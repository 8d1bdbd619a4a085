package org.carerrecord.gateway;

import static org.carerrecord.gateway.KnownTwice.RUTH;
import static org.carerrecord.gateway.KnownTwice.TOM;

import org.junit.jupiter.api.BeforeEach;

/** Two records of a sender's, each with a carer, that it may merge. */
abstract class MergedTwiceCalls {

    final Sandbox gateway;
    final User community;
    KnownTwice one;

    /** The record under the number B. */
    String former = "";

    MergedTwiceCalls(Store store) {
        gateway = Sandbox.on(store);
        community = gateway.as("community");
        one = new KnownTwice(gateway);
    }

    @BeforeEach
    void twoWithACarerEach() {
        one = new KnownTwice(gateway);
        one.send("A28", one.own(), "NK1|1|" + TOM);
        one.send("A28", one.other(), "NK1|1|" + RUTH);
        former = one.former();
    }
}
