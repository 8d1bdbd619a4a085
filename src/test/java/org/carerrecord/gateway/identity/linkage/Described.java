package org.carerrecord.gateway.identity.linkage;

/**
 * A description of a person whose truth is known.
 *
 * @param person the same for all descriptions of one person
 */
record Described(String person, Particulars particulars) {}
