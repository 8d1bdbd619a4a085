package org.carerrecord.fhirserver.agreement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.search.SearchParameter;
import org.carerrecord.fhirserver.search.Seeing;
import org.carerrecord.fhirserver.store.Asked;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Mask;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;

/**
 * The agreement as a condition of SQL, so that pages, totals, chains and includes cannot leak.
 *
 * <p>A resource is seen by those who said it; a shared one also by a partner with a grant for its type who stands in one
 * of the grant's relationships with the person in whose compartment it lies. A restricted person, and all people of the
 * same compartment, are masked for others than their only source.
 */
public final class Visibility implements Seeing {

    /** Definitions and terminology: public knowledge, unless they lie in somebody's compartment. */
    public static final Set<String> PUBLIC = Set.of(
            "CapabilityStatement",
            "CodeSystem",
            "ConceptMap",
            "NamingSystem",
            "OperationDefinition",
            "SearchParameter",
            "StructureDefinition",
            "ValueSet");

    /** References that a masked person does not tell: all that such a type has, but a carer's to whom they care for. */
    private static final List<Integer> UNTOLD_LINKS = List.of(
            Hash.number("Patient.general-practitioner"),
            Hash.number("Patient.organization"),
            Hash.number("Patient.link"),
            Hash.number("Person.organization"),
            Hash.number("Person.link"),
            Hash.number("Person.patient"),
            Hash.number("Person.practitioner"),
            Hash.number("Person.relatedperson"));

    private static final Sql ALWAYS = Sql.of("true");

    private final Caller caller;
    private final String ods;
    private final GivenSql given;
    private final CarersNumbers numbers;

    public Visibility(Caller caller, Instant now) {
        this.caller = caller;
        this.ods = caller.partner().ods();
        this.given = new GivenSql(caller, now);
        this.numbers = new CarersNumbers(caller, given);
    }

    /** The condition under which the caller sees a row of {@code resource}, of the given type, under the alias. */
    @Override
    public Sql of(String type, String alias) {
        if (!caller.scopes().show(type)) {
            return Sql.of("false");
        }
        if (caller.seesAllOf(type)) {
            return ALWAYS;
        }
        List<Sql> roads = new ArrayList<>();
        if (PUBLIC.contains(type)) {
            roads.add(Sql.of("(" + alias + ".shared and " + alias + ".patient is null)"));
        } else {
            roads.addAll(given.of(type, alias));
        }
        roads.add(own(alias));
        return Sql.or(roads);
    }

    @Override
    public Optional<Sql> telling(SearchParameter parameter, String alias) {
        String type = parameter.type();
        if (!Restricted.PEOPLE.contains(type)
                || Restricted.isSearchable(Mask.ALL, type, parameter.code())
                || caller.seesAllOf(type)) {
            return Optional.empty();
        }
        return Optional.of(unmasked(
                Mask.of(type, alias),
                alias,
                Restricted.isSearchable(Mask.HOME, type, parameter.code()) ? Mask.HOME : Mask.NONE));
    }

    @Override
    public Optional<Sql> value(SearchParameter parameter, String row) {
        return numbers.value(parameter, row);
    }

    @Override
    public Sql link(String row) {
        return caller.seesAllOf("Patient")
                ? ALWAYS
                : Sql.or(
                        Sql.of("not ").then(Sql.in(row + ".param", UNTOLD_LINKS)),
                        Sql.of("exists (select 1 from resource l where l.pk = " + row + ".resource and ")
                                .then(unmasked(Mask.of("l"), "l", Mask.HOME))
                                .then(")"));
    }

    /** Whether the caller sees what is held whole, and for more than its own words. */
    public boolean isGranted(Transaction transaction, Held held) {
        if (caller.seesAllOf(held.type())) {
            return true;
        }
        List<Sql> roads = given.of(held.type(), "r");
        return !roads.isEmpty()
                && transaction
                                .query(
                                        Sql.and(
                                                Sql.of("select count(*) from resource r where r.pk = ?", held.pk()),
                                                unmasked(Mask.of(held.type(), "r"), "r", Mask.NONE),
                                                Sql.or(roads)),
                                        (row, number) -> row.getLong(1))
                                .getFirst()
                        == 1;
    }

