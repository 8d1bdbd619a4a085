package org.carerrecord.gateway.contributions;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Withdrawn;
import org.carerrecord.mapping.Withdrawn.Which;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * A message under the keys of carers that go on.
 *
 * @param former the key that it uses, where its sender merged that
 */
public record Rekeyed(Understood understood, Optional<UUID> former) {

    /** What a message says of whom its person cares for, where the key is a number of the person's own. */
    public static Rekeyed of(Transaction transaction, String partner, Understood told) {
        Set<String> numbers = numbers(told);
        numbers.retainAll(Stream.concat(
                        told.said().stream()
                                .filter(one -> one.resource() instanceof RelatedPerson)
                                .map(Said::key),
                        told.withdrawn().stream().flatMap(one -> carer(one).stream()))
                .collect(Collectors.toUnmodifiableSet()));
        for (String key : numbers) {
            String now = new MergedKeys(transaction, partner).now(key);
            if (!now.equals(key)) {
                return new Rekeyed(under(told, key, now), Optional.of(Identities.statementKey(key)));
            }
        }
        return new Rekeyed(told, Optional.empty());
    }

    private static Set<String> numbers(Understood told) {
        return told.said().stream()
                .limit(1)
                .flatMap(first -> first.resource() instanceof Patient person
                        ? person.getIdentifier().stream()
                        : Stream.<Identifier>empty())
                .map(Identifier::getValue)
                .collect(Collectors.toSet());
    }

    private static Optional<String> carer(Withdrawn one) {
        return one.type().equals("RelatedPerson") && one.which() instanceof Which.Keyed(String key)
                ? Optional.of(key)
                : Optional.empty();
    }

    private static Understood under(Understood told, String key, String now) {
        return new Understood(
                told.saidAt(),
                told.said().stream()
                        .map(one -> one.resource() instanceof RelatedPerson
                                        && one.key().equals(key)
                                ? new Said(one.link(), now, one.resource(), one.emptied())
                                : one)
                        .toList(),
                told.withdrawn().stream()
                        .map(one -> carer(one).filter(key::equals).isPresent()
                                ? new Withdrawn(one.patient(), one.type(), new Which.Keyed(now), one.place())
                                : one)
                        .toList(),
                told.merged(),
                told.unlinked());
    }
}
