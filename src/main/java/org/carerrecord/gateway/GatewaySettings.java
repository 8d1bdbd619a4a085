package org.carerrecord.gateway;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the whole gateway (contract.md).
 *
 * @param sandbox loopback only, the sandbox's agreement, fixed tokens
 * @param agreement the file of the agreement; empty for the sandbox's own
 * @param baseUrl what links begin with; empty for the address that a request came to
 * @param fhir settings of the FHIR server
 */
@ConfigurationProperties("gateway")
public record GatewaySettings(
        @DefaultValue("false") boolean sandbox,
        @DefaultValue("") String agreement,
        @DefaultValue("") String baseUrl,
        @DefaultValue Fhir fhir) {

    /**
     * Settings of the FHIR server.
     *
     * @param packages FHIR packages for full validation, for example UK Core: files {@code .tgz}, or folders of such
     */
    public record Fhir(@DefaultValue List<String> packages) {}
}
