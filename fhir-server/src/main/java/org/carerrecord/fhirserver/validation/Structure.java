package org.carerrecord.fhirserver.validation;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Optional;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.NhsNumber;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/** What every write must fulfil, cheap enough to be always on: required elements are there, NHS numbers hold. */
public final class Structure {

    private final FhirContext context;

    public Structure(FhirContext context) {
        this.context = context;
    }

    /**
     * Checks a resource.
     *
     * @param place where the resource stands
     * @throws Fault MISSING or INVALID with the element's place, never its content
     */
    public void check(String place, Resource resource) {
        for (Property property : resource.children()) {
            require(place, property);
        }
        List<Identifier> identifiers =
                context.newTerser().getAllPopulatedChildElementsOfType(resource, Identifier.class);
        for (Identifier identifier : identifiers) {
            if (Systems.NHS_NUMBER.equals(identifier.getSystem())
                    && Optional.ofNullable(identifier.getValue())
                            .flatMap(NhsNumber::of)
                            .isEmpty()
                    && identifier.getValueElement().getExtension().isEmpty()) {
                throw new Fault(
                        FaultKind.INVALID,
                        place + ".identifier.value",
                        "an NHS number has ten digits and a check digit that holds");
            }
        }
    }

    private static void require(String place, Property property) {
        String name = place + "." + property.getName();
        if (property.getMinCardinality() > 0 && property.getValues().stream().allMatch(Base::isEmpty)) {
            throw new Fault(FaultKind.INVALID, name, "this element is required");
        }
        for (Base value : property.getValues()) {
            if (!value.isPrimitive() && !(value instanceof Resource)) {
                value.children().forEach(child -> require(name, child));
            }
        }
    }
}
