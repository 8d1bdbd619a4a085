package org.carerrecord.fhirserver.agreement;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Table;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Keeps the rows of {@code permission}, at which every search looks, as the Consents on file say. */
public final class Consents {

    public static final String TYPE = "Consent";

    private static final Table PERMISSION = Table.of(
            "permission",
            "person int8, kind varchar, category varchar, permits bool, since timestamptz, until timestamptz,"
                    + " denies_after bool");

    private Consents() {}

    /**
     * Works the permissions of people out anew; whoever writes a Consent has locked its person.
     *
     * @param parsed the resource of a version
     */
    public static void follow(Transaction transaction, Set<Long> people, Function<Version, Resource> parsed) {
        for (long person : people) {
            List<Consent> consents = onFile(transaction, person).stream()
                    .map(version -> (Consent) parsed.apply(version))
                    .toList();
            List<@Nullable Object[]> rows = new ArrayList<>();
            Permissions.of(consents)
                    .forEach((cell, said) -> rows.add(new @Nullable Object[] {
                        person,
                        cell.kind().code(),
                        cell.category().code(),
                        said.permits(),
                        at(said.since()),
                        at(said.until()),
                        said.deniesAfter()
                    }));
            transaction.update("delete from permission where person = ?", person);
            transaction.insert(PERMISSION, rows);
        }
    }

    /** The Consents of a person. */
    public static List<Version> onFile(Transaction transaction, long person) {
        return Records.current(
                transaction, Sql.of("r.patient = ? and r.type = ? and not r.deleted and r.version > 0", person, TYPE));
    }

    private static @Nullable Object at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
