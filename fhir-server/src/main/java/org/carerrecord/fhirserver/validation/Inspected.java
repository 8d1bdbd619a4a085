package org.carerrecord.fhirserver.validation;

import java.util.List;
import org.carerrecord.profiles.Fault;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.UriType;

/**
 * What one walk through a resource found, what is contained in it included.
 *
 * @param issues what is wrong
 * @param references every reference
 * @param uris every uri, url, canonical, oid and uuid that has a value
 * @param masked whether something in it stands for what its sender was not shown
 */
public record Inspected(List<Fault.Issue> issues, List<Reference> references, List<UriType> uris, boolean masked) {}
