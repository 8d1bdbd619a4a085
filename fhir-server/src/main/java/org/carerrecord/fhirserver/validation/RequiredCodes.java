package org.carerrecord.fhirserver.validation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Rules of R4 that HAPI's model does not hold: 21 elements that it calls optional, and required bindings (R4, 4.1.5) of
 * elements that are no enumeration in it. Tables of {@code r4/}, made from R4's StructureDefinitions; bindings to MIME types,
 * UCUM and LOINC are rules of syntax or too large, and are left to full validation.
 */
final class RequiredCodes {

    private static final String CURRENCIES = "http://hl7.org/fhir/ValueSet/currencies";
    private static final String ISO_4217 = "urn:iso:std:iso:4217";

    /** Codes by their system. */
    record Codes(Map<String, Set<String>> bySystem) {

        static final Codes ANY = new Codes(Map.of());

        boolean bound() {
            return !bySystem.isEmpty();
        }

        boolean has(String system, String code) {
            return bySystem.getOrDefault(system, Set.of()).contains(code);
        }

        /** Whether an element of type {@code code}, which has no system, may have the code. */
        boolean has(String code) {
            return bySystem.values().stream().anyMatch(codes -> codes.contains(code));
        }
    }

    private final Set<String> elements = new HashSet<>();
    private final Map<String, Codes> bindings = new HashMap<>();

    RequiredCodes() {
        rows("required-elements.csv").forEach(row -> elements.add(row[0]));
        Map<String, Map<String, Set<String>>> sets = new HashMap<>();
        rows("required-codes.csv").forEach(row -> sets.computeIfAbsent(row[0], any -> new HashMap<>())
                .computeIfAbsent(row[1], any -> new HashSet<>())
                .add(row[2]));
        Set<String> currencies = new HashSet<>();
        Currency.getAvailableCurrencies().forEach(currency -> currencies.add(currency.getCurrencyCode()));
        sets.put(CURRENCIES, Map.of(ISO_4217, currencies));
        rows("required-bindings.csv")
                .forEach(row -> bindings.put(row[0], new Codes(Objects.requireNonNull(sets.get(row[1]), row[1]))));
    }

    /** Whether R4 requires an element that HAPI's model calls optional. */
    boolean requires(String path) {
        return elements.contains(path);
    }

    Codes of(String path) {
        return bindings.getOrDefault(path, Codes.ANY);
    }

    private static List<String[]> rows(String table) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(RequiredCodes.class.getResourceAsStream("/r4/" + table), table),
                StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(line -> line.split(",")).toList();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
