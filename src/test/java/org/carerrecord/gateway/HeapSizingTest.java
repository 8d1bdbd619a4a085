package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class HeapSizingTest {

    private final HotSpotDiagnosticMXBean platform = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

    private String said(String option) {
        return platform.getVMOption(option).getValue();
    }

    @Test
    void theHeapIsSizedAndLookedAtWhenItIsQuietUnlessSomebodySaidOtherwise() {
        HeapSizing.set();
        assertThat(HeapSizing.INTERVAL)
                .allSatisfy((option, value) -> assertThat(said(option)).isEqualTo(value));
        assertThat(HeapSizing.FREE)
                .allSatisfy((option, value) -> assertThat(said(option)).isEqualTo(value));

        platform.setVMOption("G1PeriodicGCInterval", "7000");
        platform.setVMOption("MinHeapFreeRatio", "40");
        platform.setVMOption("MaxHeapFreeRatio", "60");
        HeapSizing.set();
        assertThat(said("G1PeriodicGCInterval")).isEqualTo("7000");
        assertThat(said("MinHeapFreeRatio")).isEqualTo("40");
        assertThat(said("MaxHeapFreeRatio")).isEqualTo("60");
    }
}
