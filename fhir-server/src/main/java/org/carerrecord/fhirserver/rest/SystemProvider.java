package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.Transaction;
import ca.uhn.fhir.rest.annotation.TransactionParam;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.Step;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.search.QueryStrings;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.jspecify.annotations.Nullable;

/** Interactions with the whole system. */
public final class SystemProvider {

    private static final int MOST_ENTRIES = 10_000;

    private final Road road;
    private final Patches patches;
    private final FaultTranslation faults;
    private final Offered offered;

    SystemProvider(Road road, Patches patches, FaultTranslation faults) {
        this.road = road;
        this.patches = patches;
        this.faults = faults;
        this.offered = new Offered(road.resources());
    }

    /** R4, RESTful API, "history" of all. */
    @History
    public Bundle history(RequestDetails request) {
        return road.history(request, "");
    }

    /** R4, RESTful API, "batch/transaction". */
    @Transaction
    public Bundle bundle(@TransactionParam Bundle bundle, RequestDetails request) {
        if (bundle.getEntry().size() > MOST_ENTRIES) {
            throw new Fault(FaultKind.TOO_COSTLY, "Bundle.entry", "send at most " + MOST_ENTRIES + " entries at once");
        }
        @Nullable BundleType type = bundle.getType();
        if (type == BundleType.TRANSACTION) {
            return transaction(bundle, request);
        }
        if (type == BundleType.BATCH) {
            return batch(bundle, request);
        }
        throw new Fault(FaultKind.UNSUPPORTED, "Bundle.type", "send a Bundle of type transaction or batch");
    }

    /** All of it or nothing, in R4's order: DELETE, POST, PUT and PATCH, GET. */
    private Bundle transaction(Bundle bundle, RequestDetails request) {
        Caller caller = Requests.caller(request);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < bundle.getEntry().size(); i++) {
            entries.add(entry(bundle, i, caller, request));
        }
        once(bundle);
        List<Integer> writes = IntStream.range(0, entries.size())
                .boxed()
                .filter(i -> !entries.get(i).isRead())
                .sorted(Comparator.comparing(i -> rank(entries.get(i).verb())))
                .toList();
        return road.exchange()
                .run(
                        caller,
                        Requests.attempt(request),
                        writes.stream().map(i -> step(entries.get(i))).toList(),
                        Requests.preferred(request) == PreferReturnEnum.REPRESENTATION,
                        Requests.again(request, ""),
                        (transaction, outcomes) ->
                                answer(road.within(transaction), request, entries, writes, outcomes));
    }

    /** Bundle's invariant bdl-7; and each resource may be there once, whichever version it says it is. */
    private static void once(Bundle bundle) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < bundle.getEntry().size(); i++) {
            BundleEntryComponent entry = bundle.getEntry().get(i);
            if (entry.hasResource() && entry.hasFullUrl() && !seen.add(entry.getFullUrl())) {
                throw new Fault(
                        FaultKind.UNREADABLE,
                        "Bundle.entry[" + i + "].fullUrl",
                        "two entries have one fullUrl; each needs its own");
            }
        }
    }

    private static Bundle answer(
            Road inside, RequestDetails request, List<Entry> entries, List<Integer> writes, List<Outcome> outcomes) {
        Reads reads = new Reads(inside, request);
        @Nullable BundleEntryComponent[] answers = new BundleEntryComponent[entries.size()];
        for (int i = 0; i < writes.size(); i++) {
            answers[writes.get(i)] = inside.bundles().response(outcomes.get(i), Requests.preferred(request));
        }
        for (int i = 0; i < answers.length; i++) {
            if (answers[i] == null) {
                answers[i] = placed(reads, entries.get(i));
            }
        }
        Bundle answer = new Bundle().setType(BundleType.TRANSACTIONRESPONSE);
        for (@Nullable BundleEntryComponent one : answers) {
            answer.addEntry(Objects.requireNonNull(one));
        }
        return answer;
    }

    private static BundleEntryComponent placed(Reads reads, Entry entry) {
        try {
            return reads.answer(entry);
        } catch (Fault fault) {
            throw new Fault(fault.kind(), entry.place(), fault.reason(), fault);
        }
    }

    /** Each entry by itself; one that fails disturbs no other. */
    private Bundle batch(Bundle bundle, RequestDetails request) {
        Bundle answer = new Bundle().setType(BundleType.BATCHRESPONSE);
        Reads reads = new Reads(road, request);
        for (int i = 0; i < bundle.getEntry().size(); i++) {
            answer.addEntry(alone(bundle, i, request, reads));
        }
        return answer;
    }

    private BundleEntryComponent alone(Bundle bundle, int i, RequestDetails request, Reads reads) {
        Attempt attempt = Requests.attempt(request);
        try {
            BatchFaults.require(request, i);
            Entry entry = entry(bundle, i, Requests.caller(request), request);
            attempt = reads.attempt(entry);
            if (entry.isRead()) {
                return reads.answer(entry);
            }
            return road.exchange()
                    .run(
                            Requests.caller(request),
                            attempt,
                            List.of(step(entry)),
                            Requests.preferred(request) == PreferReturnEnum.REPRESENTATION,
                            Requests.again(request, entry.place()),
                            (transaction, outcomes) ->
                                    road.bundles().response(outcomes.getFirst(), Requests.preferred(request)));
        } catch (RuntimeException stop) {
            return Bundles.stopped(faults.told(stop, request, attempt));
        }
    }

    private Entry entry(Bundle bundle, int i, Caller caller, RequestDetails request) {
        return Entry.of(
                "Bundle.entry[" + i + "]", bundle.getEntry().get(i), request.getFhirServerBase(), caller, offered);
    }

    private static int rank(HTTPVerb verb) {
        return switch (verb) {
            case DELETE -> 0;
            case POST -> 1;
            case PUT, PATCH -> 2;
            case GET, HEAD, NULL -> 3;
        };
    }

    private Step step(Entry entry) {
        understand(entry);
        return switch (entry.verb()) {
            case POST -> write(entry, Change.Method.CREATE);
            case PUT -> write(entry, Road.put(entry.ifNoneMatch()));
            case DELETE -> write(entry, Change.Method.DELETE);
            case PATCH -> new Step.Patch(entry.place(), entry.type(), entry.aim(), entry.ifMatch(), patches.of(entry));
            case GET, HEAD, NULL -> throw new IllegalArgumentException("a read is no step");
        };
    }

    /** What is wrong with a condition is told with its entry. */
    private void understand(Entry entry) {
        String condition =
                switch (entry.aim()) {
                    case Change.Aim.Matching(String query) -> query;
                    case Change.Aim.NewUnless(String query) -> query;
                    case Change.Aim.New none -> "";
                    case Change.Aim.ById none -> "";
                    case Change.Aim.Known none -> "";
                };
        try {
            road.queries().parse(entry.type(), QueryStrings.parse(entry.place(), condition));
        } catch (Fault fault) {
            throw new Fault(fault.kind(), entry.place() + ".request", fault.reason(), fault);
        }
    }

    private static Step write(Entry entry, Change.Method method) {
        return new Step.Write(Change.asked(
                entry.place(),
                method,
                entry.type(),
                entry.aim(),
                method == Change.Method.DELETE ? null : entry.resource(),
                entry.link(),
                entry.ifMatch()));
    }
}
