package org.carerrecord.fhirserver;

import java.util.List;
import java.util.Set;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.store.Transaction;
import org.hl7.fhir.r4.model.Person;

/** The port of {@code Person/$match}: who a described person may be. */
public interface Matching {

    /** How likely it is (http://hl7.org/fhir/ValueSet/match-grade); what is less is not told. */
    enum Grade {
        CERTAIN,
        PROBABLE,
        POSSIBLE
    }

    /**
     * Who it may be.
     *
     * @param person made for the answer, of what the caller may read
     * @param score from 0 to 1
     * @param patients the keys of the people whom it concerns
     */
    record Likely(Person person, Grade grade, double score, Set<Long> patients) {}

    /** Those whom the caller may read of, the likeliest first. */
    List<Likely> likely(Transaction transaction, Visibility visibility, Person described);
}
