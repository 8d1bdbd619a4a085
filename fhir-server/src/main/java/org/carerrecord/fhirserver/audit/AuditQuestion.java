package org.carerrecord.fhirserver.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.store.Sql;

/**
 * What is asked of the audit.
 *
 * @param conditions on {@code audit a}, all to hold
 * @param count how many a page holds at most
 * @param after the row after which the page begins; the newest come first
 */
public record AuditQuestion(List<Sql> conditions, int count, Optional<Long> after) {

    /** A page; {@code next} is the row after which the next begins, if there is one. */
    public record Page(List<AuditEntry> entries, Optional<Long> next) {}

    Sql sql() {
        List<Sql> all = new ArrayList<>(conditions);
        after.ifPresent(id -> all.add(Sql.of("a.id < ?", id)));
        return holds(all).then(" order by a.id desc limit " + (count + 1));
    }

    static Sql holds(List<Sql> conditions) {
        return Sql.join(
                " and ",
                Stream.concat(conditions.stream(), Stream.of(Sql.of("true"))).toList());
    }
}
