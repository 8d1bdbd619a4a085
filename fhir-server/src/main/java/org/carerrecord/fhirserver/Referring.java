package org.carerrecord.fhirserver;

import java.util.List;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Transaction;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;

/** The port of {@code $refer} and {@code $refer-carer}: what a referral is, as it is stored. */
public interface Referring {

    /**
     * The ServiceRequest and the Task of a carer whom the record knows; those that are there while such a referral is open.
     *
     * @param told the carer as the caller sees or describes them
     * @throws org.carerrecord.profiles.Fault INVALID when the recipient takes no such referral
     */
    List<Settled> ofKnown(Transaction transaction, Caller caller, Referral asked, Held carer, RelatedPerson told);

    /**
     * The ServiceRequest and the Task of a carer of whom the record is not asked: with what is needed of both people.
     *
     * @throws org.carerrecord.profiles.Fault INVALID when the recipient takes no such referral
     */
    List<Settled> ofTold(Transaction transaction, Caller caller, Referral asked, RelatedPerson carer, Patient caredFor);
}
