package org.carerrecord.fhirserver;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.carerrecord.fhirserver.agreement.Sight;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.jspecify.annotations.Nullable;

/**
 * First answers, for those who did not get them and ask again: kept in the transaction of the write, so that a write and its
 * answer are there together or not at all.
 */
final class Answers {

    private static final Duration KEPT = Duration.ofDays(1);

    /** One of so many requests takes away what is too old. */
    private static final int SWEEPS = 128;

    private static final Table ANSWERED = Table.of("answered", "digest uuid, at timestamptz, outcomes bytea");

    private Answers() {}

    private record First(Instant at, String text) {}

    /** The first answer, with the contents that its sender may still see; one that is too old is forgotten. */
    static Optional<List<Outcome>> first(Transaction transaction, UUID digest, Visibility visibility) {
        Optional<First> kept = transaction
                .query(
                        Sql.of("select at, outcomes from answered where digest = ?", digest),
                        (row, number) -> new First(
                                row.getObject(1, OffsetDateTime.class).toInstant(),
                                new String(row.getBytes(2), StandardCharsets.UTF_8)))
                .stream()
                .findFirst();
        Instant oldest = transaction.now().minus(KEPT);
        if (kept.isPresent() && kept.get().at().isBefore(oldest)) {
            transaction.update("delete from answered where digest = ? and at < ?", digest, Transaction.at(oldest));
            return Optional.empty();
        }
        return kept.map(first -> first.text()
                .lines()
                .map(line -> outcome(transaction, line.split(" "), visibility))
                .toList());
    }

    /** Keeps an answer; a second one for the same request is a unique violation. */
    static void keep(Transaction transaction, UUID digest, List<Outcome> outcomes) {
        StringBuilder text = new StringBuilder();
        outcomes.forEach(outcome -> text.append(line(outcome)).append('\n'));
        transaction.insert(
                ANSWERED, digest, transaction.timestamp(), text.toString().getBytes(StandardCharsets.UTF_8));
        if (Math.floorMod(digest.hashCode(), SWEEPS) == 0) {
            transaction.update(
                    "delete from answered where at < ?",
                    Transaction.at(transaction.now().minus(KEPT)));
        }
    }

    private static String line(Outcome outcome) {
        return String.join(
                " ",
                outcome.type(),
                Long.toString(outcome.pk()),
                outcome.id().isEmpty() ? "-" : outcome.id(),
                Integer.toString(outcome.version()),
                Long.toString(outcome.updated().toEpochMilli()),
                Boolean.toString(outcome.created()),
                Boolean.toString(outcome.changed()),
                Boolean.toString(outcome.live()),
                outcome.patient() == null ? "-" : Long.toString(outcome.patient()));
    }

    private static Outcome outcome(Transaction transaction, String[] words, Visibility visibility) {
        String type = words[0];
        long pk = Long.parseLong(words[1]);
        int version = Integer.parseInt(words[3]);
        byte @Nullable [] content =
                Boolean.parseBoolean(words[7]) ? content(transaction, type, pk, version, visibility) : null;
        return new Outcome(
                type,
                pk,
                words[2].equals("-") ? "" : words[2],
                version,
                Instant.ofEpochMilli(Long.parseLong(words[4])),
                Boolean.parseBoolean(words[5]),
                Boolean.parseBoolean(words[6]),
                content != null,
                content,
                words[8].equals("-") ? null : Long.valueOf(words[8]));
    }

    private static byte @Nullable [] content(
            Transaction transaction, String type, long pk, int version, Visibility visibility) {
        return new Sight(transaction, visibility)
                        .versions(Sql.and(
                                Sql.of("r.pk = ? and v.version = ?", pk, version),
                                visibility.of(type, "r"),
                                visibility.ofVersion()))
                        .stream()
                        .findFirst()
                        .map(Version::content)
                        .orElse(null);
    }
}
