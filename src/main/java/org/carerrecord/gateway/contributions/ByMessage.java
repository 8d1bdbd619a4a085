package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.gateway.contributions.Contribution.About;
import org.carerrecord.gateway.identity.Identities;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What a message makes of its sender's contributions to a resource. */
final class ByMessage {

    private final Tellings tellings;

    ByMessage(Tellings tellings) {
        this.tellings = tellings;
    }

    /** The new one and the changed. What comes late is told in its place among all that its sender told. */
    List<Contribution> changed(Said said) {
        Change.Statement statement = said.change().statement().orElseThrow();
        UUID key = Identities.statementKey(statement.key());
        return said.change().resource() == null
                ? takenBack(said, statement, Optional.of(key).filter(one -> !statement
                        .key()
                        .isEmpty()))
                : List.of(told(said, statement, key));
    }

    private Contribution told(Said said, Change.Statement statement, UUID key) {
        About about = said.about(key);
        Optional<Contribution> mine = said.own().stream()
                .filter(one -> one.about().isSameStatement(about))
                .findFirst();
        // Late words too: what they say of others would be written to somebody who has another number.
        OneNumber.check(
                said.change(), mine, Objects.requireNonNull(said.change().resource()));
        Telling telling = telling(said, about, statement, Optional.of(key));
        Story story = story(said);
        return isLate(statement, mine) ? told(said, about, telling) : story.said(about, mine, telling);
    }

    private List<Contribution> takenBack(Said said, Change.Statement statement, Optional<UUID> key) {
        return said.own().stream()
                .filter(one -> one.message() != null
                        && key.map(k -> k.equals(one.about().key()))
                                .orElseGet(() -> !one.stamp().equals(statement.stamp())))
                .filter(one -> one.active() || statement.late())
                .map(one -> isEndOfSnapshot(statement) || isLate(statement, Optional.of(one))
                        ? told(said, one.about(), telling(said, one.about(), statement, key))
                        : one.withdrawn(statement.stamp(), said.message()))
                .toList();
    }

    /** What a complete list leaves out, all that was told decides. */
    private static boolean isEndOfSnapshot(Change.Statement statement) {
        return statement.key().isEmpty() && statement.part().snapshot() != null;
    }

    private static boolean isLate(Change.Statement statement, Optional<Contribution> mine) {
        return statement.late()
                || mine.filter(one -> one.stamp().isAfter(statement.stamp())).isPresent();
    }

    /** All that the sender told, with what it tells now. */
    private Contribution told(Said said, About about, Telling telling) {
        List<Telling> all = new ArrayList<>(tellings.of(
                said.transaction(), about.partner(), Objects.requireNonNull(about.patient()), about.type()));
        if (all.stream().noneMatch(telling::isSame)) {
            all.add(telling);
        }
        Contribution next = story(said).of(about, all).orElseThrow();
        Optional<Stamp> written = said.own().stream()
                .filter(one -> one.about().key().equals(ByFhir.KEY))
                .map(Contribution::stamp)
                .filter(stamp -> stamp.isAfter(next.stamp()))
                .findFirst();
        return written.filter(stamp -> next.active())
                .map(stamp -> next.withdrawn(stamp, null))
                .orElse(next);
    }

    private static Story story(Said said) {
        return new Story(said.partner(), ContributionRule.today(said.transaction()));
    }

    private static Telling telling(Said said, About about, Change.Statement statement, Optional<UUID> key) {
        @Nullable Resource words = said.change().resource();
        return new Telling(
                about.partner(),
                Objects.requireNonNull(about.patient()),
                about.type(),
                statement.stamp(),
                key.orElse(null),
                words,
                statement.emptied(),
                said.message(),
                statement.part());
    }
}
