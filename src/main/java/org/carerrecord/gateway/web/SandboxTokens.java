package org.carerrecord.gateway.web;

import java.util.List;
import java.util.Map;
import org.carerrecord.gateway.GatewaySettings;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.stereotype.Component;

/** The fixed tokens of the sandbox (contract.md); without the sandbox no token of them exists. */
@Component
class SandboxTokens implements OpaqueTokenIntrospector {

    static final String ODS = "ods";

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

    @Override
    public OAuth2AuthenticatedPrincipal introspect(String token) {
        String ods = settings.sandbox() ? TOKENS.get(token) : null;
        if (ods == null) {
            throw new BadOpaqueTokenException("this token is not known here");
        }
        return new DefaultOAuth2AuthenticatedPrincipal(ods, Map.of(ODS, ods), List.of());
    }
}
