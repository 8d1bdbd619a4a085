package org.carerrecord.fhirserver.agreement;

import java.util.Optional;
import org.carerrecord.fhirserver.search.SearchParameter;
import org.carerrecord.fhirserver.search.Seeing;
import org.carerrecord.fhirserver.store.Sql;

/**
 * What a condition by NHS number finds for its writer: what it sees, and what it is a source of, so that it finds its own words
 * again among others' (ADR 5).
 */
public record SeenOrSaid(Caller caller, Visibility visibility) implements Seeing {

    @Override
    public Sql of(String type, String alias) {
        Sql found = Sql.or(said(alias), visibility.of(type, alias));
        return type.equals(WorkedOut.TYPE) ? Sql.and(WorkedOut.NOT.of(type, alias), found) : found;
    }

    /** Whose number somebody said is told them, also of who is masked. */
    @Override
    public Optional<Sql> telling(SearchParameter parameter, String alias) {
        return visibility.telling(parameter, alias).map(told -> Sql.or(told, said(alias)));
    }

    @Override
    public Optional<Sql> value(SearchParameter parameter, String row) {
        return visibility.value(parameter, row);
    }

    @Override
    public Sql link(String row) {
        return visibility.link(row);
    }

    private Sql said(String alias) {
        return Sql.of(
                "exists (select 1 from source s where s.resource = " + alias + ".pk and s.partner = ?)",
                caller.partner().ods());
    }
}
