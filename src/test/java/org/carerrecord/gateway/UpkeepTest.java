package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.audit.AuditSealer;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.store.Growth;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Transactions;
import org.junit.jupiter.api.Test;

/** What is done beside the requests, of two nodes. */
class UpkeepTest {

    private static final int FIRST_LOOKS = 2;
    private static final int LOOKS = 10;

    @Test
    void anIdleNodeSealsWhatAnotherLeft() {
        Sandbox gateway = Sandbox.with("upkeep");
        try {
            gateway.part(Upkeep.class).stop();
            Transactions transactions = gateway.part(Transactions.class);
            AuditTrail silent = new AuditTrail(transactions, gateway.part(Agreements.class), gateway.part(Ids.class));
            Upkeep idle = new Upkeep(silent, new AuditSealer(transactions), new Growth(transactions));
            look(idle, FIRST_LOOKS);
            long before = seals(gateway);

            gateway.as("hospital").get("/fhir/Patient");
            look(idle, LOOKS);

            assertThat(seals(gateway)).isGreaterThan(before);
        } finally {
            gateway.stop();
        }
    }

    private static void look(Upkeep node, int times) {
        for (int i = 0; i < times; i++) {
            node.look();
        }
    }

    private static long seals(Sandbox gateway) {
        return gateway.jdbc()
                .sql("select count(*) from audit_seal")
                .query(Long.class)
                .single();
    }
}
