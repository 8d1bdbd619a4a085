package org.carerrecord.gateway.identity.linkage;

import java.util.List;

/**
 * How two descriptions of people compare.
 *
 * @param elements what was told on both sides; the rest says nothing
 * @param total bits, what is shared in a household counted once
 */
public record Comparison(List<Element> elements, double total, Decision decision) {

    /** What becomes of a pair; each holds the ones before it back. */
    public enum Decision {
        LINK,
        REVIEW,
        NEW;

        Decision atMost(Decision other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /**
     * An element of both descriptions.
     *
     * @param element and level as in {@code identity/weights.csv}
     * @param weight bits for, or below 0 against, their being of one person
     */
    public record Element(String element, String level, double weight) {}
}
