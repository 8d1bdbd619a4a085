package org.carerrecord.fhirserver.rest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.profiles.Fault;
import org.hl7.fhir.r4.model.Resource;

/**
 * The JSON examples of the package {@code com.ibm.fhir:fhir-examples}: those of the specification, and those that its authors
 * wrote or made of each type, least, whole, and with each value absent.
 *
 * @param taken those that are resources by the rules of R4
 * @param refused the paths of the others, with the place and the reason
 * @param withoutNarrative the paths of those that are taken only without their narrative: it is empty (R4, Narrative, txt-2)
 */
public record Examples(List<Example> taken, Map<String, String> refused, List<String> withoutNarrative) {

    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final List<String> LISTS = List.of(
            "spec-json",
            "ibm-json",
            "ibm-json-bulk-data-group",
            "ibm-json-bulk-data-location",
            "profiles-pdex-formulary-json",
            "profiles-pdex-plan-net-json");

    /** No FHIR, though it lies among the examples. */
    private static final String NO_RESOURCE = "package-min-ver.json";

    private static final String EMPTY_DIV = "<div xmlns=\"http://www.w3.org/1999/xhtml\"></div>";

    private static final Bodies BODIES = new Bodies(TheRecord.CONTEXT, 2 * 1024 * 1024, Optional.empty());

    /** An example that is taken. */
    public record Example(String name, JsonNode json, Resource resource) {}

    public static Examples read() {
        Examples examples = new Examples(new ArrayList<>(), new TreeMap<>(), new ArrayList<>());
        for (String list : LISTS) {
            lines("/" + list + ".txt").stream()
                    .map(line -> line.substring(line.indexOf("json/")))
                    .filter(path -> !path.endsWith(NO_RESOURCE))
                    .forEach(examples::read);
        }
        return examples;
    }

    private static List<String> lines(String path) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(path), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String path) {
        try (InputStream file = open("/" + path)) {
            byte[] json = file.readAllBytes();
            if (!isTaken(path, json)) {
                JsonNode rest = JSON.readTree(json);
                boolean isTaken = leavesOutNarrative(rest)
                        && isTaken(path, rest.toString().getBytes(StandardCharsets.UTF_8));
                if (isTaken) {
                    refused.remove(path);
                    withoutNarrative.add(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isTaken(String path, byte[] json) throws IOException {
        try {
            Resource resource = BODIES.ofTree(StrictJson.tree(json));
            TheRecord.VALIDATION.structure().check(resource.fhirType(), resource);
            return taken.add(new Example(path, JSON.readTree(json), resource));
        } catch (Fault fault) {
            refused.put(path, fault.place().replaceAll("\\[\\d+]", "") + ": " + fault.reason());
            return false;
        }
    }

    private static boolean leavesOutNarrative(JsonNode element) {
        boolean isEmpty = element.path("text").path("div").asText().equals(EMPTY_DIV);
        if (isEmpty) {
            ((ObjectNode) element).remove("text");
        }
        for (JsonNode part : element) {
            isEmpty |= leavesOutNarrative(part);
        }
        return isEmpty;
    }

    private static InputStream open(String path) {
        return Objects.requireNonNull(Examples.class.getResourceAsStream(path), path);
    }
}
