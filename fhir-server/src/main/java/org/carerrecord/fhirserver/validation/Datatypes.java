package org.carerrecord.fhirserver.validation;

import java.util.Optional;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.PrimitiveType;

/** The rules of R4's primitive datatypes that HAPI's model does not hold, for what others than senders of FHIR make. */
final class Datatypes {

    private Datatypes() {}

    /** What is wrong with a value that is there. */
    static Optional<String> wrong(PrimitiveType<?> primitive) {
        String value = primitive.getValueAsString();
        return switch (primitive.fhirType()) {
            // Mappers keep the texts of their messages as they are.
            case "string", "markdown" -> Optional.empty();
            case "id" ->
                ((IdType) primitive).getIdPart() == null
                        ? Optional.empty()
                        : Primitives.wrong("id", value.startsWith("urn:") ? value : ((IdType) primitive).getIdPart());
            default -> Primitives.wrong(primitive.fhirType(), value);
        };
    }
}
