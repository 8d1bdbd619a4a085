package org.carerrecord.fhirserver.store;

/**
 * Why a partner may see a person.
 *
 * @param partner ODS code
 * @param patient the person's key
 * @param kind code of a relation of the agreement
 */
public record Relationship(String partner, long patient, String kind) {}
