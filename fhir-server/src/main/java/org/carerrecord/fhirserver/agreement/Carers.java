package org.carerrecord.fhirserver.agreement;

import org.carerrecord.fhirserver.search.SearchParameter;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.profiles.Systems;

/** The carer of a RelatedPerson as a person with a record: their own Patient. A number alone may name two people (ADR 34, 43). */
final class Carers {

    static final String TYPE = "RelatedPerson";

    static final long NHS_NUMBER = Hash.word(Systems.NHS_NUMBER);

    /** The parameter of a carer's numbers. */
    static final int IDENTIFIER = Hash.number("RelatedPerson.identifier");

    private static final int PATIENTS = Hash.number("Patient.identifier");

    private Carers() {}

    /** Whether a parameter is of the rows of identifiers, or of what the same identifiers are called. */
    static boolean isOfNumbers(SearchParameter parameter) {
        return parameter.type().equals(TYPE)
                && (parameter.number() == IDENTIFIER || parameter.code().startsWith("identifier:"));
    }

    /** {@code (select ...)}: the keys of the Patients who have the NHS number of the RelatedPerson under the alias. */
    static Sql numbered(String alias) {
        return having(alias).then(")");
    }

    /** {@code (select ...)}: those of them who have the carer's birth date or family name, too. */
    static Sql own(String alias) {
        return alike(having(alias), "t");
    }

    /** {@code (select ...)}: those of them who have the number in a row of {@code index_identifier} of a RelatedPerson. */
    static Sql ownByNumber(String row) {
        return alike(
                Sql.of(
                        "(select u.resource from index_identifier u where u.param = ? and u.system = " + row
                                + ".system and u.code = " + row + ".code",
                        PATIENTS),
                row);
    }

    private static Sql alike(Sql people, String row) {
        return people.then(
                " and (exists (select 1 from index_date b join index_date c on c.low = b.low and c.high = b.high where"
                        + " b.resource = " + row
                        + ".resource and b.param = ? and c.resource = u.resource and c.param = ?)"
                        + " or exists (select 1 from index_string f join index_string g on g.normal = f.normal where"
                        + " f.resource = " + row
                        + ".resource and f.param = ? and g.resource = u.resource and g.param = ?)))",
                Hash.number("RelatedPerson.birthdate"),
                Hash.number("Patient.birthdate"),
                Hash.number("RelatedPerson.name"),
                Hash.number("Patient.family"));
    }

    private static Sql having(String alias) {
        return Sql.of(
                "(select u.resource from index_identifier t join index_identifier u on u.param = ? and u.system ="
                        + " t.system and u.code = t.code where"
                        + " t.resource"
                        + " = " + alias + ".pk and t.param = ? and t.system = ?",
                PATIENTS,
                IDENTIFIER,
                NHS_NUMBER);
    }
}
