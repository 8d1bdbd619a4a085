package org.carerrecord.fhirserver.agreement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code agreement.yaml}. */
public final class AgreementFile {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private record Written(
            String version, String selfStatedFor, Map<Category, Set<String>> categories, List<Partner> partners) {}

    private AgreementFile() {}

    /**
     * The agreement in a file.
     *
     * @throws IOException naming the line when the file is not a valid agreement
     */
    public static Agreement read(InputStream file) throws IOException {
        try {
            Written written = YAML.readValue(file, Written.class);
            Map<String, Set<Category>> categories = new HashMap<>();
            written.categories()
                    .forEach((category, types) -> types.forEach(type -> categories
                            .computeIfAbsent(type, any -> EnumSet.noneOf(Category.class))
                            .add(category)));
            return new Agreement(
                    written.version(), Duration.parse(written.selfStatedFor()), categories, written.partners());
        } catch (JsonProcessingException cause) {
            int line = cause.getLocation() == null ? 0 : cause.getLocation().getLineNr();
            throw new IOException(
                    "the agreement is not valid, line " + line + ": " + cause.getOriginalMessage(), cause);
        } catch (DateTimeParseException cause) {
            throw new IOException("the agreement is not valid, selfStatedFor: write a duration as PT12H", cause);
        } catch (IllegalArgumentException cause) {
            throw new IOException("the agreement is not valid: " + cause.getMessage(), cause);
        }
    }
}
