package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.carerrecord.fhirserver.validation.Narrative;
import org.carerrecord.fhirserver.validation.Primitives;
import org.hl7.fhir.instance.model.api.IBaseEnumFactory;

/** One primitive value of FHIR's JSON: of the JSON type that R4 gives to its datatype, and a value of that. */
final class JsonPrimitive {

    static final String UNKNOWN_CODE = "R4 knows no such code here: it must be one of the element's value set";

    private static final int MOST_EXPONENT_DIGITS = 999;

    private JsonPrimitive() {}

    /**
     * What is wrong with a value.
     *
     * @param type its datatype, {@code dateTime}
     * @param child the element, which may be bound to codes
     */
    static Optional<String> wrong(JsonNode value, String type, BaseRuntimeChildDefinition child) {
        Optional<String> wrong = wrong(value, type);
        return wrong.isEmpty() && child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition bound
                ? code(value.textValue(), bound)
                : wrong;
    }

    /** What is wrong with a value of a datatype. */
    static Optional<String> wrong(JsonNode value, String type) {
        return switch (type) {
            case "boolean" -> unless(value.isBoolean(), "write true or false, in JSON without quotes");
            case "integer", "positiveInt", "unsignedInt" ->
                value.isIntegralNumber()
                        ? Primitives.wrong(type, value.asText())
                        : Optional.of("write a whole number of 32 bits, in JSON without quotes");
            case "decimal" ->
                value.isNumber()
                        ? unless(
                                Math.abs((long) value.decimalValue().scale()) <= MOST_EXPONENT_DIGITS,
                                "a decimal has an exponent of at most three digits here")
                        : Optional.of("write a decimal number, in JSON without quotes");
            default ->
                value.isTextual()
                        ? Primitives.wrong(type, value.textValue()).or(() -> narrative(value, type))
                        : Optional.of("write a string");
        };
    }

    /** HAPI's model has nothing beside XHTML, and drops what stands beside base64 or an id that is not there. */
    static boolean isLostBeside(String type, boolean hasValue) {
        return type.equals("xhtml") || ((type.equals("base64Binary") || type.equals("id")) && !hasValue);
    }

    private static Optional<String> narrative(JsonNode value, String type) {
        return type.equals("xhtml") ? Narrative.wrong(value.textValue()) : Optional.empty();
    }

    /** The codes of a required binding are the constants of the model. */
    private static Optional<String> code(String code, RuntimeChildPrimitiveEnumerationDatatypeDefinition bound) {
        try {
            ((IBaseEnumFactory<?>) bound.getInstanceConstructorArguments()).fromCode(code);
            return Optional.empty();
        } catch (IllegalArgumentException unknown) {
            return Optional.of(UNKNOWN_CODE);
        }
    }

    private static Optional<String> unless(boolean holds, String reason) {
        return holds ? Optional.empty() : Optional.of(reason);
    }
}
