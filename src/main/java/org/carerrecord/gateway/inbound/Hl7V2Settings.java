package org.carerrecord.gateway.inbound;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How HL7 v2 is read.
 *
 * @param relationships files of relationship codes of hospitals' own, by ODS code; CSV with the columns of the published
 *     tables
 */
@ConfigurationProperties("gateway.hl7v2")
record Hl7V2Settings(@DefaultValue Map<String, Path> relationships) {}
