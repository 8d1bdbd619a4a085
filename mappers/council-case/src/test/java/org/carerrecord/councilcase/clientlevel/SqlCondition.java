package org.carerrecord.councilcase.clientlevel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The few words of SQL in which the published rules are written, read for one row; compares without letter case, as theirs. */
final class SqlCondition {

    private static final Pattern TOKEN = Pattern.compile("'[^']*'|>=|!=|<|=|[(),]|\\w+");

    private final Deque<String> tokens = new ArrayDeque<>();
    private final Map<String, String> row;

    private SqlCondition(String sql, Map<String, String> row) {
        TOKEN.matcher(sql).results().map(MatchResult::group).forEach(tokens::add);
        this.row = row;
    }

    /** Whether a rule such as {@code CASE WHEN ... THEN 'Y' ELSE 'N' END} says Y of the row. */
    static boolean isYes(String sql, Map<String, String> row) {
        return new SqlCondition(sql, row).rule();
    }

    private boolean rule() {
        String first = tokens.remove();
        if (!first.equals("CASE")) {
            return first.equals("'Y'");
        }
        take("WHEN");
        boolean holds = any();
        take("THEN");
        take("'Y'");
        take("ELSE");
        take("'N'");
        take("END");
        return holds;
    }

    private boolean any() {
        boolean holds = all();
        while ("OR".equals(tokens.peek())) {
            tokens.remove();
            holds |= all();
        }
        return holds;
    }

    private boolean all() {
        boolean holds = one();
        while ("AND".equals(tokens.peek())) {
            tokens.remove();
            holds &= one();
        }
        return holds;
    }

    private boolean one() {
        if ("(".equals(tokens.peek())) {
            tokens.remove();
            boolean holds = any();
            take(")");
            return holds;
        }
        String name = tokens.remove();
        if (name.equals("ISNULL")) {
            take("(");
            name = tokens.remove();
            take(",");
            take("''");
            take(")");
        }
        String value = row.getOrDefault(name, "").toLowerCase(Locale.ROOT);
        return compared(value, tokens.remove());
    }

    private boolean compared(String value, String operator) {
        return switch (operator) {
            case "NOT" -> !compared(value, tokens.remove());
            case "LIKE" -> isLike(value, literal());
            case "=" -> value.equals(literal());
            case "!=" -> !value.equals(literal());
            case "IN" -> isIn(value);
            case "IS" -> {
                take("NOT");
                take("NULL");
                yield !value.isEmpty();
            }
            case ">=", "<" -> {
                tokens.remove();
                yield false;
            }
            default -> throw new IllegalStateException(operator);
        };
    }

    private static boolean isLike(String value, String pattern) {
        String inner = pattern.replace("%", "");
        return pattern.startsWith("%") ? value.contains(inner) : value.startsWith(inner);
    }

    private boolean isIn(String value) {
        boolean found = false;
        for (String token = tokens.remove(); !token.equals(")"); token = tokens.remove()) {
            found |= token.toLowerCase(Locale.ROOT).equals("'" + value + "'");
        }
        return found;
    }

    private String literal() {
        String quoted = tokens.remove().toLowerCase(Locale.ROOT);
        return quoted.substring(1, quoted.length() - 1);
    }

    private void take(String token) {
        if (!tokens.remove().equals(token)) {
            throw new IllegalStateException(token);
        }
    }
}
