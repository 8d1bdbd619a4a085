package org.carerrecord.hospitaldischarge.document;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The text of a section as PRSB's headings order it: tables with a heading beside or above what is said under it, for example
 * {@code Household composition} and {@code Lives with wife}.
 */
final class Narrative {

    /** Elements of XHTML that begin a new piece of text. */
    private static final Set<String> BLOCKS = Set.of(
            "p", "div", "br", "td", "tr", "li", "ul", "ol", "dt", "dd", "pre", "caption", "h1", "h2", "h3", "h4");

    /**
     * What is said under one heading.
     *
     * @param heading without it the title of the section
     * @param texts one for each paragraph or cell, blanks as one
     */
    record Row(String heading, List<String> texts) {

        /** Never the content: a record's text ends in logs. */
        @Override
        public String toString() {
            return "Row[" + texts.size() + "]";
        }
    }

    private final String title;
    private final List<Row> rows = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private boolean inHeading;
    private String heading;

    private Narrative(String title) {
        this.title = title;
        this.heading = title;
    }

    /**
     * The rows of a section.
     *
     * @param div the XHTML
     * @throws XMLStreamException when it is none
     */
    static List<Row> rows(String title, String div) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // Else Woodstox tells of a broken text where it is asked for, by an exception of its own.
        factory.setProperty("com.ctc.wstx.lazyParsing", false);
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(div));
        Narrative narrative = new Narrative(title);
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> narrative.start(reader.getLocalName());
                case XMLStreamConstants.END_ELEMENT -> narrative.end(reader.getLocalName());
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    narrative.text.append(reader.getText());
                default -> {}
            }
        }
        narrative.flush();
        return narrative.rows;
    }

    private void start(String element) {
        if (element.equals("th")) {
            flush();
            inHeading = true;
        } else if (BLOCKS.contains(element)) {
            flush();
        }
    }

    private void end(String element) {
        switch (element) {
            case "th" -> {
                heading = taken();
                inHeading = false;
            }
            case "table" -> {
                flush();
                heading = title;
            }
            default -> {
                if (BLOCKS.contains(element)) {
                    flush();
                }
            }
        }
    }

    private void flush() {
        if (inHeading) {
            return;
        }
        String said = taken();
        if (said.isEmpty()) {
            return;
        }
        if (rows.isEmpty() || !rows.getLast().heading().equals(heading)) {
            rows.add(new Row(heading, new ArrayList<>()));
        }
        rows.getLast().texts().add(said);
    }

    private String taken() {
        String said = String.join(" ", text.toString().strip().split("\\s+"));
        text.setLength(0);
        return said;
    }
}
