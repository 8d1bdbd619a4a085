package org.carerrecord.fhirserver.agreement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;

/** What the agreement gives a caller of what others said, as conditions of SQL. */
record GivenSql(Caller caller, Instant now) {

    /**
     * Who cares for somebody is told of beside them, unless they are not to be brought together with whoever it is: of such
     * a person's carers nobody learns but who alone speaks of one (carer-model.md, agreement 5; ADR 29).
     */
    private static final String CONNECTED = "p.shared and not p.apart";

    /** The conditions under each of which a row of {@code resource}, of a type, under the alias is given. */
    List<Sql> of(String type, String alias) {
        Set<Category> categories = caller.agreement().categoriesOf(type);
        List<Sql> given =
                new ArrayList<>(given(type, alias, categories, shared(type, alias), Sql.of(alias + ".patient")));
        if (type.equals(Carers.TYPE)) {
            // A young carer is seen by who stands in a relationship with the child, not with whom they care for.
            Set<Category> young = new TreeSet<>(categories);
            young.add(Category.YOUNG_CARER);
            given.addAll(given(
                    type,
                    alias,
                    young,
                    Sql.of(alias + ".young and ").then(inCompartment(alias, CONNECTED)),
                    Carers.own(alias)));
        }
        if (type.equals(WorkedOut.TYPE)) {
            given.addAll(given(
                    type,
                    alias,
                    Set.of(Category.OWN_RECORD),
                    Sql.and(WorkedOut.is(alias), inCompartment(alias, "p.shared and not p.restricted")),
                    Sql.of(alias + ".patient")));
        }
        return given;
    }

    /** The conditions under each of which the caller knows the carer of a RelatedPerson by the number in a row of it. */
    List<Sql> knowsCarer(String alias, String row) {
        return given(
                Carers.TYPE,
                alias,
                caller.agreement().categoriesOf(Carers.TYPE),
                Sql.of("true"),
                Carers.ownByNumber(row));
    }

    /** @param people in a relationship with whom the caller must stand: one key, or a statement that gives keys */
    private List<Sql> given(String type, String alias, Set<Category> categories, Sql shown, Sql people) {
        List<Grant> grants = caller.partner().grants(Grant.Right.READ, categories, caller.purpose());
        List<Sql> given = new ArrayList<>();
        Set<Relation> byRight = relations(grants, false);
        if (!byRight.isEmpty()) {
            given.add(Sql.and(shown, related(type, alias, byRight, people)));
        }
        Set<Relation> byConsent = relations(grants, true);
        if (!byConsent.isEmpty()) {
            Sql permitted = new ConsentSql(caller, now).of(type, alias, categories);
            given.add(Sql.and(shown, related(type, alias, byConsent, people), permitted));
        }
        return given;
    }

    /**
     * A resource is shared only while the person is in whose compartment it lies; of a restricted one only the relationships
     * are. A Patient lies in their own.
     */
    private static Sql shared(String type, String alias) {
        return switch (type) {
            case "Patient" -> Sql.of(alias + ".shared");
            case Carers.TYPE -> sharedWith(alias, CONNECTED);
            default -> sharedWith(alias, "p.shared and not p.restricted");
        };
    }

    private static Sql sharedWith(String alias, String condition) {
        return Sql.of(alias + ".shared and ").then(inCompartment(alias, condition));
    }

    private static Sql inCompartment(String alias, String condition) {
        return Sql.of("exists (select 1 from resource p where p.pk = " + alias + ".patient and " + condition + ")");
    }

    private static Set<Relation> relations(List<Grant> grants, boolean onConsent) {
        Set<Relation> relations = EnumSet.noneOf(Relation.class);
        for (Grant grant : grants) {
            if (grant.onConsent() == onConsent) {
                relations.addAll(grant.relations());
            }
        }
        return relations;
    }

    /** Who was referred is one carer: nobody else of those who care for the same person (ADR 36). */
    private Sql related(String type, String alias, Set<Relation> relations, Sql people) {
        Sql related = related(relations, people);
        return type.equals(Carers.TYPE) && relations.contains(Relation.REFERRED)
                ? Sql.or(related, related(Set.of(Relation.REFERRED), Sql.of(alias + ".pk")))
                : related;
    }

    private Sql related(Set<Relation> relations, Sql people) {
        List<String> kinds = relations.stream().map(Relation::code).toList();
        return Sql.and(
                Sql.of("exists (select 1 from relationship w where w.patient "
                                + (people.arguments().isEmpty() ? "= " : "in "))
                        .then(people)
                        .then(" and w.partner = ?", caller.partner().ods()),
                Sql.in("w.kind", kinds),
                Sql.of("(w.until is null or w.until > ?))", Transaction.at(now)));
    }
}
