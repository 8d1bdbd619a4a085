package org.carerrecord.gateway.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar's start, its refusals to start, and its end. */
class StartAndStopIT {

    /** A build machine is seldom quiet, so this is far from the figure that is printed. */
    private static final Duration FIRST_ANSWER_AT_MOST = Duration.ofSeconds(20);

    @Test
    void theSandboxAnswersSoonAndEndsWithStatusZeroWhenAsked(TestReporter reporter) {
        OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        boolean busy = machine.getSystemLoadAverage() > machine.getAvailableProcessors();
        try (PackagedGateway gateway = PackagedGateway.sandbox()) {
            reporter.publishEntry("From start to first answer: %.1f s%s"
                    .formatted(gateway.untilFirstAnswer().toMillis() / 1000.0, busy ? ", on a busy machine" : ""));
            assertThat(gateway.untilFirstAnswer())
                    .isLessThan(busy ? FIRST_ANSWER_AT_MOST.multipliedBy(3) : FIRST_ANSWER_AT_MOST);
            assertThat(gateway.stop()).isZero();
            assertThat(gateway.log()).contains("MLLP: stopped").contains("Graceful shutdown complete");
        }
    }

    @Test
    void aSandboxThatWouldListenToTheNetworkDoesNotStart() {
        assertThat(PackagedGateway.refusal("--gateway.sandbox=true", "--server.address=0.0.0.0"))
                .contains("listens on the loopback address only: take away server.address");
        assertThat(PackagedGateway.refusal("--gateway.sandbox=true", "--gateway.mllp.address=0.0.0.0"))
                .contains("listens on the loopback address only: take away gateway.mllp.address");
    }

    @Test
    void withoutAnAgreementItDoesNotStartAndSaysWhatToDo() {
        assertThat(PackagedGateway.refusal())
                .contains("there is no agreement: name its file as gateway.agreement, or try gateway.sandbox=true");
    }

    @Test
    void outsideTheSandboxItsTokensDoNotExist(@TempDir Path folder) throws IOException {
        String sandbox = Files.readString(PackagedGateway.ROOT.resolve("src/main/resources/agreement-sandbox.yaml"));
        String withoutTester = sandbox.substring(0, sandbox.indexOf("  # Only in the sandbox"))
                + sandbox.substring(sandbox.indexOf("  # Audit and operations"));
        Path agreement = Files.writeString(folder.resolve("agreement.yaml"), withoutTester);
        try (PackagedGateway gateway = PackagedGateway.start("--gateway.agreement=" + agreement)) {
            assertThat(gateway.get("sandbox-hospital", "/fhir/Patient").status())
                    .isEqualTo(401);
            assertThat(gateway.get("sandbox-admin", "/messages?controlId=1").status())
                    .isEqualTo(401);
        }
    }
}
