package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.gateway.contributions.Contribution.About;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What a message makes of its sender's contributions to a resource. */
final class ByMessage {

    private final Tellings tellings;
    private final Resources resources;

    ByMessage(Tellings tellings, Resources resources) {
        this.tellings = tellings;
        this.resources = resources;
    }

    /** The new one and the changed. What comes late is told in its place among all that its sender told. */
    Next changed(Said said) {
        Change.Statement statement = said.change().statement().orElseThrow();
        return said.change().resource() == null
                ? takenBack(said, statement)
                : Next.of(Stream.concat(
                                Stream.of(told(said, statement, statement.key().orElseThrow())),
                                emptied(said, statement).stream())
                        .toList());
    }

    /** What the partner wrote by FHIR before, without what its message takes back (carer-model.md, contributions 2). */
    private Optional<Contribution> emptied(Said said, Change.Statement statement) {
        return said.own().stream()
                .filter(one -> one.active() && one.about().key().equals(ByFhir.KEY))
                .filter(one -> statement.stamp().isAfter(one.stamp()))
                .flatMap(one -> emptied(said, one, statement.emptied()).stream())
                .findFirst();
    }

    private Optional<Contribution> emptied(Said said, Contribution written, Set<String> elements) {
        Set<String> gone = elements.stream()
                .filter(element -> !resources.isRequired(written.said(), element))
                .collect(Collectors.toUnmodifiableSet());
        Resource words = Again.without(written.said(), gone);
        return words.equalsDeep(written.said())
                ? Optional.empty()
                : Optional.of(written.saying(words, Claim.of(words, said.partner(), today(said)) == Claim.CONFIRMED));
    }

    private static LocalDate today(Said said) {
        return StatedTime.day(said.transaction().now());
    }

    private Contribution told(Said said, Change.Statement statement, UUID key) {
        About about = said.about(key);
        Optional<Contribution> mine = said.own().stream()
                .filter(one -> one.about().isSameStatement(about))
                .findFirst();
        // Late words too: what they say of others would be written to somebody who has another number.
        OneNumber.check(
                said.change(), mine, Objects.requireNonNull(said.change().resource()));
        Telling telling = telling(said, about, statement);
        Story story = story(said);
        return isLate(statement, mine) || byFhirAfter(said, statement.stamp()).isPresent()
                ? told(said, about, telling).orElseThrow()
                : story.said(about, mine, telling);
    }

    private Next takenBack(Said said, Change.Statement statement) {
        Next next = new Next(new ArrayList<>(), new ArrayList<>());
        said.own().stream()
                .filter(one -> one.message() != null
                        && statement
                                .key()
                                .map(key -> key.equals(one.about().key()))
                                .orElseGet(() -> !one.stamp().equals(statement.stamp())))
                .filter(one -> one.active() || statement.late())
                .forEach(one -> takenBack(said, statement, one)
                        .ifPresentOrElse(next.said()::add, () -> next.gone().add(one)));
        return next;
    }

    private Optional<Contribution> takenBack(Said said, Change.Statement statement, Contribution one) {
        return isEndOfSnapshot(statement) || isLate(statement, Optional.of(one))
                ? told(said, one.about(), telling(said, one.about(), statement))
                : Optional.of(one.withdrawn(statement.stamp(), said.message()));
    }

    /** What a complete list leaves out, all that was told decides. */
    private static boolean isEndOfSnapshot(Change.Statement statement) {
        return statement.key().isEmpty() && statement.part().snapshot() != null;
    }

    private static boolean isLate(Change.Statement statement, Optional<Contribution> mine) {
        return statement.late()
                || mine.filter(one -> one.stamp().isAfter(statement.stamp())).isPresent();
    }

    /** All that the sender told, with what it tells now; empty when nothing is told any more. */
    private Optional<Contribution> told(Said said, About about, Telling telling) {
        List<Telling> all = new ArrayList<>(tellings.of(
                said.transaction(), about.partner(), Objects.requireNonNull(about.patient()), about.type()));
        if (all.stream().noneMatch(telling::isSame)) {
            all.add(telling);
        }
        return story(said).of(about, all).map(next -> byFhirAfter(said, next.stamp())
                .filter(stamp -> next.active())
                .map(stamp -> next.withdrawn(stamp, null))
                .orElse(next));
    }

    /** When the partner itself wrote or deleted the same by FHIR after something was said. */
    private static Optional<Stamp> byFhirAfter(Said said, Stamp than) {
        return said.own().stream()
                .filter(one -> one.about().key().equals(ByFhir.KEY))
                .map(Contribution::stamp)
                .filter(stamp -> stamp.isAfter(than))
                .findFirst();
    }

    private static Story story(Said said) {
        return new Story(said.partner(), today(said));
    }

    private static Telling telling(Said said, About about, Change.Statement statement) {
        @Nullable Resource words = said.change().resource();
        return new Telling(
                about.partner(),
                Objects.requireNonNull(about.patient()),
                about.type(),
                statement.stamp(),
                statement.key().orElse(null),
                words,
                statement.emptied(),
                said.message(),
                statement.part());
    }
}
