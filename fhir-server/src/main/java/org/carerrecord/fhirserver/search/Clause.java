package org.carerrecord.fhirserver.search;

import java.util.List;
import org.carerrecord.profiles.Systems;
import org.jspecify.annotations.Nullable;

/** One condition of a search; the values of one clause are alternatives, clauses are all to hold (R4, 3.1.1.4). */
sealed interface Clause {

    /** {@code _id}. */
    record Ids(List<String> ids) implements Clause {}

    /** {@code _lastUpdated}. */
    record Updated(List<DateValue> values) implements Clause {}

    /** A condition on the index rows of one parameter. */
    sealed interface Indexed extends Clause {
        SearchParameter parameter();
    }

    record Tokens(SearchParameter parameter, List<TokenValue> values) implements Indexed {

        /** Whether all that it asks for are NHS numbers. */
        boolean isByNhsNumber() {
            return parameter.code().equals("identifier")
                    && values.stream().allMatch(value -> Systems.NHS_NUMBER.equals(value.system()));
        }
    }

    record Texts(SearchParameter parameter, Match match, List<String> values) implements Indexed {}

    record Dates(SearchParameter parameter, List<DateValue> values) implements Indexed {}

    /** Numbers and quantities. */
    record Numbers(SearchParameter parameter, List<NumberValue> values) implements Indexed {}

    /** Values are {@code Type/id} or a URL elsewhere; a bare id stands for each of the parameter's targets. */
    record References(SearchParameter parameter, List<String> values) implements Indexed {}

    /** Each value is a condition for each part; all parts are to be fulfilled in one element (R4, 3.1.1.4.17). */
    record Composites(SearchParameter parameter, List<List<Indexed>> values) implements Clause {}

    /** {@code :missing} (R4, 3.1.1.4.4). */
    record Missing(SearchParameter parameter, boolean missing) implements Clause {}

    /** {@code :not}: no value of the parameter fulfils the clause, or there is none (R4, 3.1.1.4.10). */
    record Not(Clause clause) implements Clause {}

    /** A condition on the resource that a reference leads to: one for each type that it may lead to. */
    record Chain(SearchParameter parameter, List<Target> targets) implements Clause {

        record Target(String type, Clause clause) {}
    }

    /** {@code _has}: a condition on a resource whose reference leads here (R4, 3.1.1.4.16). */
    record Has(SearchParameter parameter, Clause clause) implements Clause {}

    /** {@code system|code}, {@code |code} (system empty), {@code code} (system null), {@code system|} (code null). */
    record TokenValue(@Nullable String system, @Nullable String code) {}

    record DateValue(Prefix prefix, TimeSpan span) {

        /** Whether there is a moment before which nothing meets it. */
        boolean hasBeginning() {
            return switch (prefix) {
                case EQ, GT, GE, SA, AP -> true;
                case NE, LT, LE, EB -> false;
            };
        }
    }

    /** A number, or {@code number|system|code} and {@code number||code} with the token of its unit. */
    record NumberValue(Prefix prefix, Decimal number, @Nullable TokenValue unit) {}

    /** How strings and URIs are compared; BELOW and ABOVE by the steps of a URL's path (R4, 3.1.1.4.5, 3.1.1.4.13). */
    enum Match {
        STARTS,
        EXACT,
        CONTAINS,
        BELOW,
        ABOVE
    }

    /** R4, 3.1.1.4.5 "Prefixes". */
    enum Prefix {
        EQ,
        NE,
        GT,
        LT,
        GE,
        LE,
        SA,
        EB,
        AP
    }
}
