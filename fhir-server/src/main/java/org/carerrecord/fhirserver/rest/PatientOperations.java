package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.model.valueset.BundleTypeEnum;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.Compartment;
import org.carerrecord.fhirserver.Compartment.Page;
import org.carerrecord.fhirserver.Compartment.Wanted;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.search.Paging;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.Patient;

/** All that there is of one patient, for whom the agreement lets see it. */
public final class PatientOperations {

    private final Road road;
    private final Compartment compartment;

    PatientOperations(Road road, Compartment compartment) {
        this.road = road;
        this.compartment = compartment;
    }

    /** http://hl7.org/fhir/OperationDefinition/Patient-everything, on an instance; pages have opaque links. */
    @Operation(
            name = "$everything",
            type = Patient.class,
            idempotent = true,
            manualRequest = true,
            bundleType = BundleTypeEnum.SEARCHSET)
    public Bundle everything(@IdParam IIdType id, RequestDetails request) {
        Caller caller = Requests.caller(request);
        String binding =
                caller.partner().ods() + "\n" + caller.agreement().version() + "\n$everything " + id.getIdPart();
        Given given = Given.of(request).understood(Set.of("_since", "_type", "_count"));
        Continued question = Continued.of(road.cursor(), binding, given.asked());
        Given wanted = Given.of(question);
        Page page = compartment.page(
                caller,
                Requests.attempt(request),
                id.getIdPart(),
                new Wanted(
                        types(wanted),
                        since(wanted),
                        count(wanted),
                        question.after().map(Long::parseLong)));
        String base = request.getFhirServerBase();
        String url = base + "/Patient/" + id.getIdPart() + "/$everything";
        Bundle bundle = new Bundle().setType(BundleType.SEARCHSET);
        bundle.setId(UUID.randomUUID().toString());
        bundle.addLink().setRelation("self").setUrl(question.self(url));
        page.next()
                .ifPresent(key -> bundle.addLink().setRelation("next").setUrl(question.next(url, String.valueOf(key))));
        boolean isAll = page.next().isEmpty() && question.after().isEmpty();
        Totals.tell(bundle, isAll ? Optional.of(page.matches().size()) : Optional.empty());
        page.matches().forEach(version -> entry(bundle, base, version, SearchEntryMode.MATCH));
        page.referred().forEach(version -> entry(bundle, base, version, SearchEntryMode.INCLUDE));
        return bundle;
    }

    private void entry(Bundle bundle, String base, Version version, SearchEntryMode mode) {
        Bundles.entry(bundle, base, road.resources().of(version), mode);
    }

    private Set<String> types(Given given) {
        Set<String> types = new HashSet<>(given.all("_type"));
        if (!types.stream().allMatch(road.resources()::isType)) {
            throw new Fault(FaultKind.INVALID_SEARCH, "_type", "write types of R4 with commas between them");
        }
        return types;
    }

    private static Optional<Instant> since(Given given) {
        return given.one("_since").map(Paging::since);
    }

    private static int count(Given given) {
        return given.one("_count").map(text -> Paging.count(text, 1)).orElse(Paging.DEFAULT_COUNT);
    }
}
