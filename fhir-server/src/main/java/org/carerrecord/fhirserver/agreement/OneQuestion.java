package org.carerrecord.fhirserver.agreement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Systems;

/**
 * One question about one person, for who may not search (carer-model.md, agreement 6): the carer Flags of a person that may
 * be told without any relationship with them.
 *
 * <p>Of whom somebody must not learn where they are, of young carers, and of who refused the caller's kind, nothing is told.
 *
 * @param grant the right to ask, whose ground may be the person's consent
 */
public record OneQuestion(Caller caller, Grant grant, Instant now) {

    public static final int LONGEST_REASON = 200;

    static final String TYPE = "Flag";

    private static final String REASON = "; reason: ";

    /** How much longer a reason makes a ground. */
    static final int LONGEST_ADDITION = REASON.length() + LONGEST_REASON;

    /**
     * What is known of a person.
     *
     * @param people the keys of who has the number
     * @param flags those that may be told
     */
    public record Known(Set<Long> people, List<Version> flags) {

        /** What is said of who has the number. */
        public List<Version> descriptions(Transaction transaction) {
            return people.isEmpty() ? List.of() : Records.current(transaction, Sql.in("r.pk", people));
        }
    }

    /** The ground of a question, as the audit says it. */
    public static String ground(Grant grant, String reason) {
        return grant.ground() + REASON + reason;
    }

    /** What is known of who has an NHS number. */
    public Known about(Transaction transaction, String nhsNumber) {
        Sql person = Sql.of(
                "(select t.resource from index_identifier t where t.param = ? and t.code = ? and t.system = ?)",
                Hash.number("Patient.identifier"),
                Hash.word(nhsNumber),
                Hash.word(Systems.NHS_NUMBER));
        Set<Long> people =
                Records.held(
                                transaction,
                                Sql.of("r.type = 'Patient' and not r.deleted and r.pk in ")
                                        .then(person))
                        .stream()
                        .map(Held::pk)
                        .collect(Collectors.toUnmodifiableSet());
        return new Known(people, people.isEmpty() ? List.of() : Records.current(transaction, flags(people)));
    }

    private Sql flags(Set<Long> people) {
        List<Sql> conditions = new ArrayList<>();
        conditions.add(Sql.of("r.type = ? and not r.deleted and r.version > 0 and r.shared", TYPE));
        conditions.add(Sql.in("r.patient", people));
        conditions.add(
                Sql.of("exists (select 1 from resource p where p.pk = r.patient and p.shared and not p.restricted"
                        + " and not p.guarded)"));
        if (grant.onConsent()) {
            conditions.add(
                    new ConsentSql(caller, now).of(TYPE, "r", caller.agreement().categoriesOf(TYPE)));
        }
        return Sql.join(" and ", conditions);
    }
}
