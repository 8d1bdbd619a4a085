package org.carerrecord.fhirserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.carerrecord.fhirserver.search.SearchParameter;

/** Queries that somebody might send, by a seed: good ones, nearly good ones and bad ones. */
final class QueryDice {

    private static final List<String> TYPES = List.of(
            "Patient", "RelatedPerson", "Observation", "Task", "Encounter", "Flag", "RiskAssessment", "ValueSet");

    private static final List<String> MODIFIERS = List.of(
            "",
            "",
            "",
            "",
            "",
            "",
            ":exact",
            ":contains",
            ":text",
            ":not",
            ":missing",
            ":identifier",
            ":of-type",
            ":above",
            ":below",
            ":in",
            ":Patient",
            ":nosuch",
            ":",
            ":-",
            ".",
            "..",
            ":not.x");

    private static final List<String> VALUES = List.of(
            "smith",
            "Müller",
            "true",
            "false",
            "http://loinc.org|8480-6",
            "|x",
            "x|",
            "|",
            "||",
            "a|b|c",
            "a\\,b",
            "a\\",
            "\\",
            ",",
            ",,a",
            "$",
            "8480-6$gt5",
            "a$b$c",
            "5.4|http://unitsofmeasure.org|mg",
            "gt5||mg",
            "1e2",
            "-1e-308",
            "1e309",
            "9999999999999999999999999999999999999999",
            "ap100",
            "0",
            "-0.0",
            "NaN",
            "Infinity",
            "2026",
            "ge2026-11",
            "ap1950-02-29",
            "0000",
            "9999-12-31T23:59:59.999+14:00",
            "sa0001-01-01",
            "2026-13-45",
            "Patient/1",
            "Patient/edith",
            "Patient/a/_history/2",
            "http://x.example/Patient/1",
            "urn:uuid:1",
            "#c",
            "'; drop table resource; --",
            "' or '1'='1",
            "%' or 1=1 --",
            "\") or (\"\"=\"",
            "?",
            "{d}",
            "${jndi:x}",
            "\u0000",
            "\uD800",
            "\uDBFF\uDFFF",
            "\u0301",
            "\u202E",
            " ",
            "\t",
            "\n",
            "a\nb",
            "%00",
            "x".repeat(3000),
            "http://a/".repeat(200),
            "a,".repeat(250),
            "*",
            "-_id",
            "_id",
            "name,-birthdate",
            "-",
            "Patient:link",
            "RelatedPerson:patient",
            "RelatedPerson:*",
            "Observation:subject:Patient",
            "none",
            "accurate",
            "1000000",
            "2147483648",
            "-5",
            "+5",
            " 5",
            "5 ");

    private static final Map<SearchParameter.Kind, List<String>> SENSIBLE = Map.of(
            SearchParameter.Kind.TOKEN, List.of("a", "s|c", "s|", "|c", "active", "'"),
            SearchParameter.Kind.IDENTIFIER, List.of("a", "s|c", "s|", "|c", "'"),
            SearchParameter.Kind.STRING, List.of("smith", "\u00fc", "a'b", "\uD83D\uDE00", "\u0301"),
            SearchParameter.Kind.PHONETIC, List.of("smith", "\u4e2d", "1"),
            SearchParameter.Kind.URI, List.of("http://a/b", "urn:x", "x"),
            SearchParameter.Kind.DATE, List.of("2026", "ge1941-03", "ap0001", "ne9999-12-31", "sa2026-11-22T10:00Z"),
            SearchParameter.Kind.NUMBER, List.of("1", "lt1e300", "ap-5", "ne0.0001", "1e-999"),
            SearchParameter.Kind.QUANTITY, List.of("1", "gt1||g", "ap5|s|g", "1e2|s|"),
            SearchParameter.Kind.REFERENCE, List.of("edith", "Patient/edith", "http://x/y", "urn:uuid:1"),
            SearchParameter.Kind.COMPOSITE, List.of("a$b", "a$1", "s|c$ge2026", "a$1$2"));

    private static final List<String> RESULTS = List.of(
            "_sort",
            "_count",
            "_total",
            "_include",
            "_revinclude",
            "_include:iterate",
            "_revinclude:iterate",
            "_summary",
            "_elements",
            "_id",
            "_lastUpdated",
            "_tag",
            "_profile",
            "_source",
            "_security",
            "_has",
            "_content",
            "_text",
            "_filter",
            "_list",
            "_cursor",
            "",
            "'",
            "name' or 1=1",
            "_include:recurse",
            "\uD83D");

    private final Random dice;

    QueryDice(long seed) {
        dice = new Random(seed);
    }

    String type() {
        return one(TYPES);
    }

    Map<String, String[]> query(String type) {
        Map<String, String[]> query = new LinkedHashMap<>();
        int parameters = dice.nextInt(20) == 0 ? dice.nextInt(60) : 1 + dice.nextInt(3);
        for (int i = 0; i < parameters; i++) {
            if (dice.nextBoolean()) {
                sensible(type, query);
            } else {
                query.put(name(type), values());
            }
        }
        return query;
    }

    /** Most of these are understood: their SQL is what is tried. */
    private void sensible(String type, Map<String, String[]> query) {
        SearchParameter parameter =
                one(new ArrayList<>(TheRecord.PARAMETERS.of(type).values()));
        List<String> values = SENSIBLE.getOrDefault(parameter.kind(), VALUES);
        String code = parameter.code();
        switch (dice.nextInt(8)) {
            case 0 -> query.put("_sort", new String[] {one(List.of("", "-")) + code});
            case 1 -> query.put(code + ":missing", new String[] {String.valueOf(dice.nextBoolean())});
            case 2 -> query.put("_has:RelatedPerson:patient:name", new String[] {one(VALUES)});
            case 3 -> query.put(one(RESULTS), new String[] {one(VALUES)});
            default -> query.put(code, new String[] {one(values), one(values) + "," + one(values)});
        }
    }

    private String name(String type) {
        return switch (dice.nextInt(10)) {
            case 0, 1 -> one(RESULTS);
            case 2 -> "_has:" + one(TYPES) + ":" + code(one(TYPES)) + ":" + name(one(TYPES));
            case 3, 4 -> link(type) + one(List.of("", "", ":Patient")) + "." + name(one(TYPES));
            default -> code(type) + one(MODIFIERS);
        };
    }

    private String code(String type) {
        return one(new ArrayList<>(TheRecord.PARAMETERS.of(type).keySet()));
    }

    private String link(String type) {
        List<String> links = TheRecord.PARAMETERS.of(type).values().stream()
                .filter(parameter -> parameter.kind() == SearchParameter.Kind.REFERENCE)
                .map(SearchParameter::code)
                .toList();
        return links.isEmpty() ? "nosuch" : one(links);
    }

    private String[] values() {
        String[] values = new String[dice.nextInt(8) == 0 ? 2 : 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (dice.nextInt(8)) {
                case 0 -> one(VALUES) + "," + one(VALUES);
                case 1 -> noise();
                default -> one(VALUES);
            };
        }
        return values;
    }

    private String noise() {
        return dice.ints(dice.nextInt(12), 0, 0x250)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private <T> T one(List<T> list) {
        return list.get(dice.nextInt(list.size()));
    }
}
