package org.carerrecord.mapping.document;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * Turns a reference into the document to one by identifier and name, which means the same outside of it: {@code
 * Practitioner/6D34} is nobody elsewhere.
 */
public final class References {

    private static final List<String> ORGANISED =
            List.of("Organization", "Practitioner", "PractitionerRole", "Location");

    private final List<Entry> targets;

    /** @param entries of the document */
    public References(List<Entry> entries) {
        this.targets = entries.stream()
                .filter(entry -> ORGANISED.contains(entry.type()))
                .toList();
    }

    /** Empty when nothing of the target can be told. */
    public Optional<Reference> portable(Reference reference) {
        Optional<Entry> target =
                target(Optional.ofNullable(reference.getReference()).orElse(""));
        Reference portable = new Reference();
        identifier(reference, target).ifPresent(portable::setIdentifier);
        Optional.ofNullable(reference.getDisplay())
                .or(() -> target.flatMap(References::name))
                .ifPresent(portable::setDisplay);
        return Optional.of(portable).filter(told -> !told.isEmpty());
    }

    private static Optional<Identifier> identifier(Reference reference, Optional<Entry> target) {
        Identifier said = reference.getIdentifier();
        if (said.getSystem() != null && said.getValue() != null) {
            return Optional.of(new Identifier().setSystem(said.getSystem()).setValue(said.getValue()));
        }
        return target.flatMap(entry -> entry.resource()
                .path("identifier")
                .valueStream()
                .flatMap(identifier -> Stream.of(Entry.text(identifier, "system"))
                        .flatMap(Optional::stream)
                        .flatMap(system -> Entry.text(identifier, "value").stream()
                                .map(value -> new Identifier().setSystem(system).setValue(value))))
                .findFirst());
    }

    private Optional<Entry> target(String reference) {
        return targets.stream()
                .filter(entry -> !reference.isEmpty()
                        && (reference.equals(entry.fullUrl())
                                || entry.reference().filter(reference::endsWith).isPresent()))
                .findFirst();
    }

    /** Of an Organization its name, of a Practitioner the first of the names. */
    private static Optional<String> name(Entry entry) {
        var name = entry.resource().path("name");
        return Entry.text(entry.resource(), "name")
                .or(() -> Entry.text(name.path(0), "text"))
                .or(() -> Stream.concat(
                                Stream.concat(
                                        name.path(0).path("prefix").valueStream(),
                                        name.path(0).path("given").valueStream()),
                                Stream.of(name.path(0).path("family")))
                        .filter(part -> part.isTextual() && !part.asText().isBlank())
                        .map(part -> part.asText())
                        .reduce((one, other) -> one + " " + other));
    }
}
