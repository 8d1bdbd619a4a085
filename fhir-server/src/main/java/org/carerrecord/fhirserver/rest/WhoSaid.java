package org.carerrecord.fhirserver.rest;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Found;
import org.carerrecord.fhirserver.store.Version;

/**
 * Whose Provenance a search is to include. It is no row of the index but made of the versions' columns, so that this is no
 * include of the search itself.
 *
 * @param type that is searched
 * @param named by {@code _revinclude}
 * @param iterated by {@code _revinclude:iterate}
 */
record WhoSaid(String type, List<String> named, List<String> iterated) {

    private static final String NAMED = "_revinclude";
    private static final String ITERATED = "_revinclude:iterate";

    /** Provenance has one reference to what it tells of. */
    private static final Set<String> OF_ANY = Set.of("Provenance:target", "Provenance:*");

    WhoSaid {
        named = List.copyOf(named);
        iterated = List.copyOf(iterated);
    }

    static WhoSaid of(String type, Map<String, String[]> parameters) {
        return new WhoSaid(type, asked(parameters, NAMED, type), asked(parameters, ITERATED, type));
    }

    /** The parameters without these: what the search itself is asked. */
    static Map<String, String[]> without(String type, Map<String, String[]> parameters) {
        Map<String, String[]> rest = new LinkedHashMap<>(parameters);
        for (String name : List.of(NAMED, ITERATED)) {
            rest.computeIfPresent(name, (any, values) -> Arrays.stream(values)
                    .filter(Predicate.not(value -> isAsked(value, type)))
                    .toArray(String[]::new));
        }
        return rest;
    }

    boolean isWanted() {
        return !named.isEmpty() || !iterated.isEmpty();
    }

    /** What was found, as far as it is asked who said it. */
    List<Version> of(Found found) {
        boolean ofAny = iterated.stream().anyMatch(OF_ANY::contains);
        Stream<Version> included = found.included().stream()
                .filter(version ->
                        ofAny || (!iterated.isEmpty() && version.type().equals(type)));
        return isWanted() ? Stream.concat(found.matches().stream(), included).toList() : List.of();
    }

    private static List<String> asked(Map<String, String[]> parameters, String name, String type) {
        return Arrays.stream(parameters.getOrDefault(name, new String[0]))
                .filter(value -> isAsked(value, type))
                .toList();
    }

    private static boolean isAsked(String value, String type) {
        return OF_ANY.stream().anyMatch(any -> value.equals(any) || value.equals(any + ":" + type));
    }
}
