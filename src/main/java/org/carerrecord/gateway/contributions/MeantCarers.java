package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.contributions.Namesakes.Name;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.NameKey;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.springframework.stereotype.Component;

/** Whom a message means by its keys of those who are related to a patient, looked up before it is written (ADR 35). */
@Component
public class MeantCarers {

    private static final String NUMBER =
            "the number (NK1-33, NK1-12) is of a carer whom you describe by another name and birth date: this one is"
                    + " kept by name, without it; send the right number of each";

    private static final String NAME =
            "you told of somebody of this name with another birth date or sex, or of several: this one is kept as"
                    + " another; send the birth date of each, or a number";

    private final Resources resources;

    MeantCarers(Resources resources) {
        this.resources = resources;
    }

    /** Something that is said, and under which key. */
    public record Meant(Said said, UUID key) {}

    /** What was said under a key. */
    private record Row(UUID key, boolean active, Optional<UUID> name, RelatedPerson said) {}

    /**
     * The same things, under the keys of those who are meant.
     *
     * @param patient the key of the person to whom they are related
     */
    public Mapped<List<Meant>> of(Transaction transaction, String partner, long patient, List<Said> related) {
        if (related.isEmpty()) {
            return Mapped.whole(List.of());
        }
        List<Row> rows = rows(transaction, partner, patient, related);
        LocalDate today = StatedTime.day(transaction.now());
        Map<UUID, RelatedPerson> held =
                rows.stream().collect(Collectors.toMap(Row::key, Row::said, (one, other) -> one));
        Set<UUID> active = rows.stream().filter(Row::active).map(Row::key).collect(Collectors.toUnmodifiableSet());
        List<Loss> losses = new ArrayList<>();
        List<Said> numbered = new ArrayList<>();
        for (Said one : related) {
            UUID key = Identities.statementKey(one.key());
            boolean isAnothers = one.resource() instanceof RelatedPerson person
                    && active.contains(key)
                    && AnothersNumber.is(person, key, Objects.requireNonNull(held.get(key)), today);
            numbered.add(isAnothers ? byName(one, key) : one);
            if (isAnothers) {
                losses.add(new Loss("RelatedPerson.identifier", NUMBER));
            }
        }
        return new Mapped<>(
                named(transaction, partner, new Namesakes(held, others(rows), today), numbered, losses), losses);
    }

    private static Said byName(Said said, UUID key) {
        RelatedPerson others = AnothersNumber.without((RelatedPerson) said.resource(), key);
        return new Said(said.link(), NameKey.of(others.getNameFirstRep()), others, said.emptied());
    }

    private static Map<UUID, Set<UUID>> others(List<Row> rows) {
        Map<UUID, Set<UUID>> others = new HashMap<>();
        rows.forEach(row -> row.name().ifPresent(name -> others.computeIfAbsent(name, first -> new HashSet<>())
                .add(row.key())));
        return others;
    }

    /** @param name empty where the key is no name */
    private record Told(Said said, Optional<Name> name, UUID known) {}

    private static List<Meant> named(
            Transaction transaction, String partner, Namesakes namesakes, List<Said> related, List<Loss> losses) {
        List<Told> told = related.stream().map(one -> told(one, namesakes)).toList();
        Map<UUID, Long> times = told.stream().collect(Collectors.groupingBy(Told::known, Collectors.counting()));
        List<Meant> meant = new ArrayList<>();
        for (Told one : told) {
            Name name = one.name().orElse(null);
            // Two whom one message tells apart are not one.
            UUID key = name != null && times.getOrDefault(one.known(), 0L) > 1 ? name.told() : one.known();
            meant.add(new Meant(one.said(), key));
            if (name != null && !key.equals(name.name()) && !namesakes.isOther(name, key)) {
                keep(transaction, partner, name.name(), key);
                if (name.isAlone()) {
                    losses.add(new Loss("RelatedPerson", NAME));
                }
            }
        }
        return meant;
    }

    private static Told told(Said said, Namesakes namesakes) {
        Optional<Name> name = Namesakes.name(said);
        return new Told(
                said,
                name,
                name.map(its -> namesakes.meant(its, (RelatedPerson) said.resource()))
                        .orElseGet(() -> Identities.statementKey(said.key())));
    }

    static void keep(Transaction transaction, String partner, UUID name, UUID key) {
        transaction.update(
                "insert into namesake (partner, name, source_key) select cast(? as varchar(10)), cast(? as uuid),"
                        + " cast(? as uuid) where not exists (select 1 from namesake where partner = ? and source_key ="
                        + " ?)",
                partner,
                name,
                key,
                partner,
                key);
    }

    /** What the sender said under the keys of the message, and of others of the same names; what stands first. */
    private List<Row> rows(Transaction transaction, String partner, long patient, List<Said> related) {
        Set<UUID> names = new HashSet<>();
        Set<UUID> keys = new HashSet<>();
        for (Said one : related) {
            keys.add(Identities.statementKey(one.key()));
            Stream.concat(Namesakes.name(one).stream(), Namesakes.name(named(one)).stream())
                    .forEach(name -> {
                        names.add(name.name());
                        keys.add(name.own());
                    });
        }
        keys.addAll(names);
        return transaction.query(
                Sql.of(
                                "select c.source_key, c.active, n.name, c.said from contribution c left join namesake n"
                                        + " on n.partner = c.partner and n.source_key = c.source_key where c.partner ="
                                        + " ? and c.patient = ? and c.type = 'RelatedPerson' and ",
                                partner,
                                patient)
                        .then(Sql.or(Sql.in("c.source_key", keys), Sql.in("n.name", names)))
                        .then(" order by c.active desc"),
                (row, number) -> new Row(
                        row.getObject(1, UUID.class),
                        row.getBoolean(2),
                        Optional.ofNullable(row.getObject(3, UUID.class)),
                        (RelatedPerson) resources.parse(row.getBytes(4))));
    }

    /** As a message has it that gives no number. */
    private static Said named(Said said) {
        return said.resource() instanceof RelatedPerson person && person.hasName()
                ? new Said(said.link(), NameKey.of(person.getNameFirstRep()), person, said.emptied())
                : said;
    }
}
