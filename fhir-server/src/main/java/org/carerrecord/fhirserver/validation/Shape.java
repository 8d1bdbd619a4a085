package org.carerrecord.fhirserver.validation;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;

/**
 * What R4 says of one type or backbone element, quick to hold an element against.
 *
 * @param path {@code Patient.contact}, {@code HumanName}
 */
record Shape(String path, List<Part> parts) {

    /**
     * One child element.
     *
     * @param name as FHIRPath writes it: {@code value} for {@code value[x]}
     * @param targets the types that a reference may lead to; empty for any
     * @param codes the codes of a required binding that the model does not hold as an enumeration; empty for none
     */
    record Part(
            String name,
            BaseRuntimeChildDefinition definition,
            boolean required,
            boolean repeats,
            Set<String> targets,
            RequiredCodes.Codes codes) {

        List<IBase> of(IBase element) {
            return definition.getAccessor().getValues(element);
        }
    }
}
