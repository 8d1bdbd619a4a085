package org.carerrecord.gateway;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.carerrecord.fhirserver.Contributed;
import org.carerrecord.fhirserver.Exchange;
import org.carerrecord.fhirserver.Matching;
import org.carerrecord.fhirserver.Publishing;
import org.carerrecord.fhirserver.ReadPath;
import org.carerrecord.fhirserver.Referring;
import org.carerrecord.fhirserver.Reindexing;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.WritePath;
import org.carerrecord.fhirserver.WriteRule;
import org.carerrecord.fhirserver.agreement.AgreementVersions;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.carerrecord.fhirserver.audit.AuditSealer;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.rest.FhirServer;
import org.carerrecord.fhirserver.rest.RateLimit;
import org.carerrecord.fhirserver.search.Cursor;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.carerrecord.fhirserver.store.Growth;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.fhirserver.validation.FullValidation;
import org.carerrecord.fhirserver.validation.Structure;
import org.carerrecord.fhirserver.validation.Validation;
import org.carerrecord.gateway.contributions.Claim;
import org.carerrecord.gateway.identity.FlagMeaning;
import org.carerrecord.gateway.inbound.ProcessMessage;
import org.carerrecord.gateway.inbound.mllp.MllpReceiver;
import org.carerrecord.gateway.inbound.mllp.MllpServer;
import org.carerrecord.gateway.inbound.mllp.MllpSettings;
import org.carerrecord.gateway.inbound.mllp.MllpTls;
import org.carerrecord.mapping.StatedTime;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Puts the shared record together; the record itself knows no Spring. */
@Configuration(proxyBeanMethods = false)
class RecordConfiguration {

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
    Agreements agreements(AgreementSource source, Clock clock) throws IOException {
        return new Agreements(source.understood(source.text()), clock);
    }

    @Bean
    AgreementVersions agreementVersions(Transactions transactions) {
        return new AgreementVersions(transactions);
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
        return new SearchParameters(context.getResourceTypes());
    }

    /**
     * A migration may take longer than any question, so its connections have none of the pool's limits. The pool is opened
     * first: an H2 database is closed with its last connection.
     */
    @Bean
    FlywayConfigurationCustomizer migrations(DataSource pool) throws SQLException {
        try (Connection first = pool.getConnection()) {
            DataSource unlimited = DataSourceBuilder.derivedFrom(pool)
                    .type(SimpleDriverDataSource.class)
                    .build();
            return flyway -> flyway.dataSource(unlimited);
        }
    }

    @Bean
    @DependsOnDatabaseInitialization
    Transactions transactions(DataSource dataSource, Clock clock, RandomGenerator random) {
        return new Transactions(dataSource, clock, random);
    }

    @Bean
    AuditTrail audit(Transactions transactions, Agreements agreements, Ids ids) {
        return new AuditTrail(transactions, agreements, ids);
    }

    @Bean
    Upkeep upkeep(AuditTrail audit, Transactions transactions) {
        return new Upkeep(audit, new AuditSealer(transactions), new Growth(transactions));
    }

    @Bean
    IndexedAnew indexedAnew(Transactions transactions, Resources resources, SearchParameters parameters) {
        return new IndexedAnew(new Reindexing(transactions, resources, parameters));
    }

    @Bean
    ReadPath readPath(AuditTrail audit) {
        return new ReadPath(audit);
    }

    @Bean
    Validation validation(FhirContext context, GatewaySettings settings) {
        List<Path> packages = settings.fhir().packages().stream().map(Path::of).toList();
        return new Validation(new Structure(context), new FullValidation(context, packages));
    }

    @Bean
    WritePath writePath(
            Resources resources, SearchParameters parameters, Validation validation, Ids ids, WriteRule rule) {
        return new WritePath(resources, parameters, validation.structure(), ids, rule);
    }

    @Bean
    Exchange exchange(WritePath write, Validation validation, AuditTrail audit, SearchParameters parameters) {
        return new Exchange(write, validation.full(), audit, new QueryParser(parameters));
    }

    @Bean
    ServletRegistrationBean<FhirServer> fhirServer(
            FhirContext context,
            ReadPath read,
            Exchange exchange,
            SearchParameters parameters,
            Transactions transactions,
            AuditTrail audit,
            Validation validation,
            Contributed contributed,
            ProcessMessage messages,
            Matching matching,
            Referring referring,
            GatewaySettings settings) {
        FhirServer server = new FhirServer(context, read, exchange, parameters, Cursor.of(transactions), audit)
                .withLargestResource(Math.toIntExact(settings.largestResource().toBytes()))
                .validating(validation)
                .telling(contributed)
                .messaging(messages)
                .matching(matching)
                .referring(referring)
                .answering(
                        FlagMeaning::of,
                        (person, transaction) -> Claim.isMinor(person, StatedTime.day(transaction.now())),
                        new RateLimit(settings.questionsPerHour(), Duration.ofHours(1), System::nanoTime))
                .publishing(new Publishing(context, transactions, exchange))
                .withTokensFrom(Optional.of(settings.oauth2().tokenEndpoint()).filter(endpoint -> !endpoint.isEmpty()));
        if (!settings.baseUrl().isEmpty()) {
            server.setServerAddressStrategy(new HardcodedServerAddressStrategy(settings.baseUrl() + "/fhir"));
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
