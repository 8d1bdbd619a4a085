package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.model.valueset.BundleTypeEnum;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.Compartment;
import org.carerrecord.fhirserver.Compartment.Page;
import org.carerrecord.fhirserver.Compartment.Wanted;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.search.Paging;
import org.carerrecord.fhirserver.search.QueryStrings;
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
        Optional<Long> after = Optional.empty();
        String asked = asked(given);
        Optional<String> sealed = given.one("_cursor");
        if (sealed.isPresent()) {
            String[] opened = road.cursor().open(sealed.get(), binding).split("\n", 2);
            after = Optional.of(Long.parseLong(opened[0]));
            asked = opened[1];
            given = new Given(parsed(asked), Optional.empty());
        }
        Page page = compartment.page(
                caller,
                Requests.attempt(request),
                id.getIdPart(),
                new Wanted(types(given), since(given), count(given), after));
        String base = request.getFhirServerBase();
        String url = base + "/Patient/" + id.getIdPart() + "/$everything";
        Bundle bundle = new Bundle().setType(BundleType.SEARCHSET);
        bundle.setId(UUID.randomUUID().toString());
        bundle.addLink().setRelation("self").setUrl(asked.isEmpty() ? url : url + "?" + asked);
        String query = asked;
        page.next().ifPresent(key -> bundle.addLink()
                .setRelation("next")
                .setUrl(url + "?_cursor=" + road.cursor().seal(key + "\n" + query, binding)));
        boolean isAll = page.next().isEmpty() && after.isEmpty();
        Totals.tell(bundle, isAll ? Optional.of(page.matches().size()) : Optional.empty());
        page.matches().forEach(version -> entry(bundle, base, version, SearchEntryMode.MATCH));
        page.referred().forEach(version -> entry(bundle, base, version, SearchEntryMode.INCLUDE));
        return bundle;
    }

    private void entry(Bundle bundle, String base, Version version, SearchEntryMode mode) {
        Bundles.entry(bundle, base, road.resources().of(version), mode);
    }

    private static String asked(Given given) {
        Map<String, String[]> parameters = new LinkedHashMap<>();
        given.parameters().forEach((name, values) -> {
            if (Set.of("_since", "_type", "_count").contains(name)) {
                parameters.put(name, values.toArray(String[]::new));
            }
        });
        return QueryStrings.write(parameters);
    }

    private static Map<String, List<String>> parsed(String asked) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        QueryStrings.parse("_cursor", asked).forEach((name, values) -> parameters.put(name, Arrays.asList(values)));
        return parameters;
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
