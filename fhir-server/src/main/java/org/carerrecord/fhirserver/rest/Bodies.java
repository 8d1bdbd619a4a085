package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.JsonParser;
import ca.uhn.fhir.parser.json.jackson.JacksonStructure;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.validation.Structure;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MarkdownType;
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
    private static final String VALIDATE = "$validate";
    private static final String FAULTS = Bodies.class.getName() + ".faults";

    private final FhirContext context;
    private final int largestResource;
    private final JsonBody json;
    private final XmlBody xml;
    private final Optional<Structure> structure;

    /** A body that was read as far as that can be done. */
    private record Body(Noted noted, Resource resource) {}

    /**
     * A reader.
     *
     * @param largestResource in bytes
     * @param structure what else is told of a body that has faults already
     */
    Bodies(FhirContext context, int largestResource, Optional<Structure> structure) {
        this.context = context;
        this.largestResource = largestResource;
        this.structure = structure;
        this.json = new JsonBody(context);
        this.xml = new XmlBody(context, largestResource);
    }

    /** With another limit of a resource's size. */
    Bodies upTo(int bytes) {
        return new Bodies(context, bytes, structure);
    }

    /** Telling what else is wrong. */
    Bodies inspecting(Structure by) {
        return new Bodies(context, largestResource, Optional.of(by));
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
        JsonNode tree = encoding.get() == EncodingEnum.JSON
                ? StrictJson.tree(body)
                : xml.tree(StrictJson.text(body), StrictJson.DEEPEST);
        bounded(tree, body.length, isOfMany(request));
        Body read = read(tree);
        if (VALIDATE.equals(request.getOperation())) {
            request.getUserData().put(FAULTS, read.noted());
        } else {
            require(read, request);
        }
        Resource resource = read.resource();
        Addressed.require(resource, request);
        whole("body", resource);
        request.setResource(resource);
        // HAPI forgets it on the way to an operation.
        request.getUserData().put(READ, resource);
        // HAPI forgets it on the way to a conditional update.
        Optional.ofNullable(resource.getIdElement().getIdPart())
                .ifPresent(id -> request.getUserData().put(ID, id));
    }

    /** What is wrong in a body of {@code $validate}, which tells of it instead of refusing it. */
    static Noted faults(RequestDetails request) {
        return request.getUserData().get(FAULTS) instanceof Noted noted ? noted : new Noted();
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
     * A resource of its tree.
     *
     * @throws Fault UNREADABLE with each place at which it is none
     */
    Resource ofTree(JsonNode tree) {
        bounded("body", StrictJson.size(tree));
        Body read = read(tree);
        if (!read.noted().issues().isEmpty()) {
            throw new Fault(FaultKind.UNREADABLE, told(read));
        }
        return read.resource();
    }

    private Body read(JsonNode tree) {
        Noted noted = json.check(tree);
        noted.takeOut();
        try {
            return new Body(noted, parsed(tree, noted));
        } catch (RuntimeException cause) {
            // HAPI's parser has many ways to stop; none of them is a mistake of ours, and what it says may repeat
            // content.
            if (!noted.issues().isEmpty()) {
                throw new Fault(FaultKind.UNREADABLE, noted.issues(), cause);
            }
            throw cause instanceof Fault fault
                    ? fault
                    : new Fault(FaultKind.UNREADABLE, "body", "this cannot be read as a resource of R4", cause);
        }
    }

    private void require(Body read, RequestDetails request) {
        if (read.noted().issues().isEmpty()) {
            return;
        }
        List<Fault.Issue> all = told(read);
        if (!BatchFaults.mayBe(request, read.resource())
                || !BatchFaults.keep(request, read.noted().issues(), all)) {
            throw new Fault(FaultKind.UNREADABLE, all);
        }
    }

    /** What cannot be read, and what else is wrong. */
    private List<Fault.Issue> told(Body read) {
        Resource rest = read.resource();
        return read.noted()
                .with(structure.map(by -> by.issues(rest.fhirType(), rest)).orElse(List.of()));
    }

    /** The resource of a tree whose shape was checked. */
    private Resource parsed(JsonNode tree, Noted noted) {
        JacksonStructure structure = new JacksonStructure();
        structure.setNativeObject((ObjectNode) tree);
        // The other ways into HAPI's parser let a fullUrl change the ids.
        Resource resource = (Resource) ((JsonParser) context.newJsonParser())
                .doParseResource(
                        context.getResourceDefinition(tree.path("resourceType").asText())
                                .getImplementingClass(),
                        structure);
        if (noted.isIndented()) {
            // HAPI's copy of a markdown that was parsed is without the blanks at its ends, which mean something in it.
            context.newTerser()
                    .getAllPopulatedChildElementsOfType(resource, MarkdownType.class)
                    .forEach(text -> text.setValue(text.getValueAsString()));
        }
        return resource;
    }

    /** Whether a Bundle is sent for what is in it: to be done, or to an operation; another is one resource that is stored. */
    private static boolean isOfMany(RequestDetails request) {
        return request.getResourceName() == null || request.getOperation() != null;
    }

    /** Bounds a resource, or each of a Bundle's that is of many. */
    private void bounded(JsonNode tree, int bytes, boolean isOfMany) {
        JsonNode entries = tree.path("entry");
        if (!isOfMany || !tree.path("resourceType").asText().equals("Bundle")) {
            bounded("body", bytes);
        } else if (bytes > largestResource) {
            for (int i = 0; i < entries.size(); i++) {
                bounded(
                        "Bundle.entry[" + i + "].resource",
                        StrictJson.size(entries.path(i).path("resource")));
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
