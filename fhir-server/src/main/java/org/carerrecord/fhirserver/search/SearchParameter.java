package org.carerrecord.fhirserver.search;

import java.util.Set;
import org.carerrecord.fhirserver.store.Hash;

/**
 * A search parameter of one resource type.
 *
 * @param number its number in the index rows
 * @param expression the path to its values
 * @param targets types that a reference may lead to; empty for any
 * @param definition canonical URL of its definition
 */
public record SearchParameter(
        String type, String code, Kind kind, int number, String expression, Set<String> targets, String definition) {

    /** How its values are indexed and compared (R4, 3.1.1.4 "Search Parameter Types"). */
    public enum Kind {
        TOKEN,
        STRING,
        URI,
        DATE,
        REFERENCE
    }

    static SearchParameter of(
            String type, String code, Kind kind, String expression, Set<String> targets, String definition) {
        return new SearchParameter(type, code, kind, Hash.number(type + "." + code), expression, targets, definition);
    }
}
