package org.carerrecord.fhirserver.audit;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.store.Sql;
import org.jspecify.annotations.Nullable;

/** The keys of the resources that an answer showed, as column {@code audit.shown} has them; pure. */
final class Shown {

    private Shown() {}

    /** Null for none. */
    static @Nullable String written(Collection<Long> keys) {
        return keys.isEmpty()
                ? null
                : keys.stream().sorted().map(String::valueOf).collect(Collectors.joining(" ", " ", " "));
    }

    static List<Long> read(@Nullable String written) {
        return written == null
                ? List.of()
                : Arrays.stream(written.strip().split(" ")).map(Long::valueOf).toList();
    }

    /**
     * The condition that a resource was shown: rows that concern the person in whose compartment it lies are looked at, and all
     * where it lies in none.
     */
    static Sql has(String type, String id) {
        return Sql.or(
                ofPatient(type, id),
                Sql.of(
                        "a.id in (select s.id from resource r join audit s on s.shown like '% ' || r.pk || ' %' where"
                                + " r.type = ? and r.id = ? and r.patient is null)",
                        type, id));
    }

    private static Sql ofPatient(String type, String id) {
        return Sql.of(
                "a.id in (select s.id from resource r join audit_patient p on p.patient = r.patient join audit s on"
                        + " s.id = p.audit where r.type = ? and r.id = ? and s.shown like '% ' || r.pk || ' %')",
                type, id);
    }
}
