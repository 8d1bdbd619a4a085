package org.carerrecord.fhirserver.agreement;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/**
 * What a token lets its bearer do at most: it narrows what the agreement gives and never widens it.
 *
 * @param actions by FHIR type, {@code *} for every type
 */
public record Scopes(Map<String, Set<Action>> actions) {

    /** The letters of SMART App Launch 2.2.0, "FHIR Resource Scopes". */
    public enum Action {
        CREATE,
        READ,
        UPDATE,
        DELETE,
        SEARCH;

        private char letter() {
            return Character.toLowerCase(name().charAt(0));
        }
    }

    public static final String ANY_TYPE = "*";

    /** For who is narrowed by no token. */
    public static final Scopes ALL = new Scopes(Map.of(ANY_TYPE, EnumSet.allOf(Action.class)));

    /** Version 2, whose letters stand in this order, and version 1. A scope of another form, or with a query, gives nothing. */
    private static final Pattern SCOPE =
            Pattern.compile("system/(\\*|[A-Z][A-Za-z]*)\\.(?:(read|write|\\*)|(?=[cruds])(c?r?u?d?s?))");

    public Scopes {
        actions = actions.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
    }

    /** @param scopes for example {@code system/RelatedPerson.rs}, or {@code system/RelatedPerson.read} of version 1 */
    public static Scopes of(Collection<String> scopes) {
        Map<String, Set<Action>> actions = new HashMap<>();
        for (String scope : scopes) {
            Matcher parts = SCOPE.matcher(scope);
            if (parts.matches()) {
                actions.computeIfAbsent(parts.group(1), type -> EnumSet.noneOf(Action.class))
                        .addAll(parts.group(2) == null ? letters(parts.group(3)) : word(parts.group(2)));
            }
        }
        return new Scopes(actions);
    }

    /** SMART App Launch 2.2.0, "Scopes for requesting FHIR Resources", on version 1. */
    private static Set<Action> word(String word) {
        return switch (word) {
            case "read" -> EnumSet.of(Action.READ, Action.SEARCH);
            case "write" -> EnumSet.of(Action.CREATE, Action.UPDATE, Action.DELETE);
            default -> EnumSet.allOf(Action.class);
        };
    }

    private static Set<Action> letters(String letters) {
        return Arrays.stream(Action.values())
                .filter(action -> letters.indexOf(action.letter()) >= 0)
                .collect(Collectors.toSet());
    }

    public boolean allow(Action action, String type) {
        return actions.getOrDefault(type, Set.of()).contains(action)
                || actions.getOrDefault(ANY_TYPE, Set.of()).contains(action);
    }

    /** Whether resources of a type may be shown at all. */
    public boolean show(String type) {
        return allow(Action.READ, type) || allow(Action.SEARCH, type);
    }

    /**
     * Stops what the token does not let its bearer do.
     *
     * @param type {@link #ANY_TYPE} for what touches every type
     * @throws Fault FORBIDDEN, naming the scope that is missing
     */
    public void require(String place, Action action, String type) {
        if (!allow(action, type)) {
            throw new Fault(
                    FaultKind.FORBIDDEN, place, "the token lacks the scope system/" + type + "." + action.letter());
        }
    }
}
