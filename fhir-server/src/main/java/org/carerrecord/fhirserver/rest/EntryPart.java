package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;

/** What of the resources a reading entry of a Bundle asks for (R4, Search, "Elements" and "Summary"); HAPI asks the request. */
final class EntryPart {

    /** Of any resource. */
    private static final String ANY = "*.";

    private static final Set<String> TEXT = Set.of("id", "meta", "text");

    private final RequestDetails request;
    private final Set<String> elements;
    private final List<String> summary;

    EntryPart(RequestDetails request, Map<String, String[]> asked) {
        this.request = request;
        this.summary = words(asked, Constants.PARAM_SUMMARY);
        this.elements = new HashSet<>(words(asked, Constants.PARAM_ELEMENTS));
        if (summary.contains(SummaryEnum.TEXT.getCode())) {
            elements.addAll(TEXT);
        }
    }

    private static List<String> words(Map<String, String[]> asked, String parameter) {
        return Arrays.stream(asked.getOrDefault(parameter, new String[0]))
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** A resource that is read, as it is asked for. */
    Resource ofOne(Resource whole) {
        return isPart() ? part(whole) : whole;
    }

    private boolean isPart() {
        return !elements.isEmpty() || summary.contains("true") || summary.contains("data");
    }

    /** A Bundle of those that were found, as they are asked for. */
    Resource of(Resource whole) {
        if (isPart() && whole instanceof Bundle bundle) {
            bundle.getEntry().stream()
                    .filter(BundleEntryComponent::hasResource)
                    .filter(entry -> !(entry.getResource() instanceof OperationOutcome))
                    .forEach(entry -> entry.setResource(part(entry.getResource())));
        }
        return whole;
    }

    /** A stored Bundle holds resources of its own, which are not those that are asked for. */
    private static String type(Resource whole) {
        return whole instanceof Bundle ? "Bundle." : ANY;
    }

    private Resource part(Resource whole) {
        IParser parser = request.getFhirContext().newJsonParser();
        if (elements.isEmpty()) {
            parser.setSummaryMode(summary.contains("true"));
            parser.setSuppressNarratives(summary.contains("data"));
        } else {
            Set<String> wanted = elements.stream()
                    .map(element -> Character.isUpperCase(element.charAt(0)) ? element : type(whole) + element)
                    .collect(Collectors.toSet());
            wanted.add(type(whole) + InPart.MANDATORY);
            parser.setEncodeElements(wanted);
        }
        return (Resource) parser.parseResource(parser.encodeResourceToString(whole));
    }
}
