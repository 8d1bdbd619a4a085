package org.carerrecord.mapping;

import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/**
 * One thing that a message says.
 *
 * @param link the numbered {@code urn:uuid} by which other resources of the same message refer to it
 * @param key the sender's own key for the thing, the same each time the sender speaks of it: unique among the sender's
 *     statements of that type about that person; empty for a Patient, who is known by identifiers
 * @param resource the statement as FHIR R4, references being links
 * @param emptied elements of the sender's earlier statement under that key that this one takes back, for example {@code
 *     status} or {@code period.end}; silence takes nothing back
 */
public record Said(String link, String key, Resource resource, Set<String> emptied) {

    /** The link of the Patient whom a message is about, where it is about one: the first thing said. */
    public static final String PATIENT = link(1);

    public Said {
        emptied = Set.copyOf(emptied);
    }

    public Said(String link, String key, Resource resource) {
        this(link, key, resource, Set.of());
    }

    /**
     * The numbered link.
     *
     * @param number which of the things said in one message, from 1
     */
    public static String link(int number) {
        String digits = Integer.toString(number);
        return "urn:uuid:00000000-0000-4000-8000-" + "0".repeat(12 - digits.length()) + digits;
    }
}
