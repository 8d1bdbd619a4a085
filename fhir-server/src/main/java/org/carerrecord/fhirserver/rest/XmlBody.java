package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.Set;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;

/**
 * FHIR's XML (R4, "XML Representation of Resources") as the JSON that says the same, so that both are read by the same rules:
 * no document type, no text outside of narratives, elements of FHIR's namespace only.
 */
final class XmlBody {

    private static final String LONGEST_ATTRIBUTE = "com.ctc.wstx.maxAttributeSize";

    /** Else Woodstox tells of a broken text where it is asked for, by an exception of its own. */
    private static final String LAZY = "com.ctc.wstx.lazyParsing";

    private final FhirContext context;
    private final XMLInputFactory factory;
    private final Set<String> types;

    /**
     * A reader.
     *
     * @param longest characters that one attribute may have
     */
    XmlBody(FhirContext context, int longest) {
        this.context = context;
        this.types = Set.copyOf(context.getResourceTypes());
        this.factory = factory(longest);
    }

    private static XMLInputFactory factory(int longest) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        // A document type is told of and never read; entities of its own are not replaced.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(LONGEST_ATTRIBUTE, longest);
        factory.setProperty(LAZY, false);
        return factory;
    }

    /**
     * The tree of a resource.
     *
     * @param deepest how many elements may stand in each other
     * @throws Fault UNREADABLE
     */
    ObjectNode tree(String xml, int deepest) {
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            XmlTree tree = new XmlTree(context, types, deepest);
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> tree.start(reader);
                    case XMLStreamConstants.END_ELEMENT -> tree.end();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        tree.text(reader.getText(), reader.isWhiteSpace());
                    case XMLStreamConstants.DTD ->
                        throw XmlTree.fault("the XML has a document type; FHIR has none, and it is not read");
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw XmlTree.fault("XML entities are not resolved here");
                    default -> {}
                }
            }
            return tree.root();
        } catch (XMLStreamException cause) {
            throw new Fault(FaultKind.UNREADABLE, "body", "this is no well-formed XML" + at(cause), cause);
        }
    }

    private static String at(XMLStreamException cause) {
        @Nullable Location location = cause.getLocation();
        return location == null ? "" : ": line " + location.getLineNumber() + ", column " + location.getColumnNumber();
    }
}
