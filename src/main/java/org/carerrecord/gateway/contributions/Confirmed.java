package org.carerrecord.gateway.contributions;

import java.util.UUID;
import org.carerrecord.fhirserver.store.Asked;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;

/** A statement that somebody confirmed with a carer, and whether a carer who lives is shared as it is held now. */
record Confirmed(long resource, String partner, UUID key, boolean shared) {

    /** The active statements of confirmed carers of a person, as they are held. */
    static Asked<Confirmed> ask(Transaction transaction, long patient) {
        return transaction.ask(
                Sql.of(
                        """
                        select c.resource, c.partner, c.source_key, coalesce(r.shared, false) and not exists (
                        select 1 from carer_died d where d.relationship = c.resource) from contribution c
                        left join resource r on r.pk = c.resource
                        where c.patient = ? and c.type = 'RelatedPerson' and c.confirmed and c.active
                        """,
                        patient),
                (row, number) -> new Confirmed(
                        row.getLong(1), row.getString(2), row.getObject(3, UUID.class), row.getBoolean(4)));
    }

    boolean isSameStatement(Contribution other) {
        Contribution.About about = other.about();
        return resource == about.resource() && partner.equals(about.partner()) && key.equals(about.key());
    }
}
