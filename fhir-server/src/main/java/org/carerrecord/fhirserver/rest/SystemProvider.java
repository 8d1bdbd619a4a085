package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.annotation.Transaction;
import ca.uhn.fhir.rest.annotation.TransactionParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Interactions with the whole system. */
public final class SystemProvider {

    /** {@code Patient}, {@code Patient/123}, {@code Patient?identifier=...}. */
    private static final Pattern URL = Pattern.compile("/?([A-Z]\\w+)(?:/([A-Za-z0-9.\\-]{1,64})|\\?(.+))?");

    private final Road road;

    SystemProvider(Road road) {
        this.road = road;
    }

    /** R4, 3.1.0.11 "transaction": all of it or nothing. */
    @Transaction
    public Bundle transaction(@TransactionParam Bundle bundle, RequestDetails request) {
        if (bundle.getType() != BundleType.TRANSACTION) {
            throw new Fault(FaultKind.UNSUPPORTED, "Bundle.type", "send a Bundle of type transaction");
        }
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < bundle.getEntry().size(); i++) {
            changes.add(change("Bundle.entry[" + i + "]", bundle.getEntry().get(i)));
        }
        List<Outcome> outcomes = road.write().exchange(Requests.caller(request), Requests.attempt(request), changes);
        boolean wholly = String.valueOf(request.getHeader("Prefer")).contains("return=representation");
        Bundle answer = new Bundle().setType(BundleType.TRANSACTIONRESPONSE);
        outcomes.forEach(outcome -> answer.addEntry(road.bundles().response(outcome, wholly)));
        return answer;
    }

    private Change change(String place, BundleEntryComponent entry) {
        @Nullable HTTPVerb verb = entry.getRequest().getMethod();
        Matcher url = URL.matcher(String.valueOf(entry.getRequest().getUrl()));
        if (verb == null || !url.matches() || !road.resources().isType(url.group(1))) {
            throw new Fault(
                    FaultKind.INVALID,
                    place + ".request",
                    "give a method, and a URL as Type, Type/id or Type?condition");
        }
        @Nullable Resource resource = entry.getResource();
        if (verb != HTTPVerb.DELETE && (resource == null || !resource.fhirType().equals(url.group(1)))) {
            throw new Fault(FaultKind.INVALID, place + ".resource", "the resource must be there and of the URL's type");
        }
        return Change.asked(
                place,
                method(place, verb),
                url.group(1),
                aim(place, entry, verb, url),
                verb == HTTPVerb.DELETE ? null : resource,
                Optional.ofNullable(entry.getFullUrl()).filter(link -> link.startsWith("urn:")),
                Road.ifMatch(entry.getRequest().getIfMatch()));
    }

    private static Change.Method method(String place, HTTPVerb verb) {
        return switch (verb) {
            case POST -> Change.Method.CREATE;
            case PUT -> Change.Method.UPDATE;
            case DELETE -> Change.Method.DELETE;
            case GET, HEAD, PATCH, NULL ->
                throw new Fault(
                        FaultKind.UNSUPPORTED,
                        place + ".request.method",
                        "a transaction here holds POST, PUT and DELETE");
        };
    }

    private static Change.Aim aim(String place, BundleEntryComponent entry, HTTPVerb verb, Matcher url) {
        if (verb == HTTPVerb.POST) {
            @Nullable String unless = entry.getRequest().getIfNoneExist();
            return unless == null ? new Change.Aim.New() : new Change.Aim.NewUnless(Road.query(unless));
        }
        if (url.group(2) != null) {
            return new Change.Aim.ById(url.group(2));
        }
        if (url.group(3) != null) {
            return new Change.Aim.Matching(url.group(3));
        }
        throw new Fault(FaultKind.INVALID_ID, place + ".request.url", "name the resource's id, or a condition");
    }
}
