package org.carerrecord.gateway.identity;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.RecordWriter;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Transaction;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.jspecify.annotations.Nullable;

/** The Patients who have the numbers of some carers, and places that are kept for them; looked up once, if at all. */
final class NumberHolders {

    private final Transaction transaction;
    private final Map<RelatedPerson, Set<UUID>> carers;
    private final Set<UUID> kept = new HashSet<>();
    private @Nullable Map<UUID, Held> held;

    /** @param carers each with the keys of those who have their local numbers */
    NumberHolders(Transaction transaction, Map<RelatedPerson, Set<UUID>> carers) {
        this.transaction = transaction;
        this.carers = carers;
    }

    /** Those who have the local numbers of one of the carers. */
    Collection<Held> local(RelatedPerson carer) {
        Set<UUID> keys = carers.getOrDefault(carer, Set.of());
        return keys.isEmpty()
                ? List.of()
                : keys.stream()
                        .flatMap(key -> Optional.ofNullable(all().get(key)).stream())
                        .toList();
    }

    /** Those who have the NHS numbers of one of the carers. */
    Collection<Held> of(RelatedPerson carer) {
        Map<UUID, Held> all = all();
        return Identities.ownKeys(carer).stream()
                .flatMap(key -> Optional.ofNullable(all.get(key)).stream())
                .toList();
    }

    Map<UUID, Held> all() {
        if (held == null) {
            held = Records.byKeys(
                    transaction,
                    carers.entrySet().stream()
                            .flatMap(carer -> Stream.concat(
                                    Identities.ownKeys(carer.getKey()).stream(), carer.getValue().stream()))
                            .collect(Collectors.toUnmodifiableSet()));
        }
        return held;
    }

    /** Keeps the place of who has a number; once. */
    void keepPlace(UUID number, Ids ids) {
        if (kept.add(number)) {
            RecordWriter.keepPlace(transaction, ids.key(), "Patient", ids.id(), number);
        }
    }
}
