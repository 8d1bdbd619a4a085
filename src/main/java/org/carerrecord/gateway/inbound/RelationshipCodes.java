package org.carerrecord.gateway.inbound;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.mapping.Relationships;
import org.springframework.stereotype.Component;

/** What each hospital's relationship codes mean: the published ones, and its own by the file that the operator keeps. */
@Component
class RelationshipCodes {

    private final Relationships published = new Relationships();
    private final Map<String, Relationships> own;

    /** @throws IllegalArgumentException naming file and line, when a file is no code table */
    RelationshipCodes(Hl7V2Settings settings) {
        own = settings.relationships().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        file -> file.getKey().toUpperCase(Locale.ROOT), file -> read(file.getValue())));
    }

    private static Relationships read(Path file) {
        try (Reader csv = Files.newBufferedReader(file)) {
            return new Relationships(CodeTable.read(file.toString(), csv));
        } catch (IOException cause) {
            throw new UncheckedIOException("gateway.hl7v2.relationships: " + file + " cannot be read", cause);
        }
    }

    Relationships of(String ods) {
        return own.getOrDefault(ods, published);
    }
}
