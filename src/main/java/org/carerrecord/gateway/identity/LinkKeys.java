package org.carerrecord.gateway.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.carerrecord.fhirserver.store.ServerKey;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.gateway.identity.linkage.BlockingKeys;
import org.carerrecord.gateway.identity.linkage.Particulars;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rows of table {@code link_key}: under what carers are looked for. Digests with a secret, for names and dates are few. */
@Component
class LinkKeys {

    private static final Table LINK_KEY = Table.of("link_key", "digest int8, resource int8");

    private static final String ALGORITHM = "HmacSHA256";

    /** How many of the likeliest are looked at. */
    private static final int CANDIDATES = 12;

    private final SecretKeySpec secret;

    LinkKeys(Transactions transactions) {
        this.secret = new SecretKeySpec(ServerKey.of(transactions, "link"), ALGORITHM);
    }

    /**
     * Digests of the keys of a person. Whoever has an NHS number is kept under other digests than who has none: two people with
     * two numbers are never one (the check digit tells a slip, so neither is the other mistyped), and need not be looked at.
     *
     * @param kept under which the person is found
     * @param asked under which those who may be the same are found
     * @param own those asked of what is one person's own: numbers, telephones, email addresses
     */
    record Digests(Set<Long> kept, Set<Long> asked, Set<Long> own) {

        static final Digests NONE = new Digests(Set.of(), Set.of(), Set.of());
    }

    Digests of(Particulars person) {
        Set<Long> numbers = digests(BlockingKeys.numbers(person));
        Set<Long> all = digests(BlockingKeys.of(person));
        all.removeAll(numbers);
        Set<Long> own = digests(BlockingKeys.own(person));
        own.removeAll(numbers);
        boolean numbered = !numbers.isEmpty();
        return new Digests(
                union(numbers, numbered ? ofNumbered(all) : all),
                union(numbers, numbered ? all : union(all, ofNumbered(all))),
                union(numbers, numbered ? own : union(own, ofNumbered(own))));
    }

    private static Set<Long> ofNumbered(Set<Long> digests) {
        return digests.stream().map(digest -> ~digest).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<Long> union(Set<Long> some, Set<Long> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
    }

    private Set<Long> digests(Set<String> keys) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return keys.stream()
                    .map(key -> ByteBuffer.wrap(mac.doFinal(key.getBytes(StandardCharsets.UTF_8)))
                            .getLong())
                    .collect(Collectors.toCollection(HashSet::new));
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, cause);
        }
    }

    private record Row(@Nullable Long digest, long resource) {}

    /**
     * Puts a resource under its keys and no others, in one statement when it is new.
     *
     * @return the keys of other resources that share some, the likeliest first
     */
    List<Long> put(Transaction transaction, long resource, Digests digests) {
        List<Row> rows = transaction.query(
                Sql.of("select digest, resource from link_key where resource = ?", resource)
                        .then(
                                " union all (select null, k.resource from link_key k where k.resource <> ? and ",
                                resource)
                        .then(likeliest(digests))
                        .then(")"),
                (row, number) -> new Row(row.getObject(1, Long.class), row.getLong(2)));
        Set<Long> held =
                rows.stream().flatMap(row -> Stream.ofNullable(row.digest())).collect(Collectors.toSet());
        transaction.batch(
                "delete from link_key where resource = ? and digest = ?",
                without(held, digests.kept()).stream()
                        .map(digest -> new Object[] {resource, digest})
                        .toList());
        transaction.insert(
                LINK_KEY,
                without(digests.kept(), held).stream()
                        .map(digest -> new Object[] {digest, resource})
                        .toList());
        return rows.stream()
                .filter(row -> row.digest() == null)
                .map(Row::resource)
                .toList();
    }

    /**
     * The keys of the resources that share some and fulfil a condition on {@code r}, the likeliest first. Beside somebody
     * restricted it does not count where people are, so that neither who is found nor who is left out tells it.
     */
    List<Long> sharing(Transaction transaction, Particulars person, Sql condition) {
        return transaction.query(
                Sql.of("select k.resource from link_key k join resource r on r.pk = k.resource where not"
                                + " r.deleted and ")
                        .then(condition)
                        .then(" and not (")
                        .then(Sql.in("k.digest", whereabouts(person)))
                        .then(" and exists (select 1 from resource p where p.pk = r.patient and p.guarded)) and ")
                        .then(likeliest(of(person))),
                (row, number) -> row.getLong(1));
    }

    private Set<Long> whereabouts(Particulars person) {
        Set<Long> digests = digests(BlockingKeys.whereabouts(person));
        return union(digests, ofNumbered(digests));
    }

    /**
     * Who shares the most, what is one person's own counting as much as several others. Who shares a single key of others is
     * left out: one likeness, such as the sound of a name, never reaches the bits of a review ({@code identity/decisions.csv}).
     */
    private static Sql likeliest(Digests digests) {
        Sql shared =
                Sql.of("sum(case when ").then(Sql.in("k.digest", digests.own())).then(" then 3 else 1 end)");
        return Sql.in("k.digest", digests.asked())
                .then(" group by k.resource having ")
                .then(shared)
                .then(" > 1 order by ")
                .then(shared)
                .then(" desc, k.resource limit " + CANDIDATES);
    }

    private static Set<Long> without(Set<Long> digests, Set<Long> others) {
        Set<Long> rest = new HashSet<>(digests);
        rest.removeAll(others);
        return rest;
    }
}
