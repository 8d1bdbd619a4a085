package org.carerrecord.gateway.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.carerrecord.fhirserver.store.ServerKey;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.gateway.identity.linkage.BlockingKeys;
import org.carerrecord.gateway.identity.linkage.Particulars;
import org.springframework.stereotype.Component;

/** The rows of table {@code link_key}: under what carers are looked for. Digests with a secret, for names and dates are few. */
@Component
class LinkKeys {

    private static final Table LINK_KEY = Table.of("link_key", "digest int8, resource int8");

    private static final String ALGORITHM = "HmacSHA256";

    /** How many of those who share the most keys are looked at. */
    private static final int CANDIDATES = 30;

    private final SecretKeySpec secret;

    LinkKeys(Transactions transactions) {
        this.secret = new SecretKeySpec(ServerKey.of(transactions, "link"), ALGORITHM);
    }

    Set<Long> of(Particulars person) {
        return BlockingKeys.of(person).stream().map(this::digest).collect(Collectors.toUnmodifiableSet());
    }

    private long digest(String key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return ByteBuffer.wrap(mac.doFinal(key.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, cause);
        }
    }

    private record Row(long digest, long resource) {}

    /**
     * Puts a resource under its keys and no others, in one statement when it is new.
     *
     * @return the keys of other resources that share some, those that share the most first
     */
    List<Long> put(Transaction transaction, long resource, Set<Long> digests) {
        List<Row> rows = transaction.query(
                Sql.of("select digest, resource from link_key where resource = ?", resource)
                        .then(" union all select digest, resource from link_key where resource <> ? and ", resource)
                        .then(Sql.in("digest", digests)),
                (row, number) -> new Row(row.getLong(1), row.getLong(2)));
        Set<Long> held = rows.stream()
                .filter(row -> row.resource() == resource)
                .map(Row::digest)
                .collect(Collectors.toSet());
        transaction.batch(
                "delete from link_key where resource = ? and digest = ?",
                without(held, digests).stream()
                        .map(digest -> new Object[] {resource, digest})
                        .toList());
        transaction.insert(
                LINK_KEY,
                without(digests, held).stream()
                        .map(digest -> new Object[] {digest, resource})
                        .toList());
        return rows.stream()
                .filter(row -> row.resource() != resource)
                .collect(Collectors.groupingBy(Row::resource, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<Long, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(CANDIDATES)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The keys of the resources that share some and fulfil a condition on {@code r}, those that share the most first. */
    List<Long> sharing(Transaction transaction, Set<Long> digests, Sql condition) {
        return transaction.query(
                Sql.of("select k.resource from link_key k join resource r on r.pk = k.resource where ")
                        .then(Sql.in("k.digest", digests))
                        .then(" and not r.deleted and ")
                        .then(condition)
                        .then(" group by k.resource order by count(*) desc, k.resource limit " + CANDIDATES),
                (row, number) -> row.getLong(1));
    }

    private static Set<Long> without(Set<Long> digests, Collection<Long> others) {
        Set<Long> rest = new HashSet<>(digests);
        rest.removeAll(others);
        return rest;
    }
}
