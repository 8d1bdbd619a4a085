package org.carerrecord.fhirserver.agreement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;

/** What the people permit and deny, as a condition of SQL. */
record ConsentSql(Caller caller, Instant now) {

    private static final String STANDS = "(n.until is null or n.until > ?)";
    private static final String PERMITS = STANDS + " and n.permits and (n.since is null or n.since <= ?)";
    private static final String DENIES =
            "case when " + STANDS + " then not n.permits or coalesce(n.since > ?, false) else n.denies_after end";

    /**
     * What the person says to partners of the caller's kind; of a caring relationship the carer and the person cared for
     * both. What nobody was asked of yet is shown or not as the agreement says. Who has no more than the carer's number may
     * hide the carer, and show nobody.
     */
    Sql of(String type, String alias, Set<Category> categories) {
        Sql carer = type.equals(Carers.TYPE) ? Carers.own(alias) : Sql.of("(" + alias + ".patient)");
        List<Sql> all = new ArrayList<>();
        all.add(Sql.of("not ").then(said(Sql.of("(" + alias + ".patient)"), categories, DENIES)));
        if (type.equals(Carers.TYPE)) {
            all.add(Sql.of("not ").then(said(Carers.numbered(alias), categories, DENIES)));
        }
        caller.agreement()
                .asked(caller.partner().kind(), categories)
                .forEach(asked -> all.add(said(carer, Set.of(asked), PERMITS)));
        return Sql.join(" and ", all);
    }

    private Sql said(Sql people, Set<Category> categories, String what) {
        return Sql.of(
                        "exists (select 1 from permission n where n.kind = ? and n.person in ",
                        caller.partner().kind().code())
                .then(people)
                .then(" and ")
                .then(Sql.in(
                        "n.category",
                        categories.stream().map(Category::code).sorted().toList()))
                .then(" and " + what + ")", Transaction.at(now), Transaction.at(now));
    }
}
