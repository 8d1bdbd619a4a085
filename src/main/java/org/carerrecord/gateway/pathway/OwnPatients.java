package org.carerrecord.gateway.pathway;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.contributions.ContributionRule;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;

/** The carer as a person with a record, and in their other relationships, by NHS number (carer-model.md). */
record OwnPatients(Resources resources) {

    /** The carer's own Patient; the gateway's look, not the caller's. */
    Optional<Held> of(Transaction transaction, Held carer) {
        Patient asked = new Patient();
        numbers(transaction, carer).forEach(asked::addIdentifier);
        return Records.byKeys(transaction, Identities.patientKeys("", asked)).values().stream()
                .filter(Held::live)
                .findFirst();
    }

    /** The keys of the relationships of the carer, this one among them. */
    Set<Long> relationships(Transaction transaction, Held carer) {
        Set<Long> relationships = new HashSet<>();
        relationships.add(carer.pk());
        List<Long> words = numbers(transaction, carer).stream()
                .map(number -> Hash.word(number.getValue()))
                .toList();
        if (!words.isEmpty()) {
            relationships.addAll(Records.held(
                            transaction,
                            Sql.of(
                                            "r.type = 'RelatedPerson' and not r.deleted and r.pk in (select t.resource"
                                                + " from index_identifier t where t.param = ? and t.system = ? and ",
                                            Hash.number("RelatedPerson.identifier"),
                                            Hash.word(Systems.NHS_NUMBER))
                                    .then(Sql.in("t.code", words))
                                    .then(")"))
                    .stream()
                    .map(Held::pk)
                    .collect(Collectors.toSet()));
        }
        return relationships;
    }

    private List<Identifier> numbers(Transaction transaction, Held carer) {
        return carer.live()
                        && resources.of(ContributionRule.current(transaction, carer)) instanceof RelatedPerson related
                ? related.getIdentifier().stream()
                        .filter(Identities::isNhsNumber)
                        .toList()
                : List.of();
    }
}
