package org.carerrecord.fhirserver.rest;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
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
 * The shape of FHIR's XML (R4, "XML Representation of Resources"): no document type, no text outside of narratives, elements
 * of FHIR's namespace only. HAPI's parser would silently drop what is not so.
 */
final class XmlBody {

    private static final String FHIR = "http://hl7.org/fhir";
    private static final String XHTML = "http://www.w3.org/1999/xhtml";

    private static final String LONGEST_ATTRIBUTE = "com.ctc.wstx.maxAttributeSize";

    /** Else Woodstox tells of a broken text where it is asked for, by an exception of its own. */
    private static final String LAZY = "com.ctc.wstx.lazyParsing";

    private final XMLInputFactory factory;
    private final Set<String> types;

    /**
     * A check.
     *
     * @param types the names of R4's resources
     * @param longest characters that one attribute may have
     */
    XmlBody(Set<String> types, int longest) {
        this.types = Set.copyOf(types);
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
     * Checks a resource.
     *
     * @param deepest how many elements may stand in each other
     * @throws Fault UNREADABLE
     */
    void check(String xml, int deepest) {
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            Deque<String> open = new ArrayDeque<>();
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        require(open.size() < deepest, "elements stand in each other more than " + deepest + " deep");
                        open.push(start(reader, open));
                    }
                    case XMLStreamConstants.END_ELEMENT -> open.pop();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        require(
                                reader.isWhiteSpace() || XHTML.equals(open.peek()),
                                "text stands outside of attributes and narratives");
                    case XMLStreamConstants.DTD ->
                        throw fault("the XML has a document type; FHIR has none, and it is not read");
                    case XMLStreamConstants.ENTITY_REFERENCE -> throw fault("XML entities are not resolved here");
                    default -> {}
                }
            }
        } catch (XMLStreamException cause) {
            throw new Fault(FaultKind.UNREADABLE, "body", "this is no well-formed XML" + at(cause), cause);
        }
    }

    private static String at(XMLStreamException cause) {
        @Nullable Location location = cause.getLocation();
        return location == null ? "" : ": line " + location.getLineNumber() + ", column " + location.getColumnNumber();
    }

    /** The namespace of the element that begins. */
    private String start(XMLStreamReader reader, Deque<String> open) {
        String namespace = String.valueOf(reader.getNamespaceURI());
        boolean isNarrative = XHTML.equals(namespace) && !open.isEmpty();
        require(isNarrative || FHIR.equals(namespace), "an element is not of the namespace " + FHIR);
        require(
                !open.isEmpty() || types.contains(reader.getLocalName()),
                "this is no resource of R4: the root element must name one");
        return namespace;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw fault(otherwise);
        }
    }

    private static Fault fault(String reason) {
        return new Fault(FaultKind.UNREADABLE, "body", reason);
    }
}
