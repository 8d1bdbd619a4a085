package org.carerrecord.mapping.person;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.document.Document;
import org.carerrecord.mapping.document.Entry;
import org.carerrecord.profiles.NhsNumber;
import org.carerrecord.profiles.Systems;

/**
 * The people on whose records the entries of a document stand: its Patients, and whoever is only referred to by NHS number, as
 * PDS does in its lists of related people.
 */
public final class Subjects {

    /**
     * One of them.
     *
     * @param link the numbered link
     * @param entry the Patient; empty when only the number is known
     */
    public record Subject(String link, Optional<Entry> entry, Optional<NhsNumber> number) {

        /** Never the content: a record's text ends in logs. */
        @Override
        public String toString() {
            return "Subject[" + link + "]";
        }
    }

    private static final Pattern RELATIVE = Pattern.compile("(?:.*/)?(Patient/[A-Za-z0-9.-]{1,64})(?:/_history/.*)?");

    /** PDS says whose related person it is in the URL, and may leave {@code patient} empty. */
    private static final Pattern OF_PDS = Pattern.compile(".*/Patient/(\\d{10})/RelatedPerson/.*");

    private final List<Subject> subjects = new ArrayList<>();

    public Subjects(Document document) {
        document.entries().stream()
                .filter(entry -> entry.type().equals("Patient"))
                .forEach(entry -> add(Optional.of(entry), number(entry.resource())));
    }

    private Subject add(Optional<Entry> entry, Optional<NhsNumber> number) {
        Subject subject = new Subject(Said.link(subjects.size() + 1), entry, number);
        subjects.add(subject);
        return subject;
    }

    public List<Subject> all() {
        return List.copyOf(subjects);
    }

    /**
     * Whom an entry is about; empty when it does not tell, since to take the only patient for it would be to guess.
     *
     * @param name the element that refers to the person, for example {@code subject}
     */
    public Optional<Subject> of(Entry entry, String name) {
        JsonNode reference = entry.resource().path(name);
        return Entry.text(reference, "reference")
                .flatMap(this::referredTo)
                .or(() -> number(reference).map(this::numbered))
                .or(() -> inUrl(entry).map(this::numbered));
    }

    private Optional<Subject> referredTo(String reference) {
        Optional<Subject> exact = only(subjects.stream().filter(subject -> subject.entry()
                .filter(entry -> entry.fullUrl().equals(reference))
                .isPresent()));
        Matcher relative = RELATIVE.matcher(reference);
        return exact.isPresent() || !relative.matches()
                ? exact
                : only(subjects.stream().filter(subject -> subject.entry()
                        .flatMap(Entry::reference)
                        .filter(relative.group(1)::equals)
                        .isPresent()));
    }

    private static Optional<Subject> only(Stream<Subject> found) {
        List<Subject> subjects = found.toList();
        return subjects.size() == 1 ? Optional.of(subjects.getFirst()) : Optional.empty();
    }

    private Subject numbered(NhsNumber number) {
        return subjects.stream()
                .filter(subject -> subject.number().filter(number::equals).isPresent())
                .findFirst()
                .orElseGet(() -> add(Optional.empty(), Optional.of(number)));
    }

    private static Optional<NhsNumber> inUrl(Entry entry) {
        Matcher pds = OF_PDS.matcher(entry.fullUrl());
        return pds.matches() ? NhsNumber.of(pds.group(1)) : Optional.empty();
    }

    /** The first NHS number among the identifiers, or in the one identifier of a reference. */
    private static Optional<NhsNumber> number(JsonNode identified) {
        JsonNode identifiers = identified.path("identifier");
        return (identifiers.isArray() ? identifiers.valueStream() : Stream.of(identifiers))
                .filter(identifier -> Entry.text(identifier, "system")
                        .filter(Systems.NHS_NUMBER::equals)
                        .isPresent())
                .flatMap(identifier -> Entry.text(identifier, "value").stream())
                .flatMap(value -> NhsNumber.of(value).stream())
                .findFirst();
    }
}
