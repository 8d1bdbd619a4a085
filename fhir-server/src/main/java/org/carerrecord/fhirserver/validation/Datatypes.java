package org.carerrecord.fhirserver.validation;

import java.util.Optional;
import java.util.regex.Pattern;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OidType;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.UnsignedIntType;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r4.model.UuidType;

/** The rules of R4's primitive datatypes (R4, 2.24.0.1) that HAPI's parser does not hold. */
final class Datatypes {

    private static final Pattern OID = Pattern.compile("urn:oid:[0-2](\\.(0|[1-9][0-9]*))+");
    private static final Pattern UUID =
            Pattern.compile("urn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?");
    private static final Pattern ZONED = Pattern.compile(
            "[^T]+T([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])");

    private Datatypes() {}

    /** What is wrong with a value that is there. */
    static Optional<String> wrong(PrimitiveType<?> primitive) {
        String value = primitive.getValueAsString();
        return switch (primitive) {
            case IdType id ->
                unless(
                        value.startsWith("urn:") || id.getIdPart() == null || ReferenceText.isId(id.getIdPart()),
                        "an id has 1 to 64 letters, digits, hyphens and dots");
            case OidType oid -> unless(OID.matcher(value).matches(), "an oid is written as urn:oid:1.2.3");
            case UuidType uuid -> unless(UUID.matcher(value).matches(), "a uuid is written as urn:uuid: and a UUID");
            case UriType uri -> unless(value.chars().noneMatch(Character::isWhitespace), "a uri has no white space");
            case CodeType code -> unless(isCode(value), "a code has no white space but single spaces inside");
            case PositiveIntType number -> unless(number.getValue() > 0, "it must be 1 or more");
            case UnsignedIntType number -> unless(number.getValue() >= 0, "it must be 0 or more");
            case TimeType time -> unless(TIME.matcher(value).matches(), "a time is written as hh:mm:ss");
            case BaseDateTimeType moment ->
                unless(
                        value.indexOf('T') < 0 || ZONED.matcher(value).matches(),
                        "a time of day has seconds and a time zone");
            default -> Optional.empty();
        };
    }

    private static boolean isCode(String value) {
        boolean afterSpace = true;
        for (int i = 0; i < value.length(); i++) {
            boolean space = Character.isWhitespace(value.charAt(i));
            if (space && afterSpace) {
                return false;
            }
            afterSpace = space;
        }
        return !afterSpace;
    }

    private static Optional<String> unless(boolean holds, String reason) {
        return holds ? Optional.empty() : Optional.of(reason);
    }
}
