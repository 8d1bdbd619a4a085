package org.carerrecord.fhirserver.rest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a batch or a transaction, understood.
 *
 * @param place for example {@code Bundle.entry[2]}
 * @param path {@code Patient}, {@code Patient/1}, {@code Patient/1/_history/2}, {@code _history}
 * @param query what stands after the question mark, or nothing
 * @param resource what is to be written
 * @param link by which other entries refer to it
 */
record Entry(
        String place,
        HTTPVerb verb,
        String path,
        String query,
        @Nullable Resource resource,
        Optional<String> link,
        Optional<Integer> ifMatch,
        @Nullable String ifNoneExist,
        @Nullable String ifNoneMatch) {

    private static final Pattern URL = Pattern.compile("/?([^?#]*)(?:\\?([^#]*))?");

    /**
     * Reads an entry.
     *
     * @param base the server's own, which a URL may begin with
     * @throws Fault INVALID and others, with the place
     */
    static Entry of(String place, BundleEntryComponent entry, String base, Caller caller, Offered offered) {
        @Nullable HTTPVerb verb = entry.getRequest().getMethod();
        @Nullable String url = entry.getRequest().getUrl();
        if (verb == null || verb == HTTPVerb.NULL || url == null) {
            throw new Fault(FaultKind.INVALID, place + ".request", "give a method and a URL");
        }
        Matcher parts = URL.matcher(local(url, base));
        if (!parts.matches()) {
            throw new Fault(FaultKind.INVALID, place + ".request.url", "give a URL below the server's base");
        }
        String path = parts.group(1);
        offered(place, verb, path, caller, offered);
        Scoped.permit(caller, place + ".request", verb, path);
        Entry read = new Entry(
                place,
                verb,
                path,
                Optional.ofNullable(parts.group(2)).orElse(""),
                entry.getResource(),
                Optional.ofNullable(entry.getFullUrl()).filter(link -> link.startsWith("urn:")),
                Road.ifMatch(entry.getRequest().getIfMatch()),
                entry.getRequest().getIfNoneExist(),
                entry.getRequest().getIfNoneMatch());
        read.complete();
        return read;
    }

    private static String local(String url, String base) {
        return url.startsWith(base + "/") ? url.substring(base.length()) : url;
    }

    /** What of a URL, which may begin with the server's base, stands before the question mark; empty where it is none. */
    static String path(String url, String base) {
        Matcher parts = URL.matcher(local(url, base));
        return parts.matches() ? parts.group(1) : "";
    }

    private static void offered(String place, HTTPVerb verb, String path, Caller caller, Offered offered) {
        try {
            if (path.isEmpty() || path.contains("$") || path.equals("metadata") || path.startsWith(".")) {
                throw new Fault(FaultKind.UNSUPPORTED, "", "neither operations nor Bundles are asked for in a Bundle");
            }
            if (path.endsWith("/_search")) {
                throw new Fault(FaultKind.UNSUPPORTED, "", "search by GET in a Bundle");
            }
            if (!offered.methods(Optional.of(caller), path).contains(verb.toCode())) {
                throw new Fault(FaultKind.NOT_ALLOWED, "", "this is not offered here; see /fhir/metadata");
            }
        } catch (Fault fault) {
            throw new Fault(fault.kind(), place + ".request", fault.reason(), fault);
        }
    }

    private void complete() {
        boolean needsResource = verb == HTTPVerb.POST || verb == HTTPVerb.PUT || verb == HTTPVerb.PATCH;
        @Nullable Resource sent = resource;
        if (needsResource
                && (sent == null || (verb != HTTPVerb.PATCH && !sent.fhirType().equals(type())))) {
            throw new Fault(FaultKind.INVALID, place + ".resource", "the resource must be there and of the URL's type");
        }
        if (sent != null) {
            Bodies.whole(place + ".resource", sent);
        }
        if (verb == HTTPVerb.PUT
                && sent != null
                && id().isPresent()
                && !id().get().equals(sent.getIdElement().getIdPart())) {
            throw new Fault(FaultKind.INVALID_ID, place + ".resource.id", "give the id of the URL");
        }
    }

    String type() {
        return path.split("/")[0];
    }

    Optional<String> id() {
        String[] steps = path.split("/");
        return steps.length > 1 && !steps[1].startsWith("_") ? Optional.of(steps[1]) : Optional.empty();
    }

    boolean isRead() {
        return verb == HTTPVerb.GET || verb == HTTPVerb.HEAD;
    }

    /** What a write is aimed at. */
    Change.Aim aim() {
        if (verb == HTTPVerb.POST) {
            return Road.create(ifNoneExist);
        }
        if (id().isPresent()) {
            return new Change.Aim.ById(id().get());
        }
        if (!query.isEmpty()) {
            return new Change.Aim.Matching(query);
        }
        throw new Fault(FaultKind.INVALID_ID, place + ".request.url", "name the resource's id, or a condition");
    }
}
