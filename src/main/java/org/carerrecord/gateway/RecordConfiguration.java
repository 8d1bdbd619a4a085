package org.carerrecord.gateway;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.carerrecord.fhirserver.Contributed;
import org.carerrecord.fhirserver.Exchange;
import org.carerrecord.fhirserver.Matching;
import org.carerrecord.fhirserver.Publishing;
import org.carerrecord.fhirserver.ReadPath;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.WritePath;
import org.carerrecord.fhirserver.WriteRule;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.AgreementFile;
import org.carerrecord.fhirserver.agreement.Relation;
import org.carerrecord.fhirserver.audit.AuditSealer;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.rest.FhirServer;
import org.carerrecord.fhirserver.search.Cursor;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.fhirserver.validation.FullValidation;
import org.carerrecord.fhirserver.validation.Structure;
import org.carerrecord.fhirserver.validation.Validation;
import org.carerrecord.gateway.inbound.ProcessMessage;
import org.carerrecord.gateway.inbound.mllp.MllpReceiver;
import org.carerrecord.gateway.inbound.mllp.MllpServer;
import org.carerrecord.gateway.inbound.mllp.MllpSettings;
import org.carerrecord.gateway.inbound.mllp.MllpTls;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the shared record together; the record itself knows no Spring. */
@Configuration(proxyBeanMethods = false)
class RecordConfiguration {

    private static final String SANDBOX_AGREEMENT = "/agreement-sandbox.yaml";

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    @ConditionalOnMissingBean
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Bean
    Ids ids(Clock clock, RandomGenerator random) {
        return new Ids(clock, random);
    }

    @Bean
    Agreement agreement(GatewaySettings settings) throws IOException {
        if (!settings.agreement().isEmpty()) {
            try (InputStream file = Files.newInputStream(Path.of(settings.agreement()))) {
                return confined(AgreementFile.read(file), settings);
            }
        }
        if (!settings.sandbox()) {
            throw new IllegalStateException(
                    "there is no agreement: name its file as gateway.agreement, or try gateway.sandbox=true");
        }
        try (InputStream file =
                Objects.requireNonNull(RecordConfiguration.class.getResourceAsStream(SANDBOX_AGREEMENT))) {
            return AgreementFile.read(file);
        }
    }

    /** Reading and writing without a relationship is for the sandbox only (contract.md, sandbox-tester). */
    private static Agreement confined(Agreement agreement, GatewaySettings settings) {
        boolean open = agreement.partners().stream()
                .anyMatch(partner -> partner.asItIs()
                        || partner.grants().stream()
                                .anyMatch(grant -> grant.relations().contains(Relation.ANY)));
        if (open && !settings.sandbox()) {
            throw new IllegalStateException(
                    "the agreement has a partner asItIs or a relation any, which only a sandbox may have: take them"
                            + " out");
        }
        return agreement;
    }

    @Bean
    FhirContext fhirContext() {
        return FhirModel.context();
    }

    @Bean
    Resources resources(FhirContext context) {
        return new Resources(context);
    }

    @Bean
    SearchParameters searchParameters(FhirContext context) {
        return new SearchParameters(context);
    }

    @Bean
    @DependsOnDatabaseInitialization
    Transactions transactions(DataSource dataSource, Clock clock, RandomGenerator random) {
        return new Transactions(dataSource, clock, random);
    }

    @Bean
    AuditTrail audit(Transactions transactions, Agreement agreement, Ids ids) {
        return new AuditTrail(transactions, agreement, ids);
    }

    @Bean
    Sealing sealing(AuditTrail audit, Transactions transactions) {
        return new Sealing(audit, new AuditSealer(transactions));
    }

    @Bean
    ReadPath readPath(Agreement agreement, AuditTrail audit) {
        return new ReadPath(agreement, audit);
    }

    @Bean
    Validation validation(FhirContext context, GatewaySettings settings) {
        List<Path> packages = settings.fhir().packages().stream().map(Path::of).toList();
        return new Validation(new Structure(context), new FullValidation(context, packages));
    }

    @Bean
    WritePath writePath(
            Resources resources,
            SearchParameters parameters,
            Validation validation,
            Agreement agreement,
            Ids ids,
            WriteRule rule) {
        return new WritePath(resources, parameters, validation.structure(), agreement, ids, rule);
    }

    @Bean
    Exchange exchange(
            WritePath write,
            Validation validation,
            AuditTrail audit,
            Agreement agreement,
            SearchParameters parameters) {
        return new Exchange(write, validation.full(), audit, agreement, new QueryParser(parameters));
    }

    @Bean
    ServletRegistrationBean<FhirServer> fhirServer(
            FhirContext context,
            ReadPath read,
            Exchange exchange,
            SearchParameters parameters,
            Transactions transactions,
            Agreement agreement,
            AuditTrail audit,
            Validation validation,
            Contributed contributed,
            ProcessMessage messages,
            Matching matching,
            GatewaySettings settings) {
        FhirServer server = new FhirServer(
                        context, read, exchange, parameters, Cursor.of(transactions), agreement, audit)
                .withLargestResource(Math.toIntExact(settings.largestResource().toBytes()))
                .validating(validation)
                .telling(contributed)
                .messaging(messages)
                .matching(matching)
                .publishing(new Publishing(context, transactions, exchange))
                .withTokensFrom(Optional.of(settings.oauth2().tokenEndpoint()).filter(endpoint -> !endpoint.isEmpty()));
        if (!settings.baseUrl().isEmpty()) {
            server.at(new HardcodedServerAddressStrategy(settings.baseUrl() + "/fhir"));
        }
        ServletRegistrationBean<FhirServer> registration = new ServletRegistrationBean<>(server, "/fhir/*");
        registration.setName("fhir");
        registration.setLoadOnStartup(1);
        return registration;
    }

    @Bean
    MllpServer mllpServer(MllpSettings settings, MllpReceiver receiver, MeterRegistry meters) {
        return new MllpServer(settings, receiver, MllpTls.sockets(settings), meters);
    }
}
