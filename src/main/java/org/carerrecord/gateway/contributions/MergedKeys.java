package org.carerrecord.gateway.contributions;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Identities;

/**
 * The rows of tables {@code merged_carer} and {@code merged_carer_of}: keys of carers that a partner merged, the keys that go
 * on, and of whom something was told under the former ones.
 *
 * @param partner ODS code
 */
record MergedKeys(Transaction transaction, String partner) {

    private static final Table MERGED_CARER =
            Table.of("merged_carer", "partner varchar, former uuid, survivor uuid, now varchar");
    private static final Table MERGED_CARER_OF =
            Table.of("merged_carer_of", "partner varchar, former uuid, patient int8");

    /** The key that goes on: the key itself where it was not merged. */
    String now(String key) {
        String now = key;
        Set<String> way = new HashSet<>();
        Optional<String> next = Optional.of(key);
        while (next.isPresent() && way.add(next.get())) {
            now = next.get();
            next = next(now);
        }
        return now;
    }

    /** The key into which one was merged. */
    Optional<String> next(String key) {
        return transaction
                .query(
                        Sql.of(
                                "select now from merged_carer where partner = ? and former = ?",
                                partner,
                                Identities.statementKey(key)),
                        (row, number) -> row.getString(1))
                .stream()
                .findFirst();
    }

    void keep(String former, String now) {
        transaction.insert(MERGED_CARER, List.<Object[]>of(new Object[] {
            partner, Identities.statementKey(former), Identities.statementKey(now), now
        }));
    }

    void forget(String former) {
        UUID key = Identities.statementKey(former);
        transaction.update("delete from merged_carer where partner = ? and former = ?", partner, key);
        transaction.update("delete from merged_carer_of where partner = ? and former = ?", partner, key);
    }

    /** A key, and those that were merged into it and into them. */
    Set<UUID> all(String key) {
        Set<UUID> all = new HashSet<>(Set.of(Identities.statementKey(key)));
        Collection<UUID> last = all;
        while (!last.isEmpty()) {
            last = transaction
                    .query(
                            Sql.of("select former from merged_carer where partner = ? and ", partner)
                                    .then(Sql.in("survivor", Set.copyOf(last))),
                            (row, number) -> row.getObject(1, UUID.class))
                    .stream()
                    .filter(all::add)
                    .toList();
        }
        return all;
    }

    /** The people of whom something was told under some keys, and those into whom they were merged. */
    Set<Long> patients(Set<UUID> keys) {
        Set<Long> patients = new HashSet<>(transaction.query(
                Sql.of("select patient from merged_carer_of where partner = ? and ", partner)
                        .then(Sql.in("former", keys)),
                (row, number) -> row.getLong(1)));
        patients.addAll(MergedNumbers.survivors(transaction, patients));
        return patients;
    }

    /**
     * The people of whom the partner tells that somebody cares for them.
     *
     * @param system of its numbers
     * @param number of the carer, which is the key
     */
    Set<Long> caredFor(String system, String number) {
        Set<Long> patients = patients(all(number));
        patients.addAll(transaction.query(
                Sql.of(
                        "select distinct c.patient from contribution c join index_identifier t on t.resource ="
                                + " c.resource where t.param = ? and t.code = ? and t.system = ? and c.partner = ? and"
                                + " c.type = 'RelatedPerson' and c.source_key = ? and c.message is not null",
                        Hash.number("RelatedPerson.identifier"),
                        Hash.word(number),
                        Hash.word(system),
                        partner,
                        Identities.statementKey(number)),
                (row, at) -> row.getLong(1)));
        return patients;
    }

    /** That something was told of people under a key that was merged. */
    void told(UUID former, Collection<Long> patients) {
        Set<Long> fresh = new HashSet<>(patients);
        fresh.removeAll(transaction.query(
                Sql.of("select patient from merged_carer_of where partner = ? and former = ?", partner, former),
                (row, number) -> row.getLong(1)));
        transaction.insert(
                MERGED_CARER_OF,
                fresh.stream()
                        .map(patient -> new Object[] {partner, former, patient})
                        .toList());
    }
}
