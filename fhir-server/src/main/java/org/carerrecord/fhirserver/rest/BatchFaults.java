package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Resource;

/** What is wrong in the resources of a batch, whose entries are independent (R4, RESTful API, "batch"). */
final class BatchFaults {

    private static final String KEY = BatchFaults.class.getName();
    private static final Pattern OF_RESOURCE =
            Pattern.compile("Bundle\\.entry\\[([0-9]{1,9})]\\.resource(?:[.\\[].*)?", Pattern.DOTALL);

    private BatchFaults() {}

    /** Whether a request sends a batch to be done. */
    static boolean mayBe(RequestDetails request, Resource sent) {
        return request.getResourceName() == null
                && request.getOperation() == null
                && sent instanceof Bundle bundle
                && bundle.getType() == BundleType.BATCH;
    }

    /**
     * Keeps what is wrong for the entries that it concerns.
     *
     * @param noted what cannot be read
     * @param all the same, and what else is told of it
     * @return whether that is all; not where the Bundle itself is wrong, nor where not all may have been noted
     */
    static boolean keep(RequestDetails request, List<Fault.Issue> noted, List<Fault.Issue> all) {
        Map<Integer, List<Fault.Issue>> faults = new HashMap<>();
        for (Fault.Issue issue : noted) {
            Optional<Integer> entry = entry(issue);
            if (entry.isEmpty() || noted.size() >= Noted.MOST) {
                return false;
            }
            faults.put(entry.get(), new ArrayList<>());
        }
        all.forEach(issue -> entry(issue).map(faults::get).ifPresent(its -> its.add(issue)));
        request.getUserData().put(KEY, faults);
        return true;
    }

    private static Optional<Integer> entry(Fault.Issue issue) {
        Matcher place = OF_RESOURCE.matcher(issue.place());
        return place.matches() ? Optional.of(Integer.valueOf(place.group(1))) : Optional.empty();
    }

    /**
     * When an entry's resource could not be read.
     *
     * @throws Fault UNREADABLE
     */
    static void require(RequestDetails request, int entry) {
        if (request.getUserData().get(KEY) instanceof Map<?, ?> faults && faults.get(entry) instanceof List<?> issues) {
            throw new Fault(
                    FaultKind.UNREADABLE,
                    issues.stream().map(Fault.Issue.class::cast).toList());
        }
    }
}
