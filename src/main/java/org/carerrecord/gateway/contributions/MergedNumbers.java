package org.carerrecord.gateway.contributions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;

/** The rows of table {@code merged_number}: numbers of records that were merged, and the records that go on. */
final class MergedNumbers {

    private static final Table MERGED_NUMBER =
            Table.of("merged_number", "digest uuid, former int8, survivor int8, merged_at timestamptz");

    private MergedNumbers() {}

    /** A merge that stands. */
    record Merge(long former, long survivor, Instant at) {

        Telling.Former told() {
            return new Telling.Former(former, at);
        }
    }

    static void keep(Transaction transaction, Set<UUID> numbers, Merge merge) {
        transaction.insert(
                MERGED_NUMBER,
                numbers.stream()
                        .map(number ->
                                new Object[] {number, merge.former(), merge.survivor(), Transaction.at(merge.at())})
                        .toList());
    }

    static void forget(Transaction transaction, long former) {
        transaction.update("delete from merged_number where former = ?", former);
    }

    /** The merge of the one record to which all of the numbers belonged, if it was merged. */
    static Optional<Merge> of(Transaction transaction, Set<UUID> numbers) {
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        List<Merge> merges = transaction.query(
                Sql.of("select former, survivor, merged_at from merged_number where ")
                        .then(Sql.in("digest", numbers)),
                (row, number) -> merge(row));
        return merges.size() == numbers.size() && merges.stream().distinct().count() == 1
                ? Optional.of(merges.getFirst())
                : Optional.empty();
    }

    /** The merge of one of two records into the other. */
    static Optional<Merge> between(Transaction transaction, long one, long other) {
        return transaction
                .query(
                        Sql.of(
                                "select former, survivor, merged_at from merged_number where (former = ? and survivor ="
                                        + " ?) or (former = ? and survivor = ?)",
                                one,
                                other,
                                other,
                                one),
                        (row, number) -> merge(row))
                .stream()
                .findFirst();
    }

    /** When the words of a merged record came to the person who has them now: with the last of the merges on their way. */
    static Optional<Instant> since(Transaction transaction, long former) {
        return way(transaction, former).stream().map(Merge::at).max(Comparator.naturalOrder());
    }

    /** Who has the words of a merged record now. */
    static Optional<Long> last(Transaction transaction, long former) {
        return way(transaction, former).stream().reduce((one, next) -> next).map(Merge::survivor);
    }

    /** One merge after another. */
    private static List<Merge> way(Transaction transaction, long former) {
        List<Merge> merges = new ArrayList<>();
        Set<Long> way = new HashSet<>();
        OptionalLong at = OptionalLong.of(former);
        while (at.isPresent() && way.add(at.getAsLong())) {
            Optional<Merge> next = transaction
                    .query(
                            Sql.of(
                                    "select former, survivor, merged_at from merged_number where former = ?",
                                    at.getAsLong()),
                            (row, number) -> merge(row))
                    .stream()
                    .findFirst();
            next.ifPresent(merges::add);
            at = next.map(Merge::survivor).map(OptionalLong::of).orElseGet(OptionalLong::empty);
        }
        return merges;
    }

    private static Merge merge(ResultSet row) throws SQLException {
        return new Merge(
                row.getLong(1),
                row.getLong(2),
                row.getObject(3, OffsetDateTime.class).toInstant());
    }

    /** A record, and those that were merged into it and into them. */
    static Set<Long> all(Transaction transaction, long record) {
        Set<Long> all = new HashSet<>(Set.of(record));
        Collection<Long> last = Set.of(record);
        while (!last.isEmpty()) {
            last = transaction.query(
                    Sql.of("select distinct former from merged_number where ").then(Sql.in("survivor", last)),
                    (row, number) -> row.getLong(1));
            last = last.stream().filter(all::add).toList();
        }
        return all;
    }

    /** The records into which some were merged, and into which those were. */
    static Set<Long> survivors(Transaction transaction, Set<Long> records) {
        Set<Long> all = new HashSet<>();
        Collection<Long> last = records;
        while (!last.isEmpty()) {
            last = transaction.query(
                    Sql.of("select distinct survivor from merged_number where ").then(Sql.in("former", last)),
                    (row, number) -> row.getLong(1));
            last = last.stream().filter(all::add).toList();
        }
        return all;
    }

    /** The numbers of merged records. */
    static Set<UUID> numbers(Transaction transaction, Set<Long> formers) {
        return Set.copyOf(transaction.query(
                Sql.of("select digest from merged_number where ").then(Sql.in("former", formers)),
                (row, number) -> row.getObject(1, UUID.class)));
    }
}
