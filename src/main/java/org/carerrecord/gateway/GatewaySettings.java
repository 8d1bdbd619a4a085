package org.carerrecord.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the whole gateway (contract.md).
 *
 * @param sandbox loopback only, the sandbox's agreement, fixed tokens
 * @param agreement the file of the agreement; empty for the sandbox's own
 * @param agreementCheck how often the file is looked at for changes
 * @param baseUrl what links begin with; empty for the address that a request came to
 * @param largestRequest how much a FHIR request may send
 * @param bodiesInFlight how much the FHIR requests that are being answered may have sent together
 * @param largestResource how large one resource of it may be
 * @param bodyTimeout how long a request's body is waited for, for each megabyte of it that was begun
 * @param requestsPerMinute how many requests one caller may send to one node
 * @param questionsPerHour how many questions about one person a partner may ask one node in an hour
 * @param oauth2 what is read of a token
 * @param fhir settings of the FHIR server
 */
@ConfigurationProperties("gateway")
public record GatewaySettings(
        @DefaultValue("false") boolean sandbox,
        @DefaultValue("") String agreement,
        @DefaultValue("10s") Duration agreementCheck,
        @DefaultValue("") String baseUrl,
        @DefaultValue("64MB") DataSize largestRequest,
        @DefaultValue("128MB") DataSize bodiesInFlight,
        @DefaultValue("2MB") DataSize largestResource,
        @DefaultValue("30s") Duration bodyTimeout,
        @DefaultValue("3000000") int requestsPerMinute,
        @DefaultValue("60") int questionsPerHour,
        @DefaultValue OAuth2 oauth2,
        @DefaultValue Fhir fhir) {

    /**
     * What is read of a token, beside what Spring's own settings {@code spring.security.oauth2.resourceserver.jwt.*} say of it.
     *
     * @param organisationClaim the claim that names the partner, by ODS code
     * @param clients for a client that serves several partners, their ODS codes: it names one of them with each request
     * @param tokenEndpoint where tokens are had, as {@code smart-configuration} tells it; empty: it tells of none
     */
    public record OAuth2(
            @DefaultValue("ods") String organisationClaim,
            @DefaultValue Map<String, List<String>> clients,
            @DefaultValue("") String tokenEndpoint) {}

    /**
     * Settings of the FHIR server.
     *
     * @param packages FHIR packages for full validation, for example UK Core: files {@code .tgz}, or folders of such
     */
    public record Fhir(@DefaultValue List<String> packages) {}
}
