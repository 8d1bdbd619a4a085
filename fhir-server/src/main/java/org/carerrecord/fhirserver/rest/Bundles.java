package org.carerrecord.fhirserver.rest;

import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.carerrecord.fhirserver.Found;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.store.Version;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.Resource;

/** Makes the Bundles that answer searches and transactions. */
final class Bundles {

    private final Resources resources;

    Bundles(Resources resources) {
        this.resources = resources;
    }

    /**
     * The answer to a search.
     *
     * @param self the link to what was asked
     * @param next the link to the next page
     * @param form the resource of a version, or what stands for it
     */
    static Bundle searchset(
            String base, Found found, String self, Optional<String> next, Function<Version, Resource> form) {
        Bundle bundle = new Bundle().setType(BundleType.SEARCHSET);
        bundle.setId(UUID.randomUUID().toString());
        bundle.addLink().setRelation("self").setUrl(self);
        next.ifPresent(url -> bundle.addLink().setRelation("next").setUrl(url));
        found.total().ifPresent(total -> bundle.setTotal(Math.toIntExact(total)));
        found.matches().forEach(version -> entry(bundle, base, form.apply(version), SearchEntryMode.MATCH));
        found.included().forEach(version -> entry(bundle, base, form.apply(version), SearchEntryMode.INCLUDE));
        return bundle;
    }

    static void entry(Bundle bundle, String base, Resource resource, SearchEntryMode mode) {
        bundle.addEntry()
                .setFullUrl(base + "/" + resource.fhirType() + "/"
                        + resource.getIdElement().getIdPart())
                .setResource(resource)
                .getSearch()
                .setMode(mode);
    }

    /** The entry that answers one entry of a transaction. */
    BundleEntryComponent response(Outcome outcome, boolean wholly) {
        BundleEntryComponent entry = new BundleEntryComponent();
        entry.getResponse()
                .setStatus(outcome.created() ? "201 Created" : outcome.content() == null ? "204 No Content" : "200 OK");
        if (outcome.version() > 0) {
            entry.getResponse()
                    .setLocation(outcome.type() + "/" + outcome.id() + "/_history/" + outcome.version())
                    .setEtag("W/\"" + outcome.version() + "\"")
                    .setLastModified(Date.from(outcome.updated()));
        }
        byte[] content = outcome.content();
        if (wholly && content != null) {
            entry.setResource(resources.parse(content));
        }
        return entry;
    }

    /** A version as HAPI's history wants it. */
    Resource historic(Version version, Class<? extends Resource> type) {
        if (!version.deleted()) {
            Resource resource = resources.of(version);
            resource.setId(version.reference() + "/_history/" + version.version());
            return resource;
        }
        try {
            Resource gone = type.getDeclaredConstructor().newInstance();
            gone.setId(version.reference() + "/_history/" + version.version());
            return gone;
        } catch (ReflectiveOperationException cause) {
            throw new IllegalStateException("every type of R4 has a constructor", cause);
        }
    }
}
