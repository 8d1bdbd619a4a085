package org.carerrecord.fhirserver.agreement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code agreement.yaml}: first held against its JSON Schema, then understood. */
public final class AgreementFile {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    /** Where the agreement does not say. */
    private static final Period ENCOUNTER_FOR = Period.ofDays(180);

    /** Where the agreement does not say: a cared-for person's practice (carer-model.md, "What makes a carer" 4). */
    private static final Set<Kind> CARERS_NUMBER_UNTOLD = Set.of(Kind.GP_PRACTICE);

    private record Written(
            String version,
            LocalDate dated,
            Duration selfStatedFor,
            @Nullable Period encounterFor,
            Map<Category, Set<String>> categories,
            @Nullable Set<Kind> carersNumberUntold,
            Map<Kind, Map<Category, WithoutConsent>> withoutConsent,
            List<Partner> partners) {}

    @EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
    private enum WithoutConsent {
        SHARE,
        ASK
    }

    private AgreementFile() {}

    /**
     * The agreement in a file.
     *
     * @throws IOException naming the lines when the file is not a valid agreement
     */
    public static Agreement read(InputStream file) throws IOException {
        String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        try {
            List<String> broken = AgreementSchema.broken(YAML.readTree(text), text);
            if (!broken.isEmpty()) {
                throw new IOException("the agreement is not valid, " + String.join("; ", broken));
            }
            return understood(YAML.readValue(text, Written.class));
        } catch (JsonProcessingException cause) {
            int line = cause.getLocation() == null ? 0 : cause.getLocation().getLineNr();
            throw new IOException(
                    "the agreement is not valid, line " + line + ": " + cause.getOriginalMessage(), cause);
        } catch (IllegalArgumentException cause) {
            throw new IOException("the agreement is not valid: " + cause.getMessage(), cause);
        }
    }

    /** The agreement as JSON in the form of its file, its lists in order. */
    public static String json(Agreement agreement) {
        Map<Category, Set<String>> categories = new EnumMap<>(Category.class);
        agreement
                .categories()
                .forEach((type, its) -> its.forEach(category -> categories
                        .computeIfAbsent(category, any -> new TreeSet<>())
                        .add(type)));
        Map<Kind, Map<Category, WithoutConsent>> answers = new EnumMap<>(Kind.class);
        agreement.withoutConsent().forEach((kind, shown) -> {
            Map<Category, WithoutConsent> its = new EnumMap<>(Category.class);
            shown.forEach(category -> its.put(category, WithoutConsent.SHARE));
            answers.put(kind, its);
        });
        try {
            return JSON.writeValueAsString(new Written(
                    agreement.version(),
                    agreement.dated(),
                    agreement.selfStatedFor(),
                    agreement.encounterFor(),
                    categories,
                    new TreeSet<>(agreement.carersNumberUntold()),
                    answers,
                    agreement.partners()));
        } catch (JsonProcessingException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static Agreement understood(Written written) {
        Map<String, Set<Category>> categories = new HashMap<>();
        written.categories()
                .forEach((category, types) -> types.forEach(type -> categories
                        .computeIfAbsent(type, any -> EnumSet.noneOf(Category.class))
                        .add(category)));
        Map<Kind, Set<Category>> shown = new HashMap<>();
        written.withoutConsent()
                .forEach((kind, answers) -> answers.forEach((category, answer) -> {
                    if (answer == WithoutConsent.SHARE) {
                        shown.computeIfAbsent(kind, any -> EnumSet.noneOf(Category.class))
                                .add(category);
                    }
                }));
        return new Agreement(
                written.version(),
                written.dated(),
                written.selfStatedFor(),
                Objects.requireNonNullElse(written.encounterFor(), ENCOUNTER_FOR),
                categories,
                Objects.requireNonNullElse(written.carersNumberUntold(), CARERS_NUMBER_UNTOLD),
                shown,
                written.partners());
    }
}
