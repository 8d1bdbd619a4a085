package org.carerrecord.gateway.outbound;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who returns Client Level Data.
 *
 * @param laCodes the councils' codes in the return, which are not their ODS codes, by ODS code
 */
@ConfigurationProperties("gateway.client-level-data")
record ClientLevelSettings(@DefaultValue Map<String, String> laCodes) {}
