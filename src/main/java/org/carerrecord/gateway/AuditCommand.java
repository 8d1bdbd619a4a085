package org.carerrecord.gateway;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.carerrecord.fhirserver.audit.AuditProof;
import org.carerrecord.fhirserver.audit.AuditProof.Link;
import org.carerrecord.fhirserver.audit.AuditProof.Result;
import org.carerrecord.fhirserver.store.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code audit verify [number:digest] [settings]}: proves the audit of the database that the gateway's settings name.
 *
 * <p>It ends with 0 when the audit is whole, with 1 when it is not, with 2 when it was asked wrongly.
 */
final class AuditCommand {

    private static final Logger LOG = LoggerFactory.getLogger(AuditCommand.class);

    private static final Pattern LINK = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");
    private static final int WHOLE = 0;
    private static final int BROKEN = 1;
    private static final int NOT_UNDERSTOOD = 2;

    private AuditCommand() {}

    /** Whether the arguments are for this and not for the gateway. */
    static boolean isAsked(String... arguments) {
        return arguments.length > 0 && arguments[0].equals("audit");
    }

    /** The exit status. */
    static int run(String... arguments) {
        List<String> words = Arrays.stream(arguments)
                .filter(argument -> !argument.startsWith("--"))
                .toList();
        Optional<Link> kept = words.stream()
                .skip(2)
                .findFirst()
                .map(LINK::matcher)
                .filter(Matcher::matches)
                .map(AuditCommand::link);
        if (words.size() < 2 || !words.get(1).equals("verify") || words.size() != (kept.isPresent() ? 3 : 2)) {
            LOG.error("ask: audit verify [number:digest] [settings of the gateway]");
            return NOT_UNDERSTOOD;
        }
        String[] settings = Arrays.stream(arguments)
                .filter(argument -> argument.startsWith("--"))
                .toArray(String[]::new);
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Database.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(settings)) {
            return tell(AuditProof.of(
                    new Transactions(context.getBean(DataSource.class), Clock.systemUTC(), new SecureRandom()), kept));
        }
    }

    private static Link link(Matcher parts) {
        return new Link(Long.parseLong(parts.group(1)), parts.group(2));
    }

    private static int tell(Result result) {
        result.faults().forEach(LOG::error);
        LOG.info(
                "{} rows are sealed, the last seal is {}:{}; {} rows behind it are not sealed yet",
                result.rows(),
                result.last().number(),
                result.last().digest(),
                result.tail());
        if (result.faults().isEmpty()) {
            LOG.info("the audit is whole");
            return WHOLE;
        }
        LOG.error("the audit is not whole: {} faults", result.faults().size());
        return BROKEN;
    }

    /** The gateway's database, as its settings name it, and nothing else of it. */
    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    static class Database {}
}
