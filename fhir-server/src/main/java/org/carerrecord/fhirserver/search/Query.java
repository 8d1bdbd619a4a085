package org.carerrecord.fhirserver.search;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A search, understood.
 *
 * @param count how many matches a page holds at most
 * @param after the id after which the page begins
 */
public record Query(
        String type,
        List<Clause> clauses,
        List<Include> includes,
        int count,
        boolean countOnly,
        Optional<String> after) {

    /**
     * {@code _include} and {@code _revinclude}.
     *
     * @param parameter the reference that is followed
     * @param target the only type to include; empty for all
     * @param reverse whether it is followed from its target to its owner
     */
    public record Include(SearchParameter parameter, Optional<String> target, boolean reverse) {}

    public Query {
        clauses = List.copyOf(clauses);
        includes = List.copyOf(includes);
    }

    /**
     * Whether the search asks by identifiers alone: of the type itself or of the patient whom it is about.
     *
     * @param system tells which systems of identifiers count
     */
    public boolean asksByIdentifierAlone(Predicate<String> system) {
        return !clauses.isEmpty() && clauses.stream().allMatch(clause -> byIdentifier(clause, system));
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
        return clauses.stream()
                .flatMap(clause -> asked(type, clause, system).stream())
                .findFirst();
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
