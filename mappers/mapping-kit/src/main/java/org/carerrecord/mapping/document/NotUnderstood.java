package org.carerrecord.mapping.document;

import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import org.carerrecord.mapping.Losses;
import org.jspecify.annotations.Nullable;

/** What HAPI's parser would drop with a line in the log is a loss, which repeats nothing of it. */
record NotUnderstood(String place, Losses losses) implements IParserErrorHandler {

    @Override
    public void containedResourceWithNoId(@Nullable IParseLocation location) {
        lost("a contained resource without an id");
    }

    @Override
    public void extensionContainsValueAndNestedExtensions(@Nullable IParseLocation location) {
        lost("an extension with both a value and extensions");
    }

    @Override
    public void incorrectJsonType(
            @Nullable IParseLocation location,
            @Nullable String element,
            ValueType expected,
            @Nullable ScalarType expectedScalar,
            ValueType found,
            @Nullable ScalarType foundScalar) {
        lost("an element of another JSON type than FHIR's");
    }

    @Override
    public void invalidInternalReference(@Nullable IParseLocation location, @Nullable String reference) {
        lost("a reference to what is not there");
    }

    @Override
    public void invalidValue(@Nullable IParseLocation location, @Nullable String value, @Nullable String error) {
        lost("a value that its type does not allow");
    }

    @Override
    public void missingRequiredElement(@Nullable IParseLocation location, @Nullable String element) {
        // What the record itself requires is looked at where it is used.
    }

    @Override
    public void unexpectedRepeatingElement(@Nullable IParseLocation location, @Nullable String element) {
        lost("an element repeated that FHIR has once");
    }

    @Override
    public void unknownAttribute(@Nullable IParseLocation location, @Nullable String attribute) {
        lost("an attribute that FHIR does not know");
    }

    @Override
    public void unknownElement(@Nullable IParseLocation location, @Nullable String element) {
        lost("an element that FHIR does not know");
    }

    @Override
    public void unknownReference(@Nullable IParseLocation location, @Nullable String reference) {
        lost("a reference to what is not there");
    }

    private void lost(String what) {
        losses.add(place, what + " is not carried");
    }
}
