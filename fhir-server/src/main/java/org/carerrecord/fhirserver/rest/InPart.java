package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/** What HAPI is to write where a client asks for a part of the resources, once it is known what they are. */
final class InPart {

    /** HAPI's word for the elements with a least number above zero. */
    static final String MANDATORY = "(mandatory)";

    private InPart() {}

    /**
     * R4, Search, "Elements": "Servers SHOULD always return mandatory elements whether they are requested or not". "Self Link"
     * holds of a count too, by {@code _summary} or {@code _count=0}, of which HAPI would write the number alone.
     */
    static void write(RequestDetails request) {
        if (says(request, Constants.PARAM_SUMMARY, SummaryEnum.COUNT.getCode())) {
            request.removeParameter(Constants.PARAM_SUMMARY);
        }
        if (says(request, Constants.PARAM_COUNT, "0")) {
            request.removeParameter(Constants.PARAM_COUNT);
        }
        String @Nullable [] elements = request.getParameters().get(Constants.PARAM_ELEMENTS);
        if (elements != null) {
            request.addParameter(
                    Constants.PARAM_ELEMENTS,
                    Stream.concat(Arrays.stream(elements), Stream.of(MANDATORY)).toArray(String[]::new));
        }
    }

    /** What is found is of the type of the page itself: HAPI would leave parts of the page out. */
    static void takeOfBundles(RequestDetails request, Bundle page) {
        new EntryPart(request, request.getParameters()).of(page);
        request.removeParameter(Constants.PARAM_ELEMENTS);
        request.removeParameter(Constants.PARAM_SUMMARY);
    }

    /** R4, Search, "Summary": {@code text} of one resource; HAPI would answer the narrative alone, as HTML. */
    static void text(RequestDetails request) {
        request.removeParameter(Constants.PARAM_SUMMARY);
        request.addParameter(Constants.PARAM_ELEMENTS, new String[] {"id", "meta", "text"});
    }

    private static boolean says(RequestDetails request, String parameter, String word) {
        return List.of(request.getParameters().getOrDefault(parameter, new String[0]))
                .contains(word);
    }
}
