package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class QuietMemoryTest {

    /** On a machine that is no server Java has another collector, which is left as it is. */
    @Test
    void theCollectorLooksAtTheWholeHeapWhenItIsQuiet() {
        HotSpotDiagnosticMXBean platform = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

        QuietMemory.giveBack();

        boolean isG1 = Boolean.parseBoolean(platform.getVMOption("UseG1GC").getValue());
        assertThat(platform.getVMOption("G1PeriodicGCInterval").getValue())
                .isEqualTo(isG1 ? Long.toString(QuietMemory.QUIET.toMillis()) : "0");
    }
}
