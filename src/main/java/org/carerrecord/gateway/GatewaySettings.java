package org.carerrecord.gateway;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the whole gateway (contract.md).
 *
 * @param sandbox loopback only, the sandbox's agreement, fixed tokens
 * @param agreement the file of the agreement; empty for the sandbox's own
 * @param baseUrl what links begin with; empty for the address that a request came to
 * @param largestRequest how much a FHIR request may send
 * @param bodiesInFlight how much the FHIR requests that are being answered may have sent together
 * @param largestResource how large one resource of it may be
 * @param fhir settings of the FHIR server
 */
@ConfigurationProperties("gateway")
public record GatewaySettings(
        @DefaultValue("false") boolean sandbox,
        @DefaultValue("") String agreement,
        @DefaultValue("") String baseUrl,
        @DefaultValue("64MB") DataSize largestRequest,
        @DefaultValue("128MB") DataSize bodiesInFlight,
        @DefaultValue("2MB") DataSize largestResource,
        @DefaultValue Fhir fhir) {

    /**
     * Settings of the FHIR server.
     *
     * @param packages FHIR packages for full validation, for example UK Core: files {@code .tgz}, or folders of such
     */
    public record Fhir(@DefaultValue List<String> packages) {}
}
