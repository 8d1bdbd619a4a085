package org.carerrecord.fhirserver;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/** Resources as they are stored: FHIR JSON in UTF-8, whole, with id, version and time in it. */
public final class Resources {

    private static final String SERVER_MADE = "server-made";

    private static final List<String> ABOUT = List.of("patient", "subject", "for");

    private final FhirContext context;

    public Resources(FhirContext context) {
        this.context = context;
    }

    public boolean isType(String name) {
        return context.getResourceTypes().contains(name);
    }

    /** The model's class of a type. */
    public Class<? extends Resource> model(String type) {
        return context.getResourceDefinition(type).getImplementingClass().asSubclass(Resource.class);
    }

    /** Whether R4 requires a top-level element of a resource. */
    public boolean isRequired(Resource resource, String element) {
        return Optional.ofNullable(context.getResourceDefinition(resource).getChildByName(element))
                .filter(child -> child.getMin() > 0)
                .isPresent();
    }

    /** The digest of a resource's content. Version and time do not count, and are gone from the resource afterwards. */
    public UUID digest(Resource resource) {
        return Content.of(this, resource).digest();
    }

    /** FHIR JSON. */
    String text(IBaseResource resource) {
        return parser().encodeResourceToString(resource);
    }

    public byte[] json(IBaseResource resource) {
        return text(resource).getBytes(StandardCharsets.UTF_8);
    }

    public Resource parse(byte[] json) {
        return (Resource) parser().parseResource(new String(json, StandardCharsets.UTF_8));
    }

    /** A version's resource. */
    public Resource of(Version version) {
        byte[] content = version.content();
        if (content == null) {
            throw new Fault(FaultKind.GONE, version.type(), "it was deleted");
        }
        return parse(content);
    }

    /** A version's id alone; a time would be written as text. */
    public Resource bare(Version version) {
        Resource resource =
                (Resource) context.getResourceDefinition(version.type()).newInstance();
        resource.setId(version.reference() + "/_history/" + version.version());
        return resource;
    }

    /**
     * Takes the parser's links between the entries out of a Bundle that is kept as it is, for example a document: the
     * writer would put one entry into another.
     */
    void unlink(Bundle bundle) {
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            @Nullable Resource resource = entry.getResource();
            if (resource instanceof Bundle inner) {
                unlink(inner);
            } else if (resource != null) {
                references(resource).stream()
                        .filter(reference -> reference.getReference() != null
                                && !reference.getReference().startsWith("#"))
                        .forEach(reference -> reference.setResource(null));
            }
        }
    }

    /** Every reference in a resource, contained ones too. */
    public List<Reference> references(Resource resource) {
        return context.newTerser().getAllPopulatedChildElementsOfType(resource, Reference.class);
    }

    /** Every uri, url, canonical, oid and uuid in a resource, contained ones too; ids are none. */
    public List<UriType> uris(Resource resource) {
        return context.newTerser().getAllPopulatedChildElementsOfType(resource, UriType.class).stream()
                .filter(uri -> !(uri instanceof IdType))
                .toList();
    }

    /** The reference to the person whom a resource is about, in whose compartment it lies. */
    public static Optional<String> person(Resource resource) {
        return ABOUT.stream()
                .map(name -> resource.getNamedProperty(name))
                .filter(property -> property != null && property.hasValues())
                .map(property -> property.getValues().getFirst())
                .flatMap(value -> value instanceof Reference reference
                        ? Optional.ofNullable(reference.getReference()).stream()
                        : Stream.empty())
                .findFirst();
    }

    private IParser parser() {
        return context.newJsonParser();
    }

    /** What the server makes itself carries this tag (contract.md). */
    public static <R extends Resource> R serverMade(R resource) {
        resource.getMeta().addTag().setSystem(Canonical.CodeSystem.TAG).setCode(SERVER_MADE);
        return resource;
    }

    public static boolean isServerMade(Resource resource) {
        return resource.getMeta().getTag(Canonical.CodeSystem.TAG, SERVER_MADE) != null;
    }
}
