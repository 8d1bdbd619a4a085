package org.carerrecord.fhirserver.validation;

import ca.uhn.fhir.context.FhirContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Resource;

/** The definitions that we publish: the resources of {@code profiles/}. */
public final class Artefacts {

    private static final Set<String> NAMES = new LinkedHashSet<>(read());
    private static final Set<String> TYPES =
            NAMES.stream().map(name -> name.substring(0, name.indexOf('-'))).collect(Collectors.toUnmodifiableSet());

    private Artefacts() {}

    /** Whether a resource is one that we publish. */
    public static boolean has(String type, String id) {
        return NAMES.contains(type + "-" + id + ".json");
    }

    /** The types of what we publish. */
    public static Set<String> types() {
        return TYPES;
    }

    /** The names of the files, {@code StructureDefinition-CarerRecord-Carer.json}. */
    private static List<String> read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open("/artefacts.txt"), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    public static List<Resource> all(FhirContext context) {
        return NAMES.stream()
                .map(name -> (Resource) context.newJsonParser().parseResource(text(name)))
                .toList();
    }

    private static String text(String name) {
        try (InputStream file = open("/profiles/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static InputStream open(String file) {
        return Objects.requireNonNull(Artefacts.class.getResourceAsStream(file), file);
    }
}
