package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.search.QueryStrings;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;

/** Answers the entries of one batch or transaction that read, each with an audit row of its own. */
final class Reads {

    private final Road road;
    private final RequestDetails request;
    private final Caller caller;
    private final Allowance allowance = new Allowance();

    Reads(Road road, RequestDetails request) {
        this.road = road;
        this.request = request;
        this.caller = Requests.caller(request);
    }

    BundleEntryComponent answer(Entry entry) {
        BundleEntryComponent answer = whole(entry);
        if (answer.hasResource()) {
            EntryPart part = new EntryPart(request, parameters(entry));
            answer.setResource(isOfOne(entry) ? part.ofOne(answer.getResource()) : part.of(answer.getResource()));
        }
        return answer;
    }

    /** What is stored as a Bundle is read as any resource. */
    private static boolean isOfOne(Entry entry) {
        return switch (interaction(entry)) {
            case "read", "vread" -> true;
            default -> false;
        };
    }

    private BundleEntryComponent whole(Entry entry) {
        String[] steps = entry.path().split("/");
        if (steps[0].equals("Provenance")) {
            throw new Fault(FaultKind.UNSUPPORTED, entry.place() + ".request", "Provenance is read by itself");
        }
        if (steps[steps.length - 1].equals("_history")) {
            String of = entry.path().substring(0, Math.max(0, entry.path().length() - "/_history".length()));
            return Bundles.read(
                    road.bundles()
                            .history(
                                    request.getFhirServerBase(),
                                    road.past(allowance).page(request, attempt(entry), of, parameters(entry))),
                    Optional.empty());
        }
        if (AuditSearch.answers(steps[0], caller)) {
            AuditSearch audit = road.auditSearch();
            return Bundles.read(
                    steps.length == 1
                            ? audit.search(parameters(entry), request, attempt(entry))
                            : audit.read(steps[1], request, attempt(entry)),
                    Optional.empty());
        }
        if (steps.length == 1) {
            return Bundles.read(
                    road.search(steps[0], parameters(entry), request, attempt(entry), allowance), Optional.empty());
        }
        Version found = road.read()
                .read(
                        caller,
                        attempt(entry),
                        steps[0],
                        steps[1],
                        steps.length == 4 ? Optional.of(Road.version(steps[3])) : Optional.empty());
        if (entry.ifNoneMatch() != null && Unchanged.matches(entry.ifNoneMatch(), found)) {
            BundleEntryComponent unchanged = new BundleEntryComponent();
            unchanged.getResponse().setStatus("304 Not Modified").setEtag(Bundles.etag(found.version()));
            return unchanged;
        }
        allowance.take(List.of(found));
        return Bundles.read(road.resources().of(found), Optional.of(found));
    }

    private static Map<String, String[]> parameters(Entry entry) {
        return QueryStrings.parse(entry.place() + ".request.url", entry.query());
    }

    Attempt attempt(Entry entry) {
        return new Attempt(
                caller,
                caller.requestId(),
                interaction(entry),
                Optional.of(entry.type()).filter(type -> !type.startsWith("_")),
                entry.id());
    }

    /** http://hl7.org/fhir/restful-interaction. */
    private static String interaction(Entry entry) {
        return switch (entry.verb()) {
            case POST -> "create";
            case PUT -> "update";
            case PATCH -> "patch";
            case DELETE -> "delete";
            case GET, HEAD, NULL -> {
                String[] steps = entry.path().split("/");
                yield switch (steps.length) {
                    case 1 -> steps[0].equals("_history") ? "history-system" : "search-type";
                    case 2 -> steps[1].equals("_history") ? "history-type" : "read";
                    case 3 -> "history-instance";
                    default -> "vread";
                };
            }
        };
    }
}
