package org.carerrecord.gprecord.coded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.carerrecord.gprecord.coded.CarerCodes.Meaning;
import org.carerrecord.gprecord.coded.CarerCodes.Role;
import org.carerrecord.gprecord.coded.Statement.Kind;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.mapping.document.Entry;
import org.carerrecord.mapping.document.Moments;

/** Reads Observations, Conditions and Flags whose code is of carers. */
public final class StatementReader {

    private static final Set<String> TYPES = Set.of("Observation", "Condition", "Flag");

    private static final Set<String> OVER = Set.of("inactive", "resolved", "remission");
    private static final Set<String> IN_ERROR = Set.of("entered-in-error", "cancelled");
    private static final Set<String> NOT_SO = Set.of("refuted", "provisional", "differential", "unconfirmed");

    /** Elements that name who wrote an entry down. */
    private static final Set<String> PEOPLE = Set.of("performer", "asserter", "recorder");

    private static final CarerCodes CODES = new CarerCodes();

    private final Losses losses;

    public StatementReader(Losses losses) {
        this.losses = losses;
    }

    /** Whether the entry is one of these, with a code of carers. */
    public static boolean isAboutCarers(Entry entry) {
        return TYPES.contains(entry.type())
                && CODES.of(entry.resource().path("code")).isPresent();
    }

    /** What the entry says of the patient; empty, with a loss, when that is no fact about being or having a carer. */
    Optional<Statement> read(Entry entry, String patient) {
        Meaning meaning = CODES.of(entry.resource().path("code")).orElseThrow();
        Optional<String> notTaken = notTaken(entry, meaning.role());
        if (notTaken.isPresent()) {
            losses.add(entry.place() + ".code", notTaken.get());
            return Optional.empty();
        }
        Kind kind = kind(entry, meaning.role());
        Optional<StatedTime> began = began(entry);
        Optional<StatedTime> ended = ended(entry);
        Optional<StatedTime> at = kind == Kind.ENDED ? ended.or(() -> began) : began;
        Optional<StatedTime> from = kind == Kind.ENDED && ended.isEmpty() ? Optional.empty() : began;
        if (at.isEmpty()) {
            losses.add(entry.place(), "no readable date says since when: any dated entry counts as newer");
        }
        lose(entry);
        return Optional.of(new Statement(
                entry.place(), patient, meaning.meaning(), kind, from, at, recorded(entry), meaning.snomed()));
    }

    private static Optional<String> notTaken(Entry entry, Role role) {
        ObjectNode resource = entry.resource();
        if (role == Role.UNCLEAR) {
            return Optional.of("the code does not tell for certain that this person is or has an unpaid carer: "
                    + "a person has to look");
        }
        if (role == Role.BESIDE) {
            return Optional.of("support of carers and their contact details in codes are not carried in the record");
        }
        if (hasOtherValue(resource)) {
            return Optional.of("a value beside the code may deny it: a person has to look");
        }
        if (NOT_SO.contains(status(resource, "verificationStatus"))) {
            return Optional.of("it is not held for certain: a person has to look");
        }
        if (OVER.contains(status(resource, "clinicalStatus")) && ended(entry).isEmpty()) {
            return Optional.of("a problem that is past without a date of its end tells nothing of today");
        }
        return Optional.empty();
    }

    private void lose(Entry entry) {
        if (entry.resource().has("note") || entry.resource().has("comment")) {
            losses.add(entry.place(), "words beside the code are not carried");
        }
        if (PEOPLE.stream().anyMatch(entry.resource()::has)) {
            losses.add(entry.place(), "who wrote it down is not carried: the practice says so");
        }
    }

    /** A code is a statement when nothing or {@code true} stands beside it. */
    private static boolean hasOtherValue(ObjectNode resource) {
        return resource.properties().stream()
                .filter(property -> property.getKey().startsWith("value")
                        || property.getKey().equals("dataAbsentReason")
                        || property.getKey().equals("modifierExtension"))
                .anyMatch(property -> !(property.getKey().equals("valueBoolean")
                        && property.getValue().asBoolean()));
    }

    private static Kind kind(Entry entry, Role role) {
        ObjectNode resource = entry.resource();
        if (IN_ERROR.contains(status(resource, "status"))
                || IN_ERROR.contains(status(resource, "verificationStatus"))) {
            return Kind.IN_ERROR;
        }
        boolean over = role == Role.ENDED
                || ended(entry).isPresent()
                || status(resource, "status").equals("inactive");
        return over ? Kind.ENDED : Kind.SAYS;
    }

    /** Of Observation and Flag a code, of Condition the code of a concept. */
    private static String status(ObjectNode resource, String name) {
        return Entry.text(resource, name)
                .or(() -> Entry.text(resource.path(name).path("coding").path(0), "code"))
                .orElse("");
    }

    private static Optional<StatedTime> began(Entry entry) {
        JsonNode resource = entry.resource();
        return first(Stream.of(
                Entry.text(resource, "effectiveDateTime"),
                Entry.text(resource, "effectiveInstant"),
                Entry.text(resource.path("effectivePeriod"), "start"),
                Entry.text(resource, "onsetDateTime"),
                Entry.text(resource.path("onsetPeriod"), "start"),
                Entry.text(resource.path("period"), "start"),
                Entry.text(resource, "issued"),
                Entry.text(resource, "recordedDate")));
    }

    private static Optional<StatedTime> ended(Entry entry) {
        JsonNode resource = entry.resource();
        return first(Stream.of(
                Entry.text(resource, "abatementDateTime"),
                Entry.text(resource.path("abatementPeriod"), "end"),
                Entry.text(resource.path("onsetPeriod"), "end"),
                Entry.text(resource.path("effectivePeriod"), "end"),
                Entry.text(resource.path("period"), "end")));
    }

    private static Optional<StatedTime> recorded(Entry entry) {
        return first(Stream.of(Entry.text(entry.resource(), "issued"), Entry.text(entry.resource(), "recordedDate")));
    }

    private static Optional<StatedTime> first(Stream<Optional<String>> texts) {
        return texts.flatMap(Optional::stream)
                .flatMap(text -> Moments.of(text).stream())
                .findFirst();
    }
}
