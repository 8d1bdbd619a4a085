package org.carerrecord.gateway;

import org.carerrecord.gateway.inbound.mllp.MllpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The gateway application: joins the mappers and the shared record. What is excluded would wrap or make beans that the
 * record, with its own transactions, never asks for; and to observe each request, which nobody looks at, costs a tenth of a
 * read.
 */
@SpringBootApplication(
        exclude = {
            AopAutoConfiguration.class,
            DataSourceTransactionManagerAutoConfiguration.class,
            JdbcClientAutoConfiguration.class,
            JdbcTemplateAutoConfiguration.class,
            MultipartAutoConfiguration.class,
            PersistenceExceptionTranslationAutoConfiguration.class,
            TaskSchedulingAutoConfiguration.class,
            TransactionAutoConfiguration.class,
            TransactionManagerCustomizationAutoConfiguration.class,
            WebMvcObservationAutoConfiguration.class
        })
@ConfigurationPropertiesScan
public class Gateway {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private static final int STOPPED_AS_ASKED = 0;

    public static void main(String[] args) {
        if (AuditCommand.isAsked(args)) {
            System.exit(AuditCommand.run(args));
        }
        HeapSizing.set();
        ConfigurableApplicationContext gateway = SpringApplication.run(Gateway.class, args);
        // Runs when everything is closed; the platform's own status after SIGTERM would be 143 (contract.md, exits).
        SpringApplication.getShutdownHandlers().add(() -> Runtime.getRuntime().halt(STOPPED_AS_ASKED));
        LOG.info(
                "The gateway is up: http://localhost:{}, MLLP on port {}. Ctrl-C or SIGTERM stops it.",
                gateway.getEnvironment().getProperty("local.server.port"),
                gateway.getBean(MllpServer.class).port());
    }
}
