package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;

/** What the parser cannot take is refused with the element's place; HAPI's own words would repeat the content. */
public final class StrictParsing implements IParserErrorHandler {

    private StrictParsing() {}

    /** A context whose parser refuses what it does not understand, without repeating it. */
    public static FhirContext context() {
        FhirContext context = FhirContext.forR4();
        context.setParserErrorHandler(new StrictParsing());
        // No option of the parser may change what somebody said.
        context.getParserOptions().setStripVersionsFromReferences(false);
        context.getParserOptions().setOverrideResourceIdWithBundleEntryFullUrl(false);
        // Nothing is contained but what somebody contained; looking for more was half of the writing.
        context.getParserOptions().setAutoContainReferenceTargetsWithNoId(false);
        return context;
    }

    @Override
    public void containedResourceWithNoId(@Nullable IParseLocation location) {
        throw fault(location, "contained", "a contained resource needs an id");
    }

    @Override
    public void extensionContainsValueAndNestedExtensions(@Nullable IParseLocation location) {
        throw fault(location, "extension", "an extension has a value or extensions, not both");
    }

    @Override
    public void incorrectJsonType(
            @Nullable IParseLocation location,
            String element,
            ValueType expected,
            @Nullable ScalarType expectedScalar,
            ValueType found,
            @Nullable ScalarType foundScalar) {
        throw fault(location, element, "JSON type " + expected + " is expected here");
    }

    @Override
    public void invalidInternalReference(@Nullable IParseLocation location, @Nullable String reference) {
        throw fault(location, "reference", "it refers to nothing that is contained");
    }

    @Override
    public void invalidValue(@Nullable IParseLocation location, @Nullable String value, @Nullable String error) {
        throw fault(location, "", "the value is not of this element's datatype");
    }

    @Override
    public void missingRequiredElement(@Nullable IParseLocation location, String element) {
        throw fault(location, element, "this element is required");
    }

    @Override
    public void unexpectedRepeatingElement(@Nullable IParseLocation location, String element) {
        throw fault(location, element, "this element may not be repeated");
    }

    @Override
    public void unknownAttribute(@Nullable IParseLocation location, String attribute) {
        throw fault(location, "", "R4 knows no such attribute here");
    }

    @Override
    public void unknownElement(@Nullable IParseLocation location, String element) {
        throw fault(location, "", "R4 knows no such element here");
    }

    @Override
    public void unknownReference(@Nullable IParseLocation location, @Nullable String reference) {
        throw fault(location, "reference", "it refers to nothing that is contained");
    }

    /** The parent is a name of R4's model; the element may be the sender's own word only where it is not named. */
    private static Fault fault(@Nullable IParseLocation location, String element, String reason) {
        String parent =
                location == null || location.getParentElementName() == null ? "body" : location.getParentElementName();
        return new Fault(FaultKind.UNREADABLE, element.isEmpty() ? parent : parent + "." + element, reason);
    }
}
