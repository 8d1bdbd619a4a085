package org.carerrecord.gateway;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Gives back the memory that a busy time took, once it is quiet. The platform's usual collector (G1) does so when it looks at the
 * whole heap, and without need does not (JEP 346).
 */
final class QuietMemory {

    static final Duration QUIET = Duration.ofSeconds(30);

    private static final String COLLECTOR = "UseG1GC";
    private static final String INTERVAL = "G1PeriodicGCInterval";

    private QuietMemory() {}

    /** Unless the operator told the collector otherwise, or has another. */
    static void giveBack() {
        HotSpotDiagnosticMXBean platform = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (Boolean.parseBoolean(platform.getVMOption(COLLECTOR).getValue())
                && platform.getVMOption(INTERVAL).getOrigin() == VMOption.Origin.DEFAULT) {
            platform.setVMOption(INTERVAL, Long.toString(QUIET.toMillis()));
        }
    }
}
