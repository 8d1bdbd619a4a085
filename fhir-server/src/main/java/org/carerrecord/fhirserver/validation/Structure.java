package org.carerrecord.fhirserver.validation;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Optional;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.NhsNumber;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What every write must fulfil, cheap enough to be always on: required elements are there, NHS numbers hold. */
public final class Structure {

    private static final int DIGITS = 10;

    private final FhirContext context;

    public Structure(FhirContext context) {
        this.context = context;
    }

    /**
     * Checks a resource.
     *
     * @param place where the resource stands
     * @throws Fault INVALID with the element's place, never its content
     */
    public void check(String place, Resource resource) {
        require(place, resource, context.getResourceDefinition(resource));
        List<Identifier> identifiers =
                context.newTerser().getAllPopulatedChildElementsOfType(resource, Identifier.class);
        for (Identifier identifier : identifiers) {
            if (Systems.NHS_NUMBER.equals(identifier.getSystem())
                    && Optional.ofNullable(identifier.getValue())
                            .filter(value -> value.length() == DIGITS)
                            .flatMap(NhsNumber::of)
                            .isEmpty()
                    && !isMasked(identifier)) {
                throw new Fault(
                        FaultKind.INVALID,
                        place + ".identifier.value",
                        "an NHS number has ten digits and a check digit that holds");
            }
        }
    }

    /** No value, and a reason for that. */
    private static boolean isMasked(Identifier identifier) {
        return !identifier.hasValue() && identifier.getValueElement().hasExtension(Systems.DATA_ABSENT_REASON);
    }

    /** By HAPI's definitions: the model's own {@code children()} say of every element that it may be absent. */
    private static void require(String place, IBase element, BaseRuntimeElementDefinition<?> definition) {
        if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)) {
            return;
        }
        for (BaseRuntimeChildDefinition child : composite.getChildren()) {
            String name = place + "." + child.getElementName();
            List<IBase> values = child.getAccessor().getValues(element);
            if (child.getMin() > 0 && values.stream().allMatch(IBase::isEmpty)) {
                throw new Fault(FaultKind.INVALID, name, "this element is required");
            }
            for (IBase value : values) {
                @Nullable
                BaseRuntimeElementDefinition<?> its = child.getChildElementDefinitionByDatatype(value.getClass());
                if (its != null && !(value instanceof IBaseResource)) {
                    require(name, value, its);
                }
            }
        }
    }
}
