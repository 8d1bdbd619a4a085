package org.carerrecord.mapping.document;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.carerrecord.mapping.Losses;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** FHIR's XML to its JSON, by HAPI's model of the version: only the definitions tell what repeats. */
final class Xml {

    private Xml() {}

    /** @throws Fault UNREADABLE at body */
    static String toJson(String xml, FhirContext context, Losses losses) {
        check(xml);
        IParser parser = context.newXmlParser();
        parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
        parser.setParserErrorHandler(new NotUnderstood("body", losses));
        try {
            return context.newJsonParser().encodeResourceToString(parser.parseResource(xml));
        } catch (RuntimeException cause) {
            // What HAPI's parser does not expect it answers with any exception.
            throw new Fault(FaultKind.UNREADABLE, "body", "this is no FHIR resource of its version in XML", cause);
        }
    }

    /** HAPI's parser would resolve a document type and go as deep as the text does. */
    private static void check(String xml) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            int depth = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> depth = deeper(depth);
                    case XMLStreamConstants.END_ELEMENT -> depth--;
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new Fault(FaultKind.UNREADABLE, "body", "FHIR has no document type, and none is read");
                    default -> {}
                }
            }
        } catch (XMLStreamException cause) {
            throw new Fault(FaultKind.UNREADABLE, "body", "this is no well-formed XML", cause);
        }
    }

    private static int deeper(int depth) {
        if (depth == Json.DEEPEST) {
            throw new Fault(
                    FaultKind.UNREADABLE, "body", "elements stand in each other more than " + Json.DEEPEST + " deep");
        }
        return depth + 1;
    }
}
