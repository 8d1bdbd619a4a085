package org.carerrecord.hospitaldischarge.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.document.Entry;

/**
 * The sections of a Composition with what their narrative says.
 *
 * @param place for example {@code Bundle.entry[0].resource.section[3].text}
 */
record Sections(String place, List<Narrative.Row> rows) {

    /** The sections and those in them, in their order; one whose text is no XHTML is a loss. */
    static List<Sections> of(Entry composition, Losses losses) {
        return of(composition.resource(), composition.place(), losses).toList();
    }

    private static Stream<Sections> of(JsonNode parent, String place, Losses losses) {
        List<Sections> sections = new ArrayList<>();
        int position = 0;
        for (JsonNode section : parent.path("section")) {
            String here = place + ".section[" + position++ + "]";
            Entry.text(section.path("text"), "div")
                    .ifPresent(div ->
                            sections.add(read(Entry.text(section, "title").orElse(""), div, here + ".text", losses)));
            sections.addAll(of(section, here, losses).toList());
        }
        return sections.stream();
    }

    private static Sections read(String title, String div, String place, Losses losses) {
        try {
            return new Sections(place, Narrative.rows(title, div));
        } catch (XMLStreamException notXhtml) {
            losses.add(place, "the narrative is no XHTML: nothing of it is read");
            return new Sections(place, List.of());
        }
    }

    /** Never the content: a record's text ends in logs. */
    @Override
    public String toString() {
        return "Sections[" + place + "]";
    }
}
