package org.carerrecord.fhirserver.search;

import java.util.Optional;
import java.util.Set;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** Reads {@code _include} and {@code _revinclude} (R4, 3.1.1.5.5). */
final class IncludeParser {

    private static final String ALL = "*";
    private static final Set<String> NAMES =
            Set.of("_include", "_include:iterate", "_revinclude", "_revinclude:iterate");

    private final SearchParameters parameters;

    IncludeParser(SearchParameters parameters) {
        this.parameters = parameters;
    }

    static boolean isInclude(String name) {
        return NAMES.contains(name);
    }

    /**
     * What a search of a type is to include.
     *
     * @param value {@code Type:parameter}, {@code Type:parameter:TargetType}, {@code Type:*} or {@code *}
     */
    Query.Include parse(String type, String name, String value) {
        boolean reverse = name.startsWith("_rev");
        boolean iterate = name.endsWith(":iterate");
        if (value.equals(ALL)) {
            Set<String> from = reverse || iterate ? Set.of() : Set.of(type);
            return new Query.Include(from, Optional.empty(), parameters.types(), reverse, iterate);
        }
        String[] parts = value.split(":", 4);
        if (parts.length < 2
                || parts.length > 3
                || !parameters.types().contains(parts[0])
                || (parts.length == 3 && !parameters.types().contains(parts[2]))) {
            throw new Fault(
                    FaultKind.INVALID_SEARCH, name, "write it as Type:parameter, Type:parameter:TargetType or *");
        }
        if (SearchParameters.isMade(parts[0]) || (parts.length == 3 && SearchParameters.isMade(parts[2]))) {
            throw new Fault(
                    FaultKind.INVALID_SEARCH,
                    name,
                    "of Provenance write _revinclude=Provenance:target, with :iterate for what is included, too");
        }
        if (!reverse && !iterate && !parts[0].equals(type)) {
            throw new Fault(
                    FaultKind.INVALID_SEARCH, name, "its type is not the one that is searched; write _include:iterate");
        }
        Optional<SearchParameter> parameter = parts[1].equals(ALL)
                ? Optional.empty()
                : Optional.of(parameters
                        .find(parts[0], parts[1])
                        .filter(parameters::isFollowed)
                        .orElseThrow(() -> new Fault(
                                FaultKind.INVALID_SEARCH, name, "no such reference parameter that can be followed")));
        Set<String> source = Set.of(parts[0]);
        Set<String> targets = parts.length == 3
                ? Set.of(parts[2])
                : parameter.map(SearchParameter::targets).orElse(Set.of());
        return reverse
                ? new Query.Include(targets, parameter, source, true, iterate)
                : new Query.Include(
                        source, parameter, targets.isEmpty() ? parameters.types() : targets, false, iterate);
    }
}
