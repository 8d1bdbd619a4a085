package org.carerrecord.fhirserver.agreement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.search.SearchParameter;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;

/** Which NHS numbers of carers a caller is told, as conditions of SQL (carer-model.md, "What makes a carer" 4). */
record CarersNumbers(Caller caller, GivenSql given) {

    /** Whether resources of a type may have a carer's NHS number that the caller is not told. */
    boolean areUntold(String type) {
        return type.equals(Carers.TYPE)
                && caller.agreement()
                        .carersNumberUntold()
                        .contains(caller.partner().kind())
                && !caller.seesAllOf(type);
    }

    /** The condition under which the value in an index row of a parameter is told; empty where it always is. */
    Optional<Sql> value(SearchParameter parameter, String row) {
        if (!areUntold(parameter.type()) || !Carers.isOfNumbers(parameter)) {
            return Optional.empty();
        }
        return Optional.of(
                parameter.number() == Carers.IDENTIFIER
                        ? told(row)
                        : Sql.of(
                                        "not exists (select 1 from index_identifier t where t.resource = " + row
                                                + ".resource and t.param = ? and not ",
                                        Carers.IDENTIFIER)
                                .then(told("t"))
                                .then(")"));
    }

    /** The hashes of those that the caller is told, for each carer that is asked for. */
    Map<Long, Set<Long>> told(Transaction transaction, Set<Long> carers) {
        Map<Long, Set<Long>> told = new HashMap<>();
        if (!carers.isEmpty()) {
            carers.forEach(carer -> told.put(carer, new HashSet<>()));
            transaction
                    .query(
                            Sql.and(
                                    Sql.of(
                                            "select t.resource, t.code from index_identifier t where t.param = ? and"
                                                    + " t.system = ?",
                                            Carers.IDENTIFIER,
                                            Carers.NHS_NUMBER),
                                    Sql.in("t.resource", carers),
                                    told("t")),
                            (row, number) -> Map.entry(row.getLong(1), row.getLong(2)))
                    .forEach(one ->
                            Objects.requireNonNull(told.get(one.getKey())).add(one.getValue()));
        }
        return told;
    }

    /**
     * The condition under which a number in a row of {@code index_identifier} of a carer is told: it is no NHS number; the
     * caller says it, or alone ever wrote of the carer; or it is that of a carer whom the caller knows.
     */
    private Sql told(String row) {
        String ods = caller.partner().ods();
        List<Sql> knows = new ArrayList<>(given.knowsCarer("m", row));
        knows.add(Sql.of("m.sole = ?", ods));
        return Sql.or(
                Sql.of(row + ".system <> ?", Carers.NHS_NUMBER),
                Sql.of(
                        "exists (select 1 from source s where s.resource = " + row + ".resource and s.partner = ? and"
                                + " s.number = " + row + ".code)",
                        ods),
                Sql.of("exists (select 1 from resource m where m.pk = " + row + ".resource and ")
                        .then(Sql.or(knows))
                        .then(")"));
    }
}
