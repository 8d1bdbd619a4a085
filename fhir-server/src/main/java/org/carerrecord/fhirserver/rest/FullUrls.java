package org.carerrecord.fhirserver.rest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carerrecord.fhirserver.Hyperlinks;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a transaction whose fullUrl is a URL: what refers to them is made to refer to them by a {@code urn:uuid}, as
 * every link of a transaction is followed (R4, Bundle, "Resolving references in Bundles").
 */
final class FullUrls {

    private static final String URL = "http";
    private static final Pattern RESTFUL =
            Pattern.compile("(https?://.+/)[A-Z]\\w+/[A-Za-z0-9.\\-]{1,64}(?:/_history/[^/]+)?");
    private static final Pattern VERSIONED = Pattern.compile("(.+)/_history/([^/]+)");

    /**
     * An entry that others may refer to.
     *
     * @param version which it says it is
     * @param isName whether its fullUrl is the name that its resource has everywhere, so that no link leads by it
     */
    private record Linked(String link, @Nullable String version, boolean isName) {}

    private final String base;
    private final Resources resources;
    private final Map<String, Linked> entries = new HashMap<>();

    /** @param base the server's own, against which references are relative where their entry has no RESTful URL */
    FullUrls(String base, Resources resources) {
        this.base = base + "/";
        this.resources = resources;
    }

    void follow(Bundle bundle) {
        List<BundleEntryComponent> written = bundle.getEntry().stream()
                .filter(entry -> entry.getResource() != null)
                .filter(entry -> entry.getRequest().getMethod() == HTTPVerb.POST
                        || entry.getRequest().getMethod() == HTTPVerb.PUT)
                .toList();
        written.stream().filter(FullUrls::isByUrl).forEach(this::know);
        if (entries.isEmpty()) {
            return;
        }
        written.forEach(this::follow);
        written.stream()
                .filter(FullUrls::isByUrl)
                .forEach(entry -> entry.setFullUrl(
                        Objects.requireNonNull(entries.get(entry.getFullUrl())).link()));
    }

    private static boolean isByUrl(BundleEntryComponent entry) {
        return entry.hasFullUrl() && entry.getFullUrl().startsWith(URL);
    }

    private void know(BundleEntryComponent entry) {
        String url = entry.getFullUrl();
        boolean isName = entry.getResource() instanceof MetadataResource named && url.equals(named.getUrl());
        entries.putIfAbsent(
                url,
                new Linked(
                        "urn:uuid:" + UUID.randomUUID(),
                        entry.getResource().getMeta().getVersionId(),
                        isName));
    }

    private void follow(BundleEntryComponent entry) {
        Resource resource = entry.getResource();
        if (resource instanceof Bundle) {
            // The entries of a document refer to each other.
            return;
        }
        String root = Optional.ofNullable(entry.getFullUrl())
                .map(RESTFUL::matcher)
                .filter(Matcher::matches)
                .map(parts -> parts.group(1))
                .orElse(base);
        for (Reference reference : resources.references(resource)) {
            linked(root, reference.getReference()).ifPresent(reference::setReference);
        }
        for (UriType uri : resources.uris(resource)) {
            // R4, RESTful API, "transaction": elements of type canonical are not replaced.
            if (!(uri instanceof CanonicalType)) {
                Optional.ofNullable(entries.get(uri.getValue()))
                        .filter(one -> !one.isName())
                        .ifPresent(one -> uri.setValue(one.link()));
            }
        }
        Hyperlinks.follow(
                resource,
                url -> Optional.ofNullable(entries.get(url)).map(Linked::link).orElse(null));
    }

    private Optional<String> linked(String root, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        String url = ReferenceText.local(text).isPresent() ? root + text : text;
        @Nullable Linked entry = entries.get(url);
        if (entry != null) {
            return Optional.of(entry.link());
        }
        Matcher versioned = VERSIONED.matcher(url);
        // Which version it will have here is not known yet, so that the link leads to the resource.
        return versioned.matches()
                ? Optional.ofNullable(entries.get(versioned.group(1)))
                        .filter(one -> versioned.group(2).equals(one.version()))
                        .map(Linked::link)
                : Optional.empty();
    }
}
