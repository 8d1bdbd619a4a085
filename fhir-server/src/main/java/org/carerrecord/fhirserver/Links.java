package org.carerrecord.fhirserver;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.validation.Inspected;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/**
 * The links of one exchange, by which its resources refer to each other before they have ids (R4, RESTful API, "Replacing
 * hyperlinks and full-urls": in references, in elements of type uri, url, oid and uuid, and in the narrative).
 */
final class Links {

    private static final String NEW = "urn:uuid:";

    private final Map<String, String> references = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    /** The entries of a document refer to each other. */
    static boolean areFollowed(@Nullable Resource resource) {
        return resource != null && !(resource instanceof Bundle);
    }

    /**
     * Knows where a link leads.
     *
     * @param resource what it leads to; where the link is the name that it has everywhere, no uri leads by it
     * @param reference {@code Type/id}
     */
    void put(String link, @Nullable Resource resource, String reference) {
        references.put(link, reference);
        if (resource instanceof MetadataResource named && link.equals(named.getUrl())) {
            names.add(link);
        }
    }

    /**
     * Turns the links in a resource that are known into references.
     *
     * @param conditional the reference that a conditional one stands for
     */
    void follow(Inspected inspected, UnaryOperator<String> conditional) {
        for (Reference reference : inspected.references()) {
            @Nullable String text = reference.getReference();
            if (text == null) {
                continue;
            }
            if (!text.startsWith("#")) {
                // The parser links entries of a bundle to each other, and its writer would put the whole patient in
                // here.
                reference.setResource(null);
            }
            @Nullable String known = references.get(text);
            if (known != null) {
                reference.setReference(known);
            } else if (ConditionalReferences.isConditional(text)) {
                reference.setReference(conditional.apply(text));
            }
        }
    }

    /** The same in what does not identify a resource. */
    void followElsewhere(Resource resource, Inspected inspected) {
        if (references.isEmpty()) {
            return;
        }
        for (UriType uri : inspected.uris()) {
            @Nullable String known = references.get(uri.getValue());
            // R4, RESTful API, "transaction": elements of type canonical are not replaced.
            if (known != null && !(uri instanceof CanonicalType) && !names.contains(uri.getValue())) {
                uri.setValue(known);
            }
        }
        Hyperlinks.follow(resource, references::get);
    }

    /** Whatever in a resource may be a link. */
    static Set<String> of(@Nullable Resource resource, Inspected inspected) {
        return Stream.of(
                        inspected.references().stream().map(Reference::getReference),
                        inspected.uris().stream()
                                .filter(uri -> !(uri instanceof CanonicalType))
                                .map(UriType::getValue),
                        Hyperlinks.of(resource))
                .flatMap(some -> some)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * When a link leads to no resource of the exchange.
     *
     * @throws Fault INVALID
     */
    static void requireNone(String place, Inspected inspected) {
        Optional<String> open = inspected.references().stream()
                .flatMap(reference -> Optional.ofNullable(reference.getReference()).stream())
                .filter(text -> text.startsWith(NEW))
                .findFirst();
        if (open.isPresent()) {
            throw new Fault(FaultKind.INVALID, place, "a urn:uuid refers to no entry of the bundle");
        }
    }
}
