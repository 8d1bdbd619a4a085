package org.carerrecord.gateway.contributions;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.fhirserver.Proposal;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.gateway.identity.OwnSelf;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The people whom the proposals of one exchange are about, by reference; each is looked up once. */
final class Patients {

    private final Transaction transaction;
    private final Resources resources;
    private final Map<String, Long> proposed = new HashMap<>();
    private final Map<String, Optional<Version>> held = new HashMap<>();

    Patients(Transaction transaction, Resources resources, Collection<Proposal> proposals) {
        this.transaction = transaction;
        this.resources = resources;
        proposals.stream()
                .filter(proposal -> proposal.change().type().equals("Patient"))
                .forEach(proposal -> proposed.put("Patient/" + proposal.id(), proposal.pk()));
    }

    /** The key of the person of whom a change speaks; null for a withdrawal and for what names none. */
    @Nullable
    Long spokenOf(Proposal proposal) {
        @Nullable Resource words = proposal.change().resource();
        if (words == null) {
            return null;
        }
        if (words instanceof Patient) {
            return proposal.pk();
        }
        return Resources.person(words)
                .filter(text -> text.startsWith("Patient/"))
                .map(this::key)
                .orElse(null);
    }

    /** The person's key. */
    @Nullable
    Long key(String reference) {
        @Nullable Long its = proposed.get(reference);
        return its != null ? its : held(reference).map(Version::pk).orElse(null);
    }

    /** The person as settled now, else as held. */
    Optional<Patient> of(String reference, Map<Long, Settled> settled) {
        @Nullable Settled now = settled.get(proposed.getOrDefault(reference, 0L));
        return now == null
                ? held(reference).filter(one -> !one.deleted()).map(one -> (Patient) resources.of(one))
                : Optional.ofNullable((Patient) now.resource());
    }

    /** The person, if they died; most did not, and are not parsed. */
    Optional<Patient> dead(String reference, Map<Long, Settled> settled) {
        return proposed.containsKey(reference)
                        || held(reference).filter(Patients::speaksOfDeath).isPresent()
                ? of(reference, settled).filter(Endings::isDead)
                : Optional.empty();
    }

    /** The person, where their record may have been merged into another; most were not, and are not parsed. */
    Optional<Patient> replaced(String reference, Map<Long, Settled> settled) {
        return proposed.containsKey(reference)
                        || held(reference)
                                .filter(one -> speaksOf(one, "\"replaced-by\""))
                                .isPresent()
                ? of(reference, settled)
                : Optional.empty();
    }

    /** Whether a relationship describes the person; most have another date of birth, and are not parsed. */
    boolean areDescribed(String reference, RelatedPerson related, LocalDate today, Map<Long, Settled> settled) {
        @Nullable
        String born = related.hasBirthDate() ? related.getBirthDateElement().getValueAsString() : null;
        return born != null
                && (proposed.containsKey(reference)
                        || held(reference).filter(one -> speaksOf(one, born)).isPresent())
                && of(reference, settled)
                        .filter(person -> OwnSelf.isDescribed(person, related, today))
                        .isPresent();
    }

    private static boolean speaksOf(Version person, String text) {
        byte @Nullable [] content = person.content();
        return content != null && new String(content, StandardCharsets.UTF_8).contains(text);
    }

    private static boolean speaksOfDeath(Version person) {
        return speaksOf(person, "\"deceased");
    }

    private Optional<Version> held(String reference) {
        return held.computeIfAbsent(reference, missing -> ReferenceText.local(missing)
                .flatMap(person ->
                        Records.current(transaction, Sql.of("r.type = ? and r.id = ?", person.type(), person.id()))
                                .stream()
                                .findFirst()));
    }
}
