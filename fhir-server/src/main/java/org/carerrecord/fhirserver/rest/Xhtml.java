package org.carerrecord.fhirserver.rest;

import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** A narrative's XHTML that is read piece by piece, written as the text that FHIR's JSON has of it. */
final class Xhtml {

    static final String NAMESPACE = "http://www.w3.org/1999/xhtml";

    private final StringBuilder text = new StringBuilder();
    private final Deque<String> names = new ArrayDeque<>();
    private boolean open;

    /** How many elements are open. */
    int depth() {
        return names.size();
    }

    void start(XMLStreamReader reader) {
        close();
        text.append('<').append(reader.getLocalName());
        if (names.isEmpty()) {
            text.append(" xmlns=\"").append(NAMESPACE).append('"');
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            @Nullable String prefix = reader.getAttributePrefix(i);
            text.append(' ')
                    .append(prefix == null || prefix.isEmpty() ? "" : prefix + ":")
                    .append(reader.getAttributeLocalName(i));
            text.append("=\"");
            escaped(reader.getAttributeValue(i));
            text.append('"');
        }
        names.push(reader.getLocalName());
        open = true;
    }

    void text(String characters) {
        close();
        escaped(characters);
    }

    /** Whether the last element that was open ends. */
    boolean end() {
        String name = names.pop();
        if (open) {
            text.append("/>");
            open = false;
        } else {
            text.append("</").append(name).append('>');
        }
        return names.isEmpty();
    }

    private void close() {
        if (open) {
            text.append('>');
            open = false;
        }
    }

    private void escaped(String characters) {
        for (int i = 0; i < characters.length(); i++) {
            char c = characters.charAt(i);
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '"' -> text.append("&quot;");
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
