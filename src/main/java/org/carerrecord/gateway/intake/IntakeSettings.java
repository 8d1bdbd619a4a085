package org.carerrecord.gateway.intake;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is taken without asking back.
 *
 * @param maxWithdrawals how many in a hundred of a partner's statements a snapshot may take back by its silence, from 0 to 100
 */
@ConfigurationProperties("gateway.intake")
public record IntakeSettings(@DefaultValue("10") int maxWithdrawals) {

    public IntakeSettings {
        if (maxWithdrawals < 0 || maxWithdrawals > 100) {
            throw new IllegalArgumentException(
                    "gateway.intake.max-withdrawals is a number from 0 to 100, in a hundred");
        }
    }
}
