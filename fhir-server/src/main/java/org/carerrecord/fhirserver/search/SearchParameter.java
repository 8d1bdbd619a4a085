package org.carerrecord.fhirserver.search;

import java.util.List;
import java.util.Set;
import org.carerrecord.fhirserver.store.Hash;

/**
 * A search parameter of one resource type.
 *
 * @param number its number in the index rows
 * @param expression the path to its values
 * @param targets types that a reference may lead to; empty for any
 * @param definition canonical URL of its definition
 * @param parts of a composite, in order; else none
 */
public record SearchParameter(
        String type,
        String code,
        Kind kind,
        int number,
        String expression,
        Set<String> targets,
        String definition,
        List<Part> parts) {

    /** How its values are indexed and compared (R4, 3.1.1.4 "Search Parameter Types"). */
    public enum Kind {
        TOKEN,
        /** A token that tells one thing from all others of its kind: an identifier, a telephone number. */
        IDENTIFIER,
        STRING,
        /** A string that is compared by how it sounds. */
        PHONETIC,
        URI,
        DATE,
        NUMBER,
        QUANTITY,
        REFERENCE,
        COMPOSITE
    }

    /**
     * A part of a composite.
     *
     * @param path from the element that the composite's expression finds, or from {@code %resource}
     */
    public record Part(Kind kind, String path) {}

    public SearchParameter {
        parts = List.copyOf(parts);
    }

    static SearchParameter of(
            String type, String code, Kind kind, String expression, Set<String> targets, String definition) {
        return new SearchParameter(
                type, code, kind, Hash.number(type + "." + code), expression, targets, definition, List.of());
    }

    static SearchParameter composite(String type, String code, String expression, String definition, List<Part> parts) {
        return new SearchParameter(
                type, code, Kind.COMPOSITE, Hash.number(type + "." + code), expression, Set.of(), definition, parts);
    }

    /** What a token is called in words: the rows that {@code :text} searches. */
    SearchParameter words() {
        return of(type, code + ":text", Kind.STRING, expression, Set.of(), definition);
    }

    /** Identifiers with the type of each: the rows that {@code :of-type} searches. */
    SearchParameter ofType() {
        return of(type, code + ":of-type", Kind.IDENTIFIER, expression, Set.of(), definition);
    }

    boolean isOfIdentifiers() {
        return kind == Kind.IDENTIFIER && expression.endsWith("dentifier");
    }

    /** Whether its values are tokens (R4, 3.1.1.4.10). */
    boolean isOfTokens() {
        return kind == Kind.TOKEN || kind == Kind.IDENTIFIER;
    }

    /**
     * Whether what it leads to is in column {@code patient}, too: the one Patient in whose compartment a resource lies.
     */
    boolean isColumn() {
        return code.equals("patient") && expression.equals(type + ".patient") && targets.equals(Set.of("Patient"));
    }

    /** A part as a parameter, to parse and to compare its values. */
    SearchParameter part(int index) {
        return new SearchParameter(
                type, code, parts.get(index).kind(), number, parts.get(index).path(), targets, definition, List.of());
    }
}
