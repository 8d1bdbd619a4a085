package org.carerrecord.fhirserver.agreement;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;

/**
 * The agreement as a condition of SQL, so that pages, totals, chains and includes cannot leak.
 *
 * <p>A resource is seen by those who said it; a shared one also by a partner with a grant for its type who stands in one
 * of the grant's relationships with the person in whose compartment it lies.
 */
public final class Visibility {

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

    private final Agreement agreement;
    private final Caller caller;
    private final Instant now;

    public Visibility(Agreement agreement, Caller caller, Instant now) {
        this.agreement = agreement;
        this.caller = caller;
        this.now = now;
    }

    /** The condition under which the caller sees a row of {@code resource}, of the given type, under the alias. */
    public Sql of(String type, String alias) {
        if (!caller.scopes().show(type)) {
            return Sql.of("false");
        }
        Optional<Grant> grant = agreement.mayRead(caller, type);
        if (grant.map(g -> g.relations().contains(Relation.ANY)).orElse(false)) {
            return Sql.of("true");
        }
        // Its own words: what it says now, as long as nobody else's words are among them; of what is not shared, the
        // write
        // rule stores what each of several sources may read.
        Sql own = Sql.of(
                "(exists (select 1 from source s where s.resource = " + alias + ".pk and s.partner = ?)"
                        + " and (not " + alias + ".shared or not exists (select 1 from version o where o.resource = "
                        + alias + ".pk and o.partner <> ?)))",
                caller.partner().ods(),
                caller.partner().ods());
        if (PUBLIC.contains(type)) {
            return Sql.or(own, Sql.of("(" + alias + ".shared and " + alias + ".patient is null)"));
        }
        return grant.map(g -> Sql.or(own, given(g, alias))).orElse(own);
    }

    /** The condition under which a grant shows a row to more than its sources. */
    private Sql given(Grant grant, String alias) {
        return grant.relations().contains(Relation.ANY)
                ? Sql.of("true")
                : Sql.and(shared(alias), related(grant.relations(), alias));
    }

    /** Whether the caller sees what is held for more than its own words. */
    public boolean isGranted(Transaction transaction, Held held) {
        return agreement
                .mayRead(caller, held.type())
                .filter(grant -> !transaction
                        .query(
                                Sql.of("select 1 from resource r where r.pk = ? and ", held.pk())
                                        .then(given(grant, "r")),
                                (row, number) -> 1)
                        .isEmpty())
                .isPresent();
    }

    /**
     * The condition under which the caller sees a row of {@code version v} of a resource that it sees: a shared one, or its
     * own as long as nobody else's words were among them.
     */
    public Sql ofVersion() {
        return caller.partner().asItIs()
                ? Sql.of("true")
                : Sql.of(
                        "(v.shared or (v.partner = ? and not exists (select 1 from version o where o.resource ="
                                + " v.resource and o.version <= v.version and o.partner <> ?)))",
                        caller.partner().ods(),
                        caller.partner().ods());
    }

    /** Why a caller without a grant sees resources of a type. */
    public static String groundWithoutGrant(String type) {
        return PUBLIC.contains(type) ? "public knowledge" : "what the partner said itself";
    }

    /** A resource is shared only while the person is in whose compartment it lies. */
    private static Sql shared(String alias) {
        return Sql.of(alias + ".shared and exists (select 1 from resource p where p.pk = " + alias
                + ".patient and p.shared)");
    }

    /** Whether the caller sees what is held; deleted things are looked at like live ones. */
    public boolean sees(Transaction transaction, Held held) {
        return !seen(transaction, List.of(held)).isEmpty();
    }

    /** The keys of those that the caller sees. */
    public Set<Long> seen(Transaction transaction, Collection<Held> held) {
        Map<String, Set<Object>> byType = new TreeMap<>();
        held.forEach(one ->
                byType.computeIfAbsent(one.type(), type -> new TreeSet<>()).add(one.pk()));
        return byType.entrySet().stream()
                .map(type -> Sql.and(Sql.in("r.pk", type.getValue()), of(type.getKey(), "r")))
                .reduce(Sql::or)
                .map(condition -> Set.copyOf(transaction.query(
                        Sql.of("select r.pk from resource r where ").then(condition), (row, number) -> row.getLong(1))))
                .orElse(Set.of());
    }

    private Sql related(Set<Relation> relations, String alias) {
        List<Object> kinds = relations.stream()
                .map(Visibility::code)
                .sorted()
                .map(Object.class::cast)
                .toList();
        return Sql.and(
                Sql.of(
                        "exists (select 1 from relationship w where w.patient = " + alias
                                + ".patient and w.partner = ?",
                        caller.partner().ods()),
                Sql.in("w.kind", kinds),
                Sql.of("(w.until is null or w.until > ?))", now.atOffset(ZoneOffset.UTC)));
    }

    /** The code of a relation in table {@code relationship}. */
    public static String code(Relation relation) {
        return relation.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
