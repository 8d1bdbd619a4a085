package org.carerrecord.mapping;

/**
 * The keys under which a sender speaks of one person as somebody's carer.
 *
 * @param former of the record that was merged
 * @param now of the record that goes on
 */
public record CarerKeys(String former, String now) {}
