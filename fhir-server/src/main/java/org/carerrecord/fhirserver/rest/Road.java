package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Exchange;
import org.carerrecord.fhirserver.Found;
import org.carerrecord.fhirserver.History;
import org.carerrecord.fhirserver.ReadPath;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Scopes;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.search.Cursor;
import org.carerrecord.fhirserver.search.Query;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What every provider needs to take a request down the read path or the write path. */
record Road(
        ReadPath read,
        Exchange exchange,
        History history,
        Resources resources,
        QueryParser queries,
        Cursor cursor,
        AuditSearch auditSearch) {

    static final Pattern ETAG = Pattern.compile("(?:W/)?\"?(\\d{1,9})\"?");
    private static final Pattern BEFORE_CONDITIONS = Pattern.compile("^[^?=&]*\\?");

    Bundles bundles() {
        return new Bundles(resources);
    }

    /** A page of the history of a path: nothing, {@code Patient} or {@code Patient/1}. */
    Bundle history(RequestDetails request, String path) {
        return bundles()
                .history(
                        request.getFhirServerBase(),
                        past(new Allowance()).page(request, Requests.attempt(request), path, request.getParameters()));
    }

    /** Asks for what was. */
    Past past(Allowance allowance) {
        return new Past(history, cursor, allowance);
    }

    /** The same for what reads as a part of a transaction that is open already. */
    Road within(Transaction transaction) {
        return new Road(
                read.within(transaction),
                exchange,
                history.within(transaction),
                resources,
                queries,
                cursor,
                auditSearch.within(transaction));
    }

    /** A page of a search, of the audit for who may see it; {@code _revinclude=Provenance:target} adds who said each match. */
    Bundle search(String type, RequestDetails request) {
        Bundle page = AuditSearch.answers(type, Requests.caller(request))
                ? auditSearch.search(request.getParameters(), request, Requests.attempt(request))
                : search(type, request.getParameters(), request, Requests.attempt(request), new Allowance());
        if (type.equals("Bundle")) {
            InPart.takeOfBundles(request, page);
        }
        InPart.write(request);
        return page;
    }

    Bundle search(
            String type, Map<String, String[]> asked, RequestDetails request, Attempt attempt, Allowance allowance) {
        Caller caller = Requests.caller(request);
        String binding = caller.partner().ods() + "\n" + caller.agreement().version() + "\n" + type;
        Continued question = Continued.of(cursor, binding, asked);
        Map<String, String[]> parameters = question.parameters();
        QueryParser parser = queries.at(request.getFhirServerBase());
        Query query = (isLenient(request) ? parser.lenient() : parser)
                .parse(type, WhoSaid.without(type, parameters), question.after());
        WhoSaid whoSaid = WhoSaid.of(type, parameters);
        Stream.concat(query.through().stream(), Stream.of("Provenance").filter(any -> whoSaid.isWanted()))
                .forEach(touched -> caller.scopes().require("Authorization", Scopes.Action.SEARCH, touched));
        parameters.keySet().removeAll(query.ignored());
        Found found = read.search(caller, attempt, query, allowance::name);
        allowance.take(found.matches());
        allowance.take(found.included());
        String base = request.getFhirServerBase();
        String url = base + "/" + type;
        Bundle bundle = Bundles.searchset(
                base, found, question.self(url), found.next().map(id -> question.next(url, id)), form(request));
        if (whoSaid.isWanted()) {
            new Provenances(this, caller.agreement())
                    .of(whoSaid.of(found))
                    .forEach(provenance -> Bundles.entry(bundle, base, provenance, SearchEntryMode.INCLUDE));
        }
        if (!query.ignored().isEmpty()) {
            bundle.addEntry()
                    .setResource(Outcomes.ignored(query.ignored()))
                    .getSearch()
                    .setMode(SearchEntryMode.OUTCOME);
        }
        return bundle;
    }

    /** How a version goes into the answer to a request. */
    Function<Version, Resource> form(RequestDetails request) {
        return StoredJson.fits(request) ? new StoredJson(resources)::standIn : resources::of;
    }

    /** R4, 3.1.1.3: refused is what is not known, unless the client asks for the other. */
    private static boolean isLenient(RequestDetails request) {
        return request.getHeaders("Prefer").stream().anyMatch(prefer -> prefer.contains("handling=lenient"));
    }

    /**
     * What a POST is aimed at.
     *
     * @param ifNoneExist its condition; null where it has none
     * @throws Fault UNREADABLE for a condition that is none
     */
    static Change.Aim create(@Nullable String ifNoneExist) {
        if (ifNoneExist == null) {
            return new Change.Aim.New();
        }
        String query = query(ifNoneExist).strip();
        if (query.isEmpty()) {
            throw new Fault(
                    FaultKind.UNREADABLE,
                    "If-None-Exist",
                    "write a condition, for example identifier=system|value, or leave it out");
        }
        return new Change.Aim.NewUnless(query);
    }

    /**
     * How a PUT changes: where it comes with {@code If-None-Match: *}, it makes what is not there (RFC 9110, 13.1.2).
     *
     * @throws Fault UNREADABLE for another form
     */
    static Change.Method put(@Nullable String ifNoneMatch) {
        if (ifNoneMatch == null || ifNoneMatch.isBlank()) {
            return Change.Method.UPDATE;
        }
        if (!ifNoneMatch.strip().equals("*")) {
            throw new Fault(
                    FaultKind.UNREADABLE,
                    "If-None-Match",
                    "write * with a PUT, or the version that you saw as If-Match");
        }
        return Change.Method.CREATE;
    }

    /** The conditions of a conditional URL as HAPI hands it over: {@code Type?conditions}; their values may have a {@code ?}. */
    static String query(String conditional) {
        return BEFORE_CONDITIONS.matcher(conditional).replaceFirst("");
    }

    /** The number of a version; no version has the number of what is none. */
    static int version(String text) {
        return text.matches("[1-9]\\d{0,8}") ? Integer.parseInt(text) : -1;
    }

    static IIdType present(@Nullable IIdType id) {
        if (id == null || !id.hasIdPart()) {
            throw new Fault(FaultKind.INVALID_ID, "URL", "name the resource's id, or a condition");
        }
        return id;
    }

    /**
     * The version of an If-Match header, {@code W/"3"}.
     *
     * @throws Fault UNREADABLE for another form
     */
    static Optional<Integer> ifMatch(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        Matcher etag = ETAG.matcher(header.strip());
        if (!etag.matches()) {
            throw new Fault(FaultKind.UNREADABLE, "If-Match", "write the version as W/\"3\"");
        }
        return Optional.of(Integer.parseInt(etag.group(1)));
    }
}
