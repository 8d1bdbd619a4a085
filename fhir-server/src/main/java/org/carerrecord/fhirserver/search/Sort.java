package org.carerrecord.fhirserver.search;

import java.util.Optional;

/**
 * One key of {@code _sort} (R4, 3.1.1.5.1).
 *
 * @param code {@code _id}, {@code _lastUpdated}, or the code of the parameter
 * @param parameter whose values are sorted by; empty for the two columns
 */
public record Sort(String code, Optional<SearchParameter> parameter, boolean descending) {}
