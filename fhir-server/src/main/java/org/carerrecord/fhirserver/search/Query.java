package org.carerrecord.fhirserver.search;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Identifier;

/**
 * A search, understood.
 *
 * @param count how many matches a page holds at most
 * @param total whether the number of all matches is asked for
 * @param after the end of the page before
 * @param ignored parameters that are not known, where the client would rather have them ignored
 */
public record Query(
        String type,
        List<Clause> clauses,
        List<Include> includes,
        List<Sort> sorts,
        int count,
        boolean countOnly,
        Total total,
        Optional<Place> after,
        List<String> ignored) {

    /** {@code _total} (R4, 3.1.1.5.4); an estimate here is the number itself. */
    public enum Total {
        /** Only where it costs nothing. */
        UNASKED,
        NONE,
        EXACT
    }

    /**
     * {@code _include} and {@code _revinclude} (R4, 3.1.1.5.5).
     *
     * @param from the types whose resources it is followed from; empty for any
     * @param parameter the reference that is followed; empty for all
     * @param types what is included
     * @param reverse whether it is followed from its target to its owner
     * @param iterate whether it is followed from what was included, too
     */
    public record Include(
            Set<String> from,
            Optional<SearchParameter> parameter,
            Set<String> types,
            boolean reverse,
            boolean iterate) {

        /** Whether a resource of a type may have such a link, or be led to by one. */
        public boolean leadsFrom(String type) {
            return from.isEmpty() || from.contains(type);
        }
    }

    public Query {
        clauses = List.copyOf(clauses);
        includes = List.copyOf(includes);
        sorts = List.copyOf(sorts);
        ignored = List.copyOf(ignored);
    }

    /**
     * Whether the search asks by identifiers alone: of the type itself or of the patient whom it is about.
     *
     * @param system tells which systems of identifiers count
     */
    public boolean asksByIdentifierAlone(Predicate<String> system) {
        return !clauses.isEmpty() && clauses.stream().allMatch(clause -> byIdentifier(clause, system));
    }

    /** Whether the search asks for an identifier of what it finds. */
    public boolean asksByOwnIdentifier() {
        return clauses.stream()
                .anyMatch(clause -> clause instanceof Clause.Tokens && byIdentifier(clause, any -> true));
    }

    /** The identifiers that the search asks for, when it asks for nothing else and for each of them. */
    public Optional<List<Identifier>> identifiers() {
        return clauses.stream().allMatch(clause -> clause instanceof Clause.Tokens && byIdentifier(clause, any -> true))
                ? Optional.of(clauses.stream()
                        .map(clause -> ((Clause.Tokens) clause).values().getFirst())
                        .map(value -> new Identifier().setSystem(value.system()).setValue(value.code()))
                        .toList())
                : Optional.empty();
    }

    /**
     * In lower case the values of which a match has one as its identifier's; empty where it may have any, or none.
     */
    public Optional<Set<String>> identifierValues() {
        return clauses.stream()
                .flatMap(clause -> clause instanceof Clause.Tokens tokens
                                && tokens.parameter().code().equals("identifier")
                                && tokens.values().stream().allMatch(value -> value.code() != null)
                        ? Stream.of(tokens.values().stream()
                                .map(value -> String.valueOf(value.code()).toLowerCase(Locale.ROOT))
                                .collect(Collectors.toUnmodifiableSet()))
                        : Stream.empty())
                .findFirst();
    }

    /** The types beside its own without which the search has no answer: which a chain goes through, which an include adds. */
    public Set<String> through() {
        Set<String> types = new TreeSet<>();
        clauses.forEach(clause -> through(clause, types));
        includes.stream().map(Include::types).filter(added -> added.size() == 1).forEach(types::addAll);
        return types;
    }

    private static void through(Clause clause, Set<String> types) {
        switch (clause) {
            case Clause.Chain chain
            when chain.targets().size() == 1 -> {
                types.add(chain.targets().getFirst().type());
                through(chain.targets().getFirst().clause(), types);
            }
            case Clause.Has has -> {
                types.add(has.parameter().type());
                through(has.clause(), types);
            }
            case Clause.Not(Clause other) -> through(other, types);
            default -> {}
        }
    }

    private static boolean byIdentifier(Clause clause, Predicate<String> system) {
        return switch (clause) {
            case Clause.Tokens tokens ->
                tokens.parameter().code().equals("identifier")
                        && tokens.values().size() == 1
                        && tokens.values().getFirst().code() != null
                        && system.test(String.valueOf(tokens.values().getFirst().system()));
            case Clause.Chain chain ->
                chain.targets().stream()
                        .allMatch(target -> target.type().equals("Patient") && byIdentifier(target.clause(), system));
            default -> false;
        };
    }

    /** The number of the one person whom the search asks for by NHS number, if it does so (carer-model.md, agreement 1). */
    public Optional<String> personAskedFor(String system) {
        for (Clause clause : clauses) {
            Optional<String> asked = asked(type, clause, system);
            if (asked.isPresent()) {
                return asked;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> asked(String type, Clause clause, String system) {
        return switch (clause) {
            case Clause.Tokens tokens
            when type.equals("Patient")
                    && tokens.parameter().code().equals("identifier")
                    && tokens.values().size() == 1 ->
                Optional.of(tokens.values().getFirst())
                        .filter(value -> system.equals(value.system()))
                        .flatMap(value -> Optional.ofNullable(value.code()));
            case Clause.Chain chain ->
                chain.targets().stream()
                        .flatMap(target -> asked(target.type(), target.clause(), system).stream())
                        .findFirst();
            default -> Optional.empty();
        };
    }
}
