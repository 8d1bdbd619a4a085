package org.carerrecord.gateway.contributions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;

/** The rows of table {@code moved}: where statements stood before people linked two relationships. */
final class Moved {

    private static final Table MOVED = Table.of(
            "moved", "pair uuid, origin int8, origin_key uuid, resource int8, partner varchar, source_key uuid");

    /**
     * What stood where.
     *
     * @param origin the relationship where the statement stood
     * @param key under which it stood there
     * @param now what it is known by since
     */
    private record Row(long origin, UUID key, long resource, String partner, UUID now) {

        static Row of(Contribution before, Contribution now) {
            return new Row(
                    before.about().resource(),
                    before.about().key(),
                    now.about().resource(),
                    now.about().partner(),
                    now.about().key());
        }

        private boolean isOf(Contribution one) {
            return resource == one.about().resource()
                    && one.isOf(partner)
                    && now.equals(one.about().key());
        }
    }

    private Moved() {}

    /** What is said of two relationships after they were told apart. */
    record Parted(List<Contribution> left, List<Contribution> gone) {}

    /** The statements of one relationship, as statements of another from now on. */
    static List<Contribution> join(
            Transaction transaction, UUID pair, List<Contribution> stay, List<Contribution> come) {
        long to = stay.getFirst().about().resource();
        List<Row> rows = new ArrayList<>();
        stay.forEach(one -> rows.add(Row.of(one, one)));
        List<Contribution> moved = new ArrayList<>();
        for (Contribution one : come) {
            Contribution same = one.of(to, one.about().key());
            Contribution next = stay.stream().anyMatch(same::isSameStatement)
                    ? one.of(
                            to,
                            Hash.key(one.about().resource() + " " + one.about().key()))
                    : same;
            rows.add(Row.of(one, next));
            moved.add(next);
        }
        transaction.insert(
                MOVED,
                rows.stream()
                        .map(row ->
                                new Object[] {pair, row.origin(), row.key(), row.resource(), row.partner(), row.now()})
                        .toList());
        move(transaction, rows);
        return moved;
    }

    /** What is told of the two apart: each statement where it stood, and what a partner said since where its others go. */
    static Parted part(Transaction transaction, UUID pair, long goes, List<Contribution> said) {
        List<Row> rows = transaction.query(
                Sql.of("select origin, origin_key, resource, partner, source_key from moved where pair = ?", pair),
                (row, number) -> new Row(
                        row.getLong(1),
                        row.getObject(2, UUID.class),
                        row.getLong(3),
                        row.getString(4),
                        row.getObject(5, UUID.class)));
        transaction.update("delete from moved where pair = ?", pair);
        Set<String> stayed = rows.stream()
                .filter(row -> row.origin() != goes)
                .map(Row::partner)
                .collect(Collectors.toUnmodifiableSet());
        Set<String> came = rows.stream()
                .filter(row -> row.origin() == goes)
                .map(Row::partner)
                .filter(partner -> !stayed.contains(partner))
                .collect(Collectors.toUnmodifiableSet());
        return parted(transaction, said, one -> {
            Optional<Row> known = rows.stream().filter(row -> row.isOf(one)).findFirst();
            return known.isPresent()
                    ? known.filter(row -> row.origin() == goes).map(row -> one.of(goes, row.key()))
                    : Optional.of(one)
                            .filter(later -> came.contains(later.about().partner()))
                            .map(later -> later.of(goes, later.about().key()));
        });
    }

    /** All that a partner says goes. */
    static Parted putOut(Transaction transaction, long goes, List<Contribution> said, String partner) {
        return parted(
                transaction,
                said,
                one -> one.isOf(partner) ? Optional.of(one.of(goes, one.about().key())) : Optional.empty());
    }

    private static Parted parted(
            Transaction transaction,
            List<Contribution> said,
            Function<Contribution, Optional<Contribution>> elsewhere) {
        List<Contribution> left = new ArrayList<>();
        List<Contribution> gone = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (Contribution one : said) {
            Optional<Contribution> there = elsewhere.apply(one);
            there.ifPresentOrElse(
                    next -> {
                        gone.add(next);
                        rows.add(Row.of(one, next));
                    },
                    () -> left.add(one));
        }
        move(transaction, rows);
        return new Parted(left, gone);
    }

    private static void move(Transaction transaction, List<Row> rows) {
        transaction.batch(
                "update contribution set resource = ?, source_key = ? where resource = ? and partner = ? and"
                        + " source_key = ?",
                rows.stream()
                        .filter(row -> row.origin() != row.resource())
                        .map(row -> new Object[] {row.resource(), row.now(), row.origin(), row.partner(), row.key()})
                        .toList());
    }
}