    /**
     * The condition under which the caller sees a row of {@code version v} of a resource {@code r} that it sees: a shared
     * one of what is shared now, the current one of a young carer, or its own as long as nobody else's words were among them.
     */
    public Sql ofVersion() {
        return caller.partner().asItIs()
                ? ALWAYS
                : Sql.of(
                        "((v.shared and r.shared) or (r.young and v.version = r.version) or (v.partner = ? and not"
                                + " exists (select 1 from version o where o.resource = v.resource and o.version <="
                                + " v.version and o.partner <> ?)))",
                        ods,
                        ods);
    }

    /** Why a caller without a grant sees resources of a type. */
    public static String groundWithoutGrant(String type) {
        return PUBLIC.contains(type) ? "public knowledge" : "what the partner said itself";
    }

    /** Whether the caller sees what is held; deleted things are looked at like live ones. */
    public boolean sees(Transaction transaction, Held held) {
        return !seen(transaction, List.of(held)).isEmpty();
    }

    /** How much of each of those that the caller sees it is told, by their keys. */
    public Map<Long, Extent> seen(Transaction transaction, Collection<Held> held) {
        Map<String, Set<Object>> byType = new TreeMap<>();
        held.forEach(one ->
                byType.computeIfAbsent(one.type(), type -> new TreeSet<>()).add(one.pk()));
        if (byType.isEmpty()) {
            return Map.of();
        }
        Sql condition = byType.entrySet().stream()
                .map(type -> Sql.and(Sql.in("r.pk", type.getValue()), of(type.getKey(), "r")))
                .reduce(Sql::or)
                .orElseThrow();
        Asked<Map.Entry<Long, Mask>> masks = transaction.ask(
                Sql.of("select r.pk, case when " + Mask.of("r") + " = 0 or not ")
                        .then(Sql.in("r.type", Restricted.PEOPLE))
                        .then(" or ")
                        .then(own("r"))
                        .then(" then 0 else " + Mask.of("r") + " end from resource r where ")
                        .then(condition),
                (row, number) ->
                        Map.entry(row.getLong(1), caller.partner().asItIs() ? Mask.NONE : Mask.at(row.getInt(2))));
        // Answered together.
        Map<Long, Set<Long>> told = numbers.told(
                transaction,
                held.stream()
                        .filter(one -> numbers.areUntold(one.type()))
                        .map(Held::pk)
                        .collect(Collectors.toUnmodifiableSet()));
        Map<Long, Extent> seen = new HashMap<>();
        masks.rows()
                .forEach(one -> seen.put(
                        one.getKey(), new Extent(one.getValue(), Optional.ofNullable(told.get(one.getKey())))));
        return seen;
    }

    /** What of a version the caller is not told, if it is not its own words. */
    Mask mask(Version version) {
        boolean isMasked = version.mask() != Mask.NONE
                && Restricted.PEOPLE.contains(version.type())
                && !caller.seesAllOf(version.type());
        return isMasked ? version.mask() : Mask.NONE;
    }

    /** What the caller is told of carers' numbers. */
    CarersNumbers numbers() {
        return numbers;
    }

    /** Those of the resources with these keys that the caller said, and nobody else. */
    Set<Long> ownOnly(Transaction transaction, Collection<Long> keys) {
        return Set.copyOf(transaction.query(
                Sql.and(Sql.of("select r.pk from resource r where ").then(Sql.in("r.pk", keys)), own("r")),
                (row, number) -> row.getLong(1)));
    }

    /**
     * Its own words: what it says now, as long as nobody else's words are among them; of what is not shared, the write rule
     * stores what each of several sources may read.
     */
    private Sql own(String alias) {
        return Sql.of(
                "((not " + alias + ".shared or " + alias + ".sole = ?) and exists (select 1 from source s where"
                        + " s.resource = " + alias + ".pk and s.partner = ?))",
                ods,
                ods);
    }

    /** Whether a row is told with this mask, or with less of it masked. */
    private Sql unmasked(String mask, String alias, Mask most) {
        return Sql.or(Sql.of("coalesce(" + mask + ", 0) <= " + most.level()), own(alias));
    }
}
