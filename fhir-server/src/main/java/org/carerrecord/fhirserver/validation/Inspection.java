package org.carerrecord.fhirserver.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.NhsNumber;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/** One walk through one resource, which notes what is wrong in it. */
final class Inspection {

    /** Whoever made more mistakes learns of the others next time. */
    private static final int MOST_ISSUES = 50;

    private static final int NHS_NUMBER_DIGITS = 10;

    /** http://terminology.hl7.org/CodeSystem/data-absent-reason. */
    private static final String MASKED = "masked";

    private final Shapes shapes;
    private final List<Fault.Issue> issues = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private final List<UriType> uris = new ArrayList<>();
    private boolean masked;

    Inspection(Shapes shapes) {
        this.shapes = shapes;
    }

    Inspected of(String place, Resource resource) {
        resource(Place.root(place), resource, resource);
        return new Inspected(issues, references, uris, masked);
    }

    /** Walks a resource, which is its own container unless it is contained in one. */
    private void resource(Place place, Resource resource, Resource container) {
        Optional<List<Resource>> contained = container instanceof DomainResource domain
                ? Optional.of(domain.getContained()).filter(list -> !list.isEmpty())
                : Optional.empty();
        element(place, shapes.of(resource), resource, new ReferenceTypes(shapes, contained.orElse(List.of())));
    }

    private void element(Place place, Shape shape, Base element, ReferenceTypes targets) {
        for (Shape.Part part : shape.parts()) {
            List<IBase> values = part.of(element);
            if (values.isEmpty()) {
                if (part.required()) {
                    note(place.child(part.name(), -1), "this element is required");
                }
                continue;
            }
            if (part.required() && values.stream().allMatch(IBase::isEmpty)) {
                note(place.child(part.name(), -1), "this element is required");
            }
            for (int i = 0; i < values.size() && issues.size() < MOST_ISSUES; i++) {
                if (values.get(i) instanceof Base value) {
                    value(place.child(part.name(), part.repeats() ? i : -1), shape, part, value, element, targets);
                }
            }
        }
    }

    private void value(Place place, Shape owner, Shape.Part part, Base value, Base parent, ReferenceTypes targets) {
        if (value instanceof PrimitiveType<?> primitive) {
            primitive(place, part, primitive, targets);
            return;
        }
        if (value instanceof Resource resource) {
            boolean isContained =
                    parent instanceof DomainResource && part.name().equals("contained");
            resource(place, resource, isContained ? (Resource) parent : resource);
            return;
        }
        switch (value) {
            case Reference reference -> {
                references.add(reference);
                targets.wrong(reference, part.targets()).ifPresent(reason -> note(place, reason));
            }
            case Identifier identifier -> nhsNumber(place, identifier);
            case CodeableConcept concept -> bound(place, part, concept);
            case Extension extension -> masked |= saysMasked(extension);
            default -> {}
        }
        @Nullable Shape shape = shapes.of(owner, part, value);
        if (shape != null) {
            element(place, shape, value, targets);
        }
    }

    private void primitive(Place place, Shape.Part part, PrimitiveType<?> value, ReferenceTypes targets) {
        if (value.hasValue() && value.getValueAsString() != null) {
            Datatypes.wrong(value).ifPresent(reason -> note(place, reason));
            if (part.codes().bound() && !part.codes().has(value.getValueAsString())) {
                note(place, "the code is not one of the value set that R4 requires here");
            }
            if (value instanceof UriType uri) {
                uris.add(uri);
            }
        }
        if (value.hasExtension()) {
            List<Extension> extensions = value.getExtension();
            for (int i = 0; i < extensions.size(); i++) {
                extension(place.child("extension", i), extensions.get(i), targets);
            }
        }
    }

    private void extension(Place place, Extension extension, ReferenceTypes targets) {
        masked |= saysMasked(extension);
        element(place, shapes.ofExtension(extension), extension, targets);
    }

    private static boolean saysMasked(Extension extension) {
        return Systems.DATA_ABSENT_REASON.equals(extension.getUrl())
                && extension.hasValue()
                && MASKED.equals(extension.getValue().primitiveValue());
    }

    /** R4, 4.1.5.1: one of the codings must be of the value set; a text does not do. */
    private void bound(Place place, Shape.Part part, CodeableConcept concept) {
        if (!part.codes().bound() || concept.hasExtension(Systems.DATA_ABSENT_REASON)) {
            return;
        }
        for (Coding coding : concept.getCoding()) {
            if (coding.getSystem() != null
                    && coding.getCode() != null
                    && part.codes().has(coding.getSystem(), coding.getCode())) {
                return;
            }
        }
        note(place, "no coding is of the value set that R4 requires here");
    }

    private void nhsNumber(Place place, Identifier identifier) {
        if (Systems.NHS_NUMBER.equals(identifier.getSystem())
                && Optional.ofNullable(identifier.getValue())
                        .filter(value -> value.length() == NHS_NUMBER_DIGITS)
                        .flatMap(NhsNumber::of)
                        .isEmpty()
                && !isMasked(identifier)) {
            note(
                    place.child("value", -1),
                    "an NHS number has ten digits, is no placeholder, and its check digit holds");
        }
    }

    /** No value, and a reason for that. */
    private static boolean isMasked(Identifier identifier) {
        return identifier.getValue() == null && identifier.getValueElement().hasExtension(Systems.DATA_ABSENT_REASON);
    }

    private void note(Place place, String reason) {
        issues.add(new Fault.Issue(place.toString(), reason));
    }
}
