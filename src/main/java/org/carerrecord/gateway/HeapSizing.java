package org.carerrecord.gateway;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How Java's usual collector (G1) sizes the heap: room enough beside what is alive that it need not look at the whole heap under
 * load, and after a quiet while it gives back what a busy time took, which it would not without need (JEP 346). To other
 * collectors it says nothing.
 */
final class HeapSizing {

    /** Milliseconds without a collection. */
    static final Map<String, String> INTERVAL = Map.of("G1PeriodicGCInterval", "30000");

    /** Percent. With the 40 to 70 of its own G1 can settle where what is alive starts the next look at once. */
    static final Map<String, String> FREE = new TreeMap<>(Map.of("MaxHeapFreeRatio", "80", "MinHeapFreeRatio", "75"));

    private HeapSizing() {}

    /** Unless the operator said otherwise. */
    static void set() {
        @Nullable HotSpotDiagnosticMXBean platform = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (platform != null
                && Boolean.parseBoolean(platform.getVMOption("UseG1GC").getValue())) {
            set(platform, INTERVAL);
            set(platform, FREE);
        }
    }

    /** What belongs together is set together: the least may not be above the most. */
    private static void set(HotSpotDiagnosticMXBean platform, Map<String, String> options) {
        Set<String> free = platform.getDiagnosticOptions().stream()
                .filter(option -> option.getOrigin() == VMOption.Origin.DEFAULT)
                .map(VMOption::getName)
                .collect(Collectors.toSet());
        if (free.containsAll(options.keySet())) {
            options.forEach(platform::setVMOption);
        }
    }
}
