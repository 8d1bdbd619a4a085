package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.model.valueset.BundleTypeEnum;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Compartment;
import org.carerrecord.fhirserver.Compartment.Page;
import org.carerrecord.fhirserver.Compartment.Wanted;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.search.Paging;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Resource;

/** The carer record in one Bundle (contract.md), as far as the agreement lets the caller see it, with who said each. */
public final class CarerRecordProvider {

    /** What it is made of (carer-model.md, "What is held where"), in this order. */
    private static final List<String> TYPES = List.of(
            "Person",
            "Patient",
            "RelatedPerson",
            "Flag",
            "Consent",
            "EpisodeOfCare",
            "Encounter",
            "ServiceRequest",
            "CarePlan",
            "QuestionnaireResponse",
            "Task",
            "Communication");

    /** A Patient's has no Person in it: its links would tell for whom else somebody cares (ADR 23). */
    private static final Wanted OF_PATIENT = wanted(TYPES.subList(1, TYPES.size()));

    private static final Wanted OF_PERSON = wanted(TYPES);

    private final Road road;
    private final Compartment compartment;

    CarerRecordProvider(Road road, Compartment compartment) {
        this.road = road;
        this.compartment = compartment;
    }

    private static Wanted wanted(List<String> types) {
        return new Wanted(new HashSet<>(types), Optional.empty(), Paging.LARGEST_COUNT, Optional.empty());
    }

    /** The patient, the carers, flags, permissions and pathway, whole. */
    @Operation(
            name = "$carer-record",
            type = Patient.class,
            idempotent = true,
            manualRequest = true,
            canonicalUrl = Canonical.Operation.CARER_RECORD,
            bundleType = BundleTypeEnum.COLLECTION)
    public Bundle ofPatient(@IdParam IIdType id, RequestDetails request) {
        Given.of(request).understood(Set.of());
        return bundle(
                compartment.page(Requests.caller(request), Requests.attempt(request), id.getIdPart(), OF_PATIENT),
                request);
    }

    /** One human being: each relationship with the person cared for in it, and what there is of the carer's own Patient. */
    @Operation(
            name = "$carer-record",
            type = Person.class,
            idempotent = true,
            manualRequest = true,
            canonicalUrl = Canonical.Operation.CARER_RECORD,
            bundleType = BundleTypeEnum.COLLECTION)
    public Bundle ofPerson(@IdParam IIdType id, RequestDetails request) {
        Given.of(request).understood(Set.of());
        return bundle(
                compartment.ofPerson(Requests.caller(request), Requests.attempt(request), id.getIdPart(), OF_PERSON),
                request);
    }

    private Bundle bundle(Page page, RequestDetails request) {
        if (page.next().isPresent()) {
            throw new Fault(
                    FaultKind.TOO_COSTLY,
                    request.getResourceName(),
                    "the record is too long for one Bundle; $everything of a Patient gives pages");
        }
        String base = request.getFhirServerBase();
        Bundle bundle = Resources.serverMade(new Bundle().setType(BundleType.COLLECTION));
        bundle.setId(UUID.randomUUID().toString());
        List<Version> record = page.matches().stream()
                .sorted(Comparator.comparingInt(version -> TYPES.indexOf(version.type())))
                .toList();
        bundle.setTimestamp(record.stream()
                .map(Version::updated)
                .max(Comparator.naturalOrder())
                .map(Date::from)
                .orElse(null));
        Set<String> told = record.stream().map(Version::reference).collect(Collectors.toUnmodifiableSet());
        List<Version> whole = new ArrayList<>();
        for (Version version : record) {
            Resource resource = road.resources().of(version);
            // The Provenance of a Person says of each link why it was made.
            if (!(resource instanceof Person person && isCut(person, told))) {
                whole.add(version);
            }
            Bundles.collect(bundle, base, resource);
        }
        Caller caller = Requests.caller(request);
        if (caller.scopes().show("Provenance")) {
            new Provenances(road, caller.agreement())
                    .of(whole)
                    .forEach(provenance -> Bundles.collect(bundle, base, provenance));
        }
        return bundle;
    }

    /** Takes links to whom the caller does not see from a Person; whether there were any. */
    private static boolean isCut(Person person, Set<String> told) {
        boolean isCut = person.getLink()
                .removeIf(link -> !told.contains(String.valueOf(link.getTarget().getReference())));
        if (isCut) {
            person.getMeta().addTag(Bodies.SUBSETTED.copy());
        }
        return isCut;
    }
}
