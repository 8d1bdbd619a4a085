package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class QuietMemoryTest {

    private final HotSpotDiagnosticMXBean platform = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

    private String interval() {
        return platform.getVMOption(QuietMemory.INTERVAL).getValue();
    }

    @Test
    void theHeapIsLookedAtWhenItIsQuietUnlessSomebodySaidOtherwise() {
        QuietMemory.giveBack();
        assertThat(interval()).isEqualTo("30000");

        platform.setVMOption(QuietMemory.INTERVAL, "7000");
        QuietMemory.giveBack();
        assertThat(interval()).isEqualTo("7000");
    }
}
