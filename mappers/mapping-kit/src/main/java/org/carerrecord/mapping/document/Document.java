package org.carerrecord.mapping.document;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/**
 * A FHIR resource or bundle, DSTU2, STU3 or R4, JSON or XML, as trees in the shape of R4.
 *
 * @param type Bundle.type; empty for a single resource
 * @param identifier the value of Bundle.identifier
 * @param at when it was made, as it says: Bundle.timestamp, else meta.lastUpdated of the bundle or of its first patient
 */
public record Document(
        FhirVersion version,
        Optional<String> type,
        Optional<String> identifier,
        Optional<String> at,
        List<Entry> entries) {

    private static final String BUNDLE = "Bundle";

    public Document {
        entries = List.copyOf(entries);
    }

    /**
     * The document, with what could not even be read of it.
     *
     * @param named the fhirVersion of the media type; empty when the content has to tell it
     * @throws Fault UNREADABLE at body, or at the place of an entry; UNSUPPORTED_VERSION
     */
    public static Mapped<Document> read(byte[] raw, Optional<String> named, FhirContext r4) {
        Losses losses = new Losses();
        String text = text(raw);
        FhirVersion version = FhirVersion.of(named, text);
        ObjectNode root = text.stripLeading().startsWith("<")
                ? Json.read(Xml.toJson(text, version.context(r4), losses))
                : Json.read(text);
        List<Entry> entries = entries(root, losses);
        entries.forEach(entry -> version.toR4(entry.resource()));
        Document document = new Document(
                version,
                Entry.text(root, "type"),
                Entry.text(root.path("identifier"), "value"),
                at(root, entries),
                entries);
        return new Mapped<>(document, losses.all());
    }

    /** The first entry of one type. */
    public Optional<Entry> first(String type) {
        return all(type).findFirst();
    }

    /** The entries of one type, in their order. */
    public Stream<Entry> all(String type) {
        return entries.stream().filter(entry -> entry.type().equals(type));
    }

    /** The entry that a reference means: by its full URL, else by type and id; empty when there is none or more than one. */
    public Optional<Entry> referred(String reference) {
        List<Entry> exact = entries.stream()
                .filter(entry -> entry.fullUrl().equals(reference))
                .toList();
        List<Entry> found = !exact.isEmpty() || reference.isEmpty()
                ? exact
                : entries.stream()
                        .filter(entry ->
                                entry.reference().filter(reference::equals).isPresent())
                        .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static String text(byte[] raw) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException cause) {
            throw new Fault(FaultKind.UNREADABLE, "body", "FHIR is written in UTF-8, and this is not", cause);
        }
    }

    private static List<Entry> entries(ObjectNode root, Losses losses) {
        String type = type(root, "body");
        if (!type.equals(BUNDLE)) {
            return List.of(new Entry(type, "", root));
        }
        List<Entry> entries = new ArrayList<>();
        int position = 0;
        for (JsonNode entry : root.path("entry")) {
            String place = "Bundle.entry[" + position++ + "].resource";
            if (entry.path("resource") instanceof ObjectNode resource) {
                type(resource, place);
                entries.add(new Entry(place, Entry.text(entry, "fullUrl").orElse(""), resource));
            } else {
                losses.add(place, "the entry has no resource");
            }
        }
        return entries;
    }

    private static String type(ObjectNode resource, String place) {
        return Entry.text(resource, "resourceType")
                .orElseThrow(() -> new Fault(FaultKind.UNREADABLE, place, "a resource says its resourceType"));
    }

    private static Optional<String> at(ObjectNode root, List<Entry> entries) {
        return Entry.text(root, "timestamp")
                .or(() -> Entry.text(root.path("meta"), "lastUpdated"))
                .or(() -> entries.stream()
                        .filter(entry -> entry.type().equals("Patient"))
                        .flatMap(entry -> Entry.text(entry.resource().path("meta"), "lastUpdated").stream())
                        .findFirst());
    }

    /** Never the content: a record's text ends in logs. */
    @Override
    public String toString() {
        return "Document[" + entries.size() + "]";
    }
}
