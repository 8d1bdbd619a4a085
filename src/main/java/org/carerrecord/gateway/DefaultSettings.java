package org.carerrecord.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The embedded database unless one is named: a file, and in the sandbox memory. A sandbox stays on the loopback address
 * (contract.md, sandbox).
 */
class DefaultSettings implements EnvironmentPostProcessor {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String H2 = "jdbc:h2:";
    private static final String IN_MEMORY = "jdbc:h2:mem:sandbox;DB_CLOSE_DELAY=-1";
    private static final String IN_A_FILE = "jdbc:h2:file:./data/carer-record";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean sandbox = environment.getProperty("gateway.sandbox", Boolean.class, false);
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("spring.datasource.url", sandbox ? IN_MEMORY : IN_A_FILE);
        if (environment.getProperty("spring.datasource.url", H2).startsWith(H2)) {
            // H2 forgets it when a file is opened again, and then a commit reaches the file half a second late.
            // Who asks for more than half a minute asks for too much.
            defaults.put("spring.datasource.hikari.connection-init-sql", "set write_delay 0; set query_timeout 30000");
            // Else H2 closes by itself when the process is asked to stop, under what is still to be finished.
            defaults.put("spring.datasource.hikari.data-source-properties.[DB_CLOSE_ON_EXIT]", "FALSE");
        }
        if (environment.getProperty("spring.datasource.url", H2).startsWith("jdbc:postgresql:")) {
            // Who waits longer than this for a lock waits for somebody who is stuck.
            // Who asks for more than half a minute asks for too much.
            defaults.put(
                    "spring.datasource.hikari.connection-init-sql",
                    "set lock_timeout = '10s'; set statement_timeout = '30s'");
            // In seconds, longer than any statement: the other end of a connection may be gone and have said nothing.
            defaults.put("spring.datasource.hikari.data-source-properties.socketTimeout", "60");
            // Rows of one batch in one statement.
            defaults.put("spring.datasource.hikari.data-source-properties.reWriteBatchedInserts", "true");
        }
        if (sandbox) {
            refuseOutside(environment, "server.address");
            refuseOutside(environment, "gateway.mllp.address");
            defaults.put("server.address", LOOPBACK);
            defaults.put("gateway.mllp.address", LOOPBACK);
            // A code that no council has.
            defaults.put("gateway.client-level-data.la-codes.ZL1", "999");
        }
        environment.getPropertySources().addLast(new MapPropertySource("gateway defaults", defaults));
    }

    private static void refuseOutside(ConfigurableEnvironment environment, String property) {
        @Nullable String address = environment.getProperty(property);
        if (address != null && !isLoopback(address)) {
            throw new IllegalStateException(
                    "a sandbox has open tokens, so it listens on the loopback address only: take away " + property);
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
