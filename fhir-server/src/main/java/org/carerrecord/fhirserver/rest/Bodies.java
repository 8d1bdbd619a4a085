package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.JsonParser;
import ca.uhn.fhir.parser.json.jackson.JacksonStructure;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Resource;

/**
 * Reads what a request sends, once and strictly: UTF-8, of bounded size and depth, no key twice, the shape of FHIR's JSON or
 * XML. What cannot be taken as it is is refused with its place.
 */
final class Bodies {

    private static final String READ = Bodies.class.getName();
    private static final String ID = READ + ".id";
    static final Coding SUBSETTED =
            new Coding("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "SUBSETTED", null);
    private static final int MOST_EXPONENT_DIGITS = 999;

    private final FhirContext context;
    private final int largestResource;
    private final JsonBody json;
    private final XmlBody xml;

    /**
     * A reader.
     *
     * @param largestResource in bytes
     */
    Bodies(FhirContext context, int largestResource) {
        this.context = context;
        this.largestResource = largestResource;
        this.json = new JsonBody(context);
        this.xml = new XmlBody(context.getResourceTypes(), largestResource);
    }

    /** Reads the resource of a create, an update, a transaction or an operation before HAPI would. */
    void read(RequestDetails request) {
        String method = request.getRequestType().name();
        if (!method.equals("POST") && !method.equals("PUT")) {
            return;
        }
        Optional<Media> sent = Media.of(request.getHeader(Constants.HEADER_CONTENT_TYPE));
        if (sent.filter(media -> media.type().equals(Media.FORM)).isPresent()) {
            return;
        }
        byte[] body = request.loadRequestContents();
        Optional<EncodingEnum> encoding = sent.flatMap(Media::encoding);
        if (encoding.isEmpty() || body.length == 0) {
            // A file for Binary, which may be of any type, or an operation without parameters.
            bounded("body", body.length);
            if (encoding.isPresent() && !String.valueOf(request.getOperation()).startsWith("$")) {
                throw new Fault(FaultKind.UNREADABLE, "body", "send a resource");
            }
            return;
        }
        Resource resource = encoding.get() == EncodingEnum.JSON ? ofJson(body) : ofXml(body);
        String type = request.getResourceName();
        if (type != null && request.getOperation() == null && !type.equals(resource.fhirType())) {
            throw new Fault(FaultKind.UNREADABLE, "body", "the resource is not of the URL's type");
        }
        if (type == null && request.getOperation() == null && !(resource instanceof Bundle)) {
            throw new Fault(FaultKind.UNREADABLE, "body", "send a Bundle here");
        }
        whole("body", resource);
        request.setResource(resource);
        // HAPI forgets it on the way to an operation.
        request.getUserData().put(READ, resource);
        // HAPI forgets it on the way to a conditional update.
        Optional.ofNullable(resource.getIdElement().getIdPart())
                .ifPresent(id -> request.getUserData().put(ID, id));
    }

    /** What was read of a request's body, if that is a resource. */
    static Optional<Resource> sent(RequestDetails request) {
        return Optional.ofNullable((Resource) request.getUserData().get(READ));
    }

    /** The id of what was read. */
    static Optional<String> id(RequestDetails request) {
        return Optional.ofNullable((String) request.getUserData().get(ID));
    }

    /**
     * Refuses to store a part for the whole.
     *
     * @throws Fault INVALID for what {@code _summary} or {@code _elements} left over (R4, Search, "Summary")
     */
    static void whole(String place, Resource resource) {
        if (resource.getMeta().getTag(SUBSETTED.getSystem(), SUBSETTED.getCode()) != null) {
            throw new Fault(
                    FaultKind.INVALID, place, "this is tagged SUBSETTED: read the whole resource and send that");
        }
    }

    /**
     * A resource of its JSON.
     *
     * @throws Fault UNREADABLE, TOO_LARGE
     */
    Resource ofJson(byte[] body) {
        JsonNode tree = StrictJson.tree(body);
        json.check("", tree);
        JsonNode entries = tree.path("entry");
        if (!tree.path("resourceType").asText().equals("Bundle")) {
            bounded("body", body.length);
        } else if (body.length > largestResource) {
            for (int i = 0; i < entries.size(); i++) {
                bounded(
                        "Bundle.entry[" + i + "].resource",
                        StrictJson.size(entries.get(i).path("resource")));
            }
        }
        return parsed(tree);
    }

    /**
     * A resource of its tree.
     *
     * @throws Fault UNREADABLE
     */
    Resource ofTree(JsonNode tree) {
        json.check("", tree);
        bounded("body", StrictJson.size(tree));
        return parsed(tree);
    }

    /** The resource of a tree whose shape was checked. */
    private Resource parsed(JsonNode tree) {
        JacksonStructure structure = new JacksonStructure();
        structure.setNativeObject((ObjectNode) tree);
        // The other ways into HAPI's parser let a fullUrl change the ids.
        return (Resource) ((JsonParser) context.newJsonParser())
                .doParseResource(
                        context.getResourceDefinition(tree.path("resourceType").asText())
                                .getImplementingClass(),
                        structure);
    }

    private Resource ofXml(byte[] body) {
        String text = StrictJson.text(body);
        xml.check(text, StrictJson.DEEPEST);
        IParser parser = context.newXmlParser();
        parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
        Resource resource = (Resource) parser.parseResource(text);
        boolean isHuge = context.newTerser().getAllPopulatedChildElementsOfType(resource, DecimalType.class).stream()
                .anyMatch(decimal -> decimal.getValue() != null
                        && Math.abs(decimal.getValue().scale()) > MOST_EXPONENT_DIGITS);
        if (isHuge) {
            throw new Fault(FaultKind.UNREADABLE, "body", "a decimal has an exponent of at most three digits here");
        }
        if (!(resource instanceof Bundle bundle)) {
            bounded("body", body.length);
        } else if (body.length > largestResource) {
            bundled(bundle);
        }
        return resource;
    }

    private void bundled(Bundle bundle) {
        for (int i = 0; i < bundle.getEntry().size(); i++) {
            Resource entry = bundle.getEntry().get(i).getResource();
            if (entry != null) {
                bounded(
                        "Bundle.entry[" + i + "].resource",
                        context.newJsonParser().encodeResourceToString(entry).getBytes(StandardCharsets.UTF_8).length);
            }
        }
    }

    /**
     * Refuses what is too large.
     *
     * @throws Fault TOO_LARGE
     */
    void bounded(String place, int bytes) {
        if (bytes > largestResource) {
            throw new Fault(FaultKind.TOO_LARGE, place, "a resource has at most " + largestResource + " bytes here");
        }
    }
}
