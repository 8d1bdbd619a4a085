package org.carerrecord.fhirserver.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One condition of a search; the values of one clause are alternatives, clauses are all to hold (R4, 3.1.1.4). */
sealed interface Clause {

    /** {@code _id}. */
    record Ids(List<String> ids) implements Clause {}

    /** {@code _lastUpdated}. */
    record Updated(List<DateValue> values) implements Clause {}

    record Tokens(SearchParameter parameter, List<TokenValue> values) implements Clause {}

    record Texts(SearchParameter parameter, Match match, List<String> values) implements Clause {}

    record Dates(SearchParameter parameter, List<DateValue> values) implements Clause {}

    /** Values are {@code Type/id} or a URL elsewhere; a bare id stands for each of the parameter's targets. */
    record References(SearchParameter parameter, List<String> values) implements Clause {}

    /** A condition on the resource that a reference leads to: one for each type that it may lead to. */
    record Chain(SearchParameter parameter, List<Target> targets) implements Clause {

        record Target(String type, Clause clause) {}
    }

    /** {@code system|code}, {@code |code} (system empty), {@code code} (system null), {@code system|} (code null). */
    record TokenValue(@Nullable String system, @Nullable String code) {}

    record DateValue(Prefix prefix, TimeSpan span) {}

    enum Match {
        STARTS,
        EXACT,
        CONTAINS
    }

    /** R4, 3.1.1.4.5 "Prefixes", without ap. */
    enum Prefix {
        EQ,
        NE,
        GT,
        LT,
        GE,
        LE,
        SA,
        EB
    }
}
