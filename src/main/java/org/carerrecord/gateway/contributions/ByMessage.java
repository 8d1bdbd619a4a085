package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.gateway.contributions.Contribution.About;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What a message makes of its sender's contributions to a resource. */
final class ByMessage {

    private final Tellings tellings;

    ByMessage(Tellings tellings) {
        this.tellings = tellings;
    }

    /** The new one and the changed. What comes late is told in its place among all that its sender told. */
    Next changed(Said said) {
        Change.Statement statement = said.change().statement().orElseThrow();
        return said.change().resource() == null
                ? takenBack(said, statement)
                : Next.of(List.of(told(said, statement, statement.key().orElseThrow())));
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
        return new Story(said.partner(), StatedTime.day(said.transaction().now()));
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
