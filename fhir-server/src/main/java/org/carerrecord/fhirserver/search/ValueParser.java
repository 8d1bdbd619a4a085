package org.carerrecord.fhirserver.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;

/** Reads the values of one parameter, by its kind (R4, 3.1.1.4.6 to 3.1.1.4.14). */
final class ValueParser {

    private static final Pattern PREFIXED =
            Pattern.compile("(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.+)", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final SearchParameters parameters;
    private final String base;

    /**
     * A parser.
     *
     * @param base this server's own address, which references to it may begin with; empty when it is not known
     */
    ValueParser(SearchParameters parameters, String base) {
        this.parameters = parameters;
        this.base = base;
    }

    /** Values without a modifier. */
    Clause.Indexed parse(SearchParameter parameter, List<String> values) {
        return switch (parameter.kind()) {
            case TOKEN, IDENTIFIER -> tokens(parameter, values);
            case STRING, PHONETIC -> texts(parameter, Clause.Match.STARTS, values);
            case URI -> texts(parameter, Clause.Match.EXACT, values);
            case DATE -> new Clause.Dates(parameter, dates(parameter.code(), values));
            case NUMBER ->
                new Clause.Numbers(
                        parameter,
                        values.stream()
                                .map(value -> number(parameter, value, null))
                                .toList());
            case QUANTITY ->
                new Clause.Numbers(
                        parameter,
                        values.stream().map(value -> quantity(parameter, value)).toList());
            case REFERENCE -> references(parameter, Optional.empty(), values);
            case COMPOSITE -> throw new IllegalArgumentException("a composite is parsed by its parts");
        };
    }

    Clause.Tokens tokens(SearchParameter parameter, List<String> values) {
        return new Clause.Tokens(
                parameter, values.stream().map(ValueParser::token).toList());
    }

    Clause.Texts texts(SearchParameter parameter, Clause.Match match, List<String> values) {
        return new Clause.Texts(
                parameter, match, values.stream().map(Values::plain).toList());
    }

    /** References; a bare id is one of the type, where it is given. A canonical is a name, whosesoever address it is under. */
    Clause.References references(SearchParameter parameter, Optional<String> type, List<String> values) {
        return new Clause.References(
                parameter,
                values.stream()
                        .map(Values::plain)
                        .map(value -> parameters.isFollowed(parameter) ? ReferenceText.withoutOwn(base, value) : value)
                        .map(value -> type.filter(any -> ReferenceText.isId(value))
                                .map(known -> known + "/" + value)
                                .orElse(value))
                        .toList());
    }

    /** {@code system|code|value} (R4, 3.1.1.4.10 {@code :of-type}). */
    Clause.Tokens ofType(SearchParameter parameter, List<String> values) {
        List<Clause.TokenValue> typed = new ArrayList<>();
        for (String value : values) {
            List<String> parts = Values.split(value, '|');
            if (parts.size() != 3 || parts.get(1).isEmpty() || parts.get(2).isEmpty()) {
                throw new Fault(
                        FaultKind.INVALID_SEARCH, parameter.code(), "write it as system|code|value of the identifier");
            }
            typed.add(new Clause.TokenValue(
                    Values.plain(parts.get(0)) + "|" + Values.plain(parts.get(1)), Values.plain(parts.get(2))));
        }
        return new Clause.Tokens(parameter.ofType(), typed);
    }

    /** Parts beside each other with a dollar between (R4, 3.1.1.4.17). */
    Clause.Composites composites(SearchParameter parameter, List<String> values) {
        List<List<Clause.Indexed>> all = new ArrayList<>();
        for (String value : values) {
            List<String> parts = Values.split(value, '$');
            if (parts.size() != parameter.parts().size() || parts.stream().anyMatch(String::isBlank)) {
                throw new Fault(
                        FaultKind.INVALID_SEARCH,
                        parameter.code(),
                        "give its " + parameter.parts().size() + " parts with a $ between");
            }
            List<Clause.Indexed> clauses = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                clauses.add(parse(parameter.part(i), List.of(parts.get(i))));
            }
            all.add(clauses);
        }
        return new Clause.Composites(parameter, all);
    }

    List<Clause.DateValue> dates(String code, List<String> values) {
        return values.stream().map(value -> date(code, value)).toList();
    }

    private static Clause.TokenValue token(String value) {
        List<String> parts = Values.split(value, '|');
        if (parts.size() == 1) {
            return new Clause.TokenValue(null, Values.plain(value));
        }
        String system = parts.getFirst();
        String code = value.substring(system.length() + 1);
        if (system.isEmpty() && code.isEmpty()) {
            throw new Fault(FaultKind.INVALID_SEARCH, "search", "give a system, a code or both beside the |");
        }
        return new Clause.TokenValue(Values.plain(system), code.isEmpty() ? null : Values.plain(code));
    }

    private static Clause.DateValue date(String code, String value) {
        Matcher parts = PREFIXED.matcher(value.strip().replace(' ', '+'));
        Optional<TimeSpan> span = parts.matches() ? TimeSpan.of(parts.group(2)) : Optional.empty();
        return new Clause.DateValue(
                prefix(parts),
                span.orElseThrow(() -> new Fault(
                        FaultKind.INVALID_SEARCH,
                        code,
                        "write a date as yyyy, yyyy-MM, yyyy-MM-dd or a date and time")));
    }

    private static Clause.NumberValue number(
            SearchParameter parameter, String value, Clause.@Nullable TokenValue unit) {
        // In a URL a plus that is not encoded is a blank.
        Matcher parts = PREFIXED.matcher(value.replace(' ', '+'));
        Optional<Decimal> number = parts.matches() ? Decimal.of(parts.group(2)) : Optional.empty();
        return new Clause.NumberValue(
                prefix(parts),
                number.orElseThrow(() -> new Fault(
                        FaultKind.INVALID_SEARCH,
                        parameter.code(),
                        "write a number as 5, 5.40 or 5.4e-3; the largest is about 1.7e308")),
                unit);
    }

    /** {@code number}, {@code number|system|code} or {@code number||code} (R4, 3.1.1.4.11). */
    private static Clause.NumberValue quantity(SearchParameter parameter, String value) {
        List<String> parts = Values.split(value, '|');
        if (parts.size() == 1) {
            return number(parameter, value, null);
        }
        if (parts.size() != 3 || (parts.get(1).isEmpty() && parts.get(2).isEmpty())) {
            throw new Fault(
                    FaultKind.INVALID_SEARCH,
                    parameter.code(),
                    "write it as number, number|system|code or number||code");
        }
        return number(
                parameter,
                parts.getFirst(),
                new Clause.TokenValue(
                        parts.get(1).isEmpty() ? null : Values.plain(parts.get(1)),
                        parts.get(2).isEmpty() ? null : Values.plain(parts.get(2))));
    }

    private static Clause.Prefix prefix(Matcher parts) {
        return parts.matches() && parts.group(1) != null
                ? Clause.Prefix.valueOf(parts.group(1).toUpperCase(Locale.ROOT))
                : Clause.Prefix.EQ;
    }
}
