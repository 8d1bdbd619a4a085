package org.carerrecord.gateway.contributions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.mapping.CarerKeys;
import org.jspecify.annotations.Nullable;

/** The rows of table {@code patients_apart}: patients whom people said to be two, and the merge that stands against it. */
final class PatientsApart {

    private static final Table PATIENTS_APART = Table.of(
            "patients_apart",
            "former int8, survivor int8, apart bool, partner varchar, said_at timestamptz, tie varchar, carer_former"
                    + " varchar, carer_now varchar");

    private PatientsApart() {}

    /**
     * That somebody merged the numbers of two.
     *
     * @param partner ODS code of who gives the numbers
     * @param at when it said so first
     * @param carer under which keys it spoke of them as a carer, if it merged these, too
     */
    record Told(String partner, Stamp at, Optional<CarerKeys> carer) {}

    /**
     * Two of whom people said something.
     *
     * @param apart whether they told them apart for good
     * @param merge that was told of them and is not made
     */
    record Two(long former, long survivor, boolean apart, Optional<Told> merge) {

        Two toldApart(boolean forGood) {
            return new Two(former, survivor, forGood, merge);
        }
    }

    static Optional<Two> of(Transaction transaction, long one, long other) {
        return transaction
                .query(
                        Sql.of("select former, survivor, apart, partner, said_at, tie, carer_former, carer_now from"
                                        + " patients_apart where ")
                                .then(between(one, other)),
                        (row, number) -> new Two(row.getLong(1), row.getLong(2), row.getBoolean(3), told(row)))
                .stream()
                .findFirst();
    }

    private static Optional<Told> told(ResultSet row) throws SQLException {
        @Nullable String partner = row.getString(4);
        if (partner == null) {
            return Optional.empty();
        }
        @Nullable String former = row.getString(7);
        Stamp at = new Stamp(row.getObject(5, OffsetDateTime.class).toInstant(), row.getString(6));
        return Optional.of(new Told(
                partner, at, former == null ? Optional.empty() : Optional.of(new CarerKeys(former, row.getString(8)))));
    }

    /** In place of what was kept of the two. */
    static void keep(Transaction transaction, Two two) {
        forget(transaction, two.former(), two.survivor());
        Optional<Told> merge = two.merge();
        Optional<CarerKeys> carer = merge.flatMap(Told::carer);
        transaction.insert(PATIENTS_APART, List.<@Nullable Object[]>of(new @Nullable Object[] {
            two.former(),
            two.survivor(),
            two.apart(),
            merge.map(Told::partner).orElse(null),
            merge.map(told -> Transaction.at(told.at().at())).orElse(null),
            merge.map(told -> told.at().tie()).orElse(null),
            carer.map(CarerKeys::former).orElse(null),
            carer.map(CarerKeys::now).orElse(null)
        }));
    }

    static void forget(Transaction transaction, long one, long other) {
        transaction.update(Sql.of("delete from patients_apart where ").then(between(one, other)));
    }

    private static Sql between(long one, long other) {
        return Sql.of("((former = ? and survivor = ?) or (former = ? and survivor = ?))", one, other, other, one);
    }

    /** Whether people told one of some records apart from one of others. */
    static boolean are(Transaction transaction, Collection<Long> some, Collection<Long> others) {
        return !transaction
                .query(
                        Sql.and(
                                Sql.of("select 1 from patients_apart where apart"),
                                Sql.or(
                                        Sql.and(Sql.in("former", some), Sql.in("survivor", others)),
                                        Sql.and(Sql.in("former", others), Sql.in("survivor", some)))),
                        (row, number) -> 1)
                .isEmpty();
    }

    /** That a merge was told, which people told apart; the first time counts. */
    static void told(Transaction transaction, long former, long survivor, Told merge) {
        of(transaction, former, survivor)
                .filter(two -> two.merge().isEmpty())
                .ifPresent(two -> keep(transaction, new Two(former, survivor, two.apart(), Optional.of(merge))));
    }

    /** That its teller takes a merge back, which is not made. */
    static void takenBack(Transaction transaction, long one, long other, String partner, Stamp at) {
        of(transaction, one, other)
                .filter(two -> two.merge()
                        .filter(told -> told.partner().equals(partner)
                                && !at.at().isBefore(told.at().at()))
                        .isPresent())
                .ifPresent(
                        two -> keep(transaction, new Two(two.former(), two.survivor(), two.apart(), Optional.empty())));
    }
}
