package org.carerrecord.gateway.web;

import java.util.Map;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Scopes;
import org.carerrecord.gateway.GatewaySettings;
import org.springframework.stereotype.Component;

/** The fixed tokens of the sandbox (contract.md); without the sandbox no token of them exists. */
@Component
class SandboxTokens {

    private static final Map<String, String> TOKENS = Map.ofEntries(
            Map.entry("sandbox-hospital", "RZ1"),
            Map.entry("sandbox-community", "RZ2"),
            Map.entry("sandbox-gp", "Z00001"),
            Map.entry("sandbox-gp-2", "Z00002"),
            Map.entry("sandbox-council", "ZL1"),
            Map.entry("sandbox-council-children", "ZL1C"),
            Map.entry("sandbox-council-2", "ZL2"),
            Map.entry("sandbox-icb", "ZB1"),
            Map.entry("sandbox-carers-centre", "ZV1"),
            Map.entry("sandbox-hospice", "ZH1"),
            Map.entry("sandbox-fire", "ZF1"),
            Map.entry("sandbox-tester", "ZT1"),
            Map.entry("sandbox-admin", "ZADMIN"));

    private final GatewaySettings settings;

    SandboxTokens(GatewaySettings settings) {
        this.settings = settings;
    }

    Optional<Bearer> bearer(String token) {
        return Optional.ofNullable(settings.sandbox() ? TOKENS.get(token) : null)
                .map(ods -> new Bearer(Optional.empty(), Optional.of(ods), Scopes.ALL));
    }
}
