package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.PreferReturnEnum;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.carerrecord.fhirserver.Found;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Fault;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
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
        Totals.tell(bundle, found.total());
        found.matches().forEach(version -> entry(bundle, base, form.apply(version), SearchEntryMode.MATCH));
        found.included().forEach(version -> entry(bundle, base, form.apply(version), SearchEntryMode.INCLUDE));
        return bundle;
    }

    static void entry(Bundle bundle, String base, Resource resource, SearchEntryMode mode) {
        collect(bundle, base, resource).getSearch().setMode(mode);
    }

    /** An entry of a collection. */
    static BundleEntryComponent collect(Bundle bundle, String base, Resource resource) {
        return bundle.addEntry()
                .setFullUrl(base + "/" + resource.fhirType() + "/"
                        + resource.getIdElement().getIdPart())
                .setResource(resource);
    }

    /** The entry that answers one entry that writes, as long as is preferred. */
    BundleEntryComponent response(Outcome outcome, PreferReturnEnum preferred) {
        BundleEntryComponent entry = new BundleEntryComponent();
        entry.getResponse().setStatus(outcome.created() ? "201 Created" : outcome.live() ? "200 OK" : "204 No Content");
        if (outcome.version() > 0) {
            entry.getResponse()
                    .setLocation(outcome.type() + "/" + outcome.id() + "/_history/" + outcome.version())
                    .setEtag(etag(outcome.version()))
                    .setLastModified(Date.from(outcome.updated()));
        }
        byte[] content = outcome.content();
        if (preferred == PreferReturnEnum.REPRESENTATION && content != null) {
            entry.setResource(resources.parse(content));
        }
        if (preferred == PreferReturnEnum.OPERATION_OUTCOME) {
            entry.getResponse().setOutcome(Outcomes.done(outcome));
        }
        return entry;
    }

    /** The entry that answers a read. */
    static BundleEntryComponent read(Resource resource, Optional<Version> version) {
        BundleEntryComponent entry = new BundleEntryComponent().setResource(resource);
        entry.getResponse().setStatus("200 OK");
        version.ifPresent(found ->
                entry.getResponse().setEtag(etag(found.version())).setLastModified(Date.from(found.updated())));
        return entry;
    }

    /** The entry that answers one entry of a batch which came to nothing. */
    static BundleEntryComponent stopped(Fault fault) {
        BundleEntryComponent entry = new BundleEntryComponent();
        entry.getResponse()
                .setStatus(Integer.toString(fault.kind().httpStatus()))
                .setOutcome(Outcomes.of(fault));
        return entry;
    }

    /** R4, RESTful API, "history": each version with the request that made it and the answer that it had. */
    Bundle history(String base, Past.Shown shown) {
        Bundle bundle = new Bundle().setType(BundleType.HISTORY);
        bundle.setId(UUID.randomUUID().toString());
        page(bundle, shown);
        shown.page().versions().forEach(version -> {
            BundleEntryComponent entry = bundle.addEntry().setFullUrl(base + "/" + version.reference());
            if (!version.deleted()) {
                entry.setResource(resources.of(version));
            }
            HTTPVerb verb = HTTPVerb.fromCode(version.method());
            entry.getRequest().setMethod(verb).setUrl(verb == HTTPVerb.POST ? version.type() : version.reference());
            entry.getResponse()
                    .setStatus(
                            version.deleted() ? "204" : verb == HTTPVerb.POST || version.version() == 1 ? "201" : "200")
                    .setEtag(etag(version.version()))
                    .setLastModified(Date.from(version.updated()));
        });
        return bundle;
    }

    /** What every page of what was has. */
    static void page(Bundle bundle, Past.Shown shown) {
        bundle.addLink().setRelation("self").setUrl(shown.self());
        shown.next().ifPresent(url -> bundle.addLink().setRelation("next").setUrl(url));
        Totals.tell(bundle, shown.page().total());
    }

    static String etag(int version) {
        return "W/\"" + version + "\"";
    }
}
