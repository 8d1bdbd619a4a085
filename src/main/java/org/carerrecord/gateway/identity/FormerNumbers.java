package org.carerrecord.gateway.identity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Merged;
import org.hl7.fhir.r4.model.Patient;

/**
 * Numbers that their own sender merged, joined to the person who goes on: a link with an authority (carer-model.md, identity
 * 1), as long as nobody must be guessed.
 */
public final class FormerNumbers {

    private FormerNumbers() {}

    /**
     * The patient with the former numbers. One that the record knows as somebody else's stays there and is a loss: two
     * records of one person are joined by people, who can undo it.
     */
    public static Mapped<Patient> join(Transaction transaction, String partner, Patient survivor, List<Merged> merged) {
        if (merged.isEmpty()) {
            return Mapped.whole(survivor);
        }
        Patient joined = survivor.copy();
        merged.forEach(one -> joined.addIdentifier(one.former()));
        Records.lockKeys(transaction, Identities.patientKeys(partner, joined));
        joined.setIdentifier(survivor.copy().getIdentifier());
        Set<Long> people = people(transaction, Identities.patientKeys(partner, survivor));
        List<Loss> losses = new ArrayList<>();
        for (Merged one : merged) {
            Set<Long> both = new HashSet<>(people);
            both.addAll(
                    people(transaction, Identities.patientKeys(partner, new Patient().addIdentifier(one.former()))));
            if (both.size() > 1) {
                losses.add(new Loss(
                        one.place(), "the record holds the two numbers as two people: they are not joined unseen"));
            } else {
                joined.addIdentifier(one.former());
                people = both;
            }
        }
        return new Mapped<>(joined, losses);
    }

    private static Set<Long> people(Transaction transaction, Set<UUID> keys) {
        return Records.byKeys(transaction, keys).values().stream().map(Held::pk).collect(Collectors.toSet());
    }
}
