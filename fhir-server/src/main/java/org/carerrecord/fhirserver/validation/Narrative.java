package org.carerrecord.fhirserver.validation;

import ca.uhn.fhir.util.XmlUtil;
import java.io.StringReader;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.Attribute;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;

/**
 * The XHTML of narratives (R4, 2.4.0, txt-1): HTML 4.0's chapters 7 to 11 but 9.4, and 15, links, images and styles; nothing
 * that acts.
 */
public final class Narrative {

    private static final Set<String> ELEMENTS = Set.of(
            ("a abbr acronym address area b bdo big blockquote br caption center cite code col colgroup dd dfn div dl"
                + " dt em font h1 h2 h3 h4 h5 h6 hr i img kbd li map ol p pre q s samp small span strike strong sub"
                + " sup table tbody td tfoot th thead tr tt u ul var")
                    .split(" "));

    private static final String XHTML = "http://www.w3.org/1999/xhtml";

    private static final Set<String> LINKS = Set.of("href", "src", "cite", "longdesc", "usemap", "background");

    private static final Pattern SCRIPT_LINK = Pattern.compile("(java|vb)script:|data:(text|image/svg)");
    private static final Pattern SCRIPT_STYLE =
            Pattern.compile("(java|vb)script:|expression\\(|behavior:|-moz-binding");

    private Narrative() {}

    /** What is wrong with a narrative's {@code div}. */
    public static Optional<String> wrong(String div) {
        try {
            XMLEventReader events = XmlUtil.createXmlReader(new StringReader(div));
            boolean isRoot = true;
            while (events.hasNext()) {
                XMLEvent event = events.nextEvent();
                if (event.isStartElement()) {
                    StartElement element = event.asStartElement();
                    Optional<String> wrong = wrong(element, isRoot);
                    if (wrong.isPresent()) {
                        return wrong;
                    }
                    isRoot = false;
                }
            }
            return Optional.empty();
        } catch (XMLStreamException | RuntimeException cause) {
            return Optional.of("the narrative is no well-formed XHTML, in one div");
        }
    }

    private static Optional<String> wrong(StartElement element, boolean isRoot) {
        String name = element.getName().getLocalPart();
        String namespace = element.getName().getNamespaceURI();
        if (isRoot && !name.equals("div")) {
            return Optional.of("the narrative is one div of XHTML");
        }
        if (!ELEMENTS.contains(name) || !(namespace.isEmpty() || namespace.equals(XHTML))) {
            return Optional.of("the narrative has an element that R4 forbids (txt-1)");
        }
        for (Iterator<Attribute> attributes = element.getAttributes(); attributes.hasNext(); ) {
            Attribute attribute = attributes.next();
            if (acts(attribute.getName().getLocalPart(), attribute.getValue())) {
                return Optional.of("the narrative has an attribute that R4 forbids (txt-1)");
            }
        }
        return Optional.empty();
    }

    private static boolean acts(String attribute, String value) {
        String name = attribute.toLowerCase(Locale.ROOT);
        return name.startsWith("on")
                || (LINKS.contains(name) && SCRIPT_LINK.matcher(bare(value)).lookingAt())
                || (name.equals("style") && SCRIPT_STYLE.matcher(bare(value)).find());
    }

    /** Browsers pass over white space and control characters within a word. */
    private static String bare(String value) {
        return value.replaceAll("[\\x00-\\x20]", "").toLowerCase(Locale.ROOT);
    }
}
