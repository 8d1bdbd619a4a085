package org.carerrecord.mapping.document;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.JsonParser;
import ca.uhn.fhir.parser.json.jackson.JacksonStructure;
import org.carerrecord.mapping.Losses;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/** A tree as a resource of HAPI's R4 model. */
public final class Typed {

    private final FhirContext r4;
    private final Losses losses;

    public Typed(FhirContext r4, Losses losses) {
        this.r4 = r4;
        this.losses = losses;
    }

    /** @throws Fault UNREADABLE at the entry's place */
    public <T extends Resource> T read(Entry entry, Class<T> type) {
        JacksonStructure structure = new JacksonStructure();
        structure.setNativeObject(entry.resource());
        JsonParser parser = (JsonParser) r4.newJsonParser();
        parser.setParserErrorHandler(new NotUnderstood(entry.place(), losses));
        try {
            T resource = parser.doParseResource(type, structure);
            blank(resource, new NotUnderstood(entry.place(), losses));
            return resource;
        } catch (RuntimeException cause) {
            // What HAPI's parser does not expect, an empty name for one, it answers with any exception.
            throw new Fault(FaultKind.UNREADABLE, entry.place(), "the resource has not the shape of FHIR", cause);
        }
    }

    /** HAPI's parser reports a text that is no date, say, and leaves it standing; a date with a time of day it does not report. */
    private static void blank(Base element, NotUnderstood told) {
        if (element instanceof PrimitiveType<?> primitive && primitive.getValue() == null) {
            primitive.setValue(null);
        }
        if (element instanceof BaseDateTimeType time && !isOfItsType(time)) {
            told.invalidValue(null, null, null);
            time.setValue(null);
        }
        for (Property property : element.children()) {
            property.getValues().forEach(value -> blank(value, told));
        }
    }

    /** Whether it is told as precisely as its type allows, which HAPI checks where it copies. */
    private static boolean isOfItsType(BaseDateTimeType time) {
        try {
            return time.copy() != null;
        } catch (IllegalArgumentException tooPrecise) {
            return false;
        }
    }
}
