package org.carerrecord.gateway;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Gives back the memory that a busy time took, once it is quiet. Java's usual collector (G1) does so when it looks at the whole
 * heap, and without need does not (JEP 346). To other collectors it says nothing.
 */
final class QuietMemory {

    static final Duration QUIET = Duration.ofSeconds(30);

    static final String INTERVAL = "G1PeriodicGCInterval";

    private QuietMemory() {}

    /** Unless the operator said otherwise. */
    static void giveBack() {
        Stream.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
                .filter(platform -> platform.getDiagnosticOptions().stream()
                        .anyMatch(option ->
                                option.getName().equals(INTERVAL) && option.getOrigin() == VMOption.Origin.DEFAULT))
                .forEach(platform -> platform.setVMOption(INTERVAL, Long.toString(QUIET.toMillis())));
    }
}
