package org.carerrecord.fhirserver.validation;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildAny;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import ca.uhn.fhir.context.RuntimeChildResourceDefinition;
import ca.uhn.fhir.context.RuntimeResourceBlockDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;

/** The shapes of R4, each made of HAPI's definitions when it is first met and then kept. */
final class Shapes {

    private final FhirContext context;
    private final RequiredCodes codes = new RequiredCodes();
    private final Map<Class<?>, Shape> known = new ConcurrentHashMap<>();

    Shapes(FhirContext context) {
        this.context = context;
    }

    boolean isType(String name) {
        return context.getResourceTypes().contains(name);
    }

    Shape of(IBaseResource resource) {
        @Nullable Shape shape = known.get(resource.getClass());
        return shape == null ? keep(resource, context.getResourceDefinition(resource), "") : shape;
    }

    /** The shape of an element; null where it has no children of its own. */
    @Nullable
    Shape of(Shape owner, Shape.Part part, Base element) {
        @Nullable Shape shape = known.get(element.getClass());
        if (shape != null) {
            return shape;
        }
        @Nullable
        BaseRuntimeElementDefinition<?> definition =
                part.definition().getChildElementDefinitionByDatatype(element.getClass());
        if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
            return null;
        }
        return keep(element, composite, owner.path() + "." + part.name());
    }

    Shape ofExtension(Extension extension) {
        @Nullable Shape shape = known.get(Extension.class);
        return shape == null
                ? keep(
                        extension,
                        (BaseRuntimeElementCompositeDefinition<?>)
                                Objects.requireNonNull(context.getElementDefinition(Extension.class)),
                        "")
                : shape;
    }

    private Shape keep(IBase element, BaseRuntimeElementCompositeDefinition<?> definition, String block) {
        String path = definition instanceof RuntimeResourceBlockDefinition ? block : definition.getName();
        List<Shape.Part> parts = new ArrayList<>();
        for (BaseRuntimeChildDefinition child : definition.getChildren()) {
            String name = child.getElementName().replace("[x]", "");
            String place = path + "." + name;
            parts.add(new Shape.Part(
                    name,
                    child,
                    child.getMin() > 0 || codes.requires(place),
                    child.getMax() != 1,
                    targets(child),
                    codes.of(place)));
        }
        Shape shape = new Shape(path, List.copyOf(parts));
        known.put(element.getClass(), shape);
        return shape;
    }

    private Set<String> targets(BaseRuntimeChildDefinition child) {
        List<Class<? extends IBaseResource>> types =
                switch (child) {
                    case RuntimeChildAny any -> List.of();
                    case RuntimeChildChoiceDefinition choice -> choice.getResourceTypes();
                    case RuntimeChildResourceDefinition reference -> reference.getResourceTypes();
                    default -> List.of();
                };
        return types.stream().anyMatch(Class::isInterface)
                ? Set.of()
                : types.stream().map(context::getResourceType).collect(Collectors.toUnmodifiableSet());
    }
}
