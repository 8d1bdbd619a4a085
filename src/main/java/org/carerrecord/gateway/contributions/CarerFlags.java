package org.carerrecord.gateway.contributions;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.FlagMeaning;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The Flags that follow from confirmed carers (carer-model.md, "What makes a carer" 1). */
@Component
class CarerFlags {

    private final Contributions contributions;
    private final Ids ids;

    CarerFlags(Contributions contributions, Ids ids) {
        this.contributions = contributions;
        this.ids = ids;
    }

    /**
     * Adds to what is settled the Flag of each person whose relationships changed; one that a partner pushed is that
     * partner's contribution and stays its own.
     *
     * @param said what is said now, not yet saved
     */
    void follow(Transaction transaction, Set<Long> caredFor, List<Contribution> said, Map<Long, Settled> settled) {
        for (long patient : caredFor) {
            @Nullable Settled own = settled.get(patient);
            boolean isNew = own != null && own.held().isEmpty();
            String reference = own != null ? "Patient/" + own.id() : reference(transaction, patient);
            UUID key = Identities.flagKey(reference, FlagMeaning.HAS_CARER);
            Optional<Held> flag = isNew ? Optional.empty() : Records.byKey(transaction, key);
            boolean pushed =
                    settled.values().stream().anyMatch(one -> one.keys().contains(key))
                            || flag.filter(held -> isPushed(transaction, held)).isPresent();
            List<Contributions.Confirmed> before =
                    isNew ? List.of() : contributions.confirmedCarers(transaction, patient);
            boolean cared = hasSharedCarer(patient, before, said, settled);
            if (!pushed && (cared || flag.isPresent())) {
                Settled one = settled(flag, key, reference, cared ? FlagStatus.ACTIVE : FlagStatus.INACTIVE);
                settled.put(one.pk(), one);
            }
        }
    }

    private Settled settled(Optional<Held> held, UUID key, String patient, FlagStatus status) {
        return new Settled(
                "Flag",
                "Flag",
                held.map(Held::pk).orElseGet(ids::key),
                held.map(Held::id).orElseGet(ids::id),
                held,
                flag(patient, status),
                Set.of(key),
                true,
                Set.of(),
                Set.of());
    }

    private static Flag flag(String patient, FlagStatus status) {
        Flag flag = new Flag();
        flag.getMeta().addProfile(Canonical.Profile.HAS_CARER_FLAG);
        flag.getMeta().addTag().setSystem(Canonical.CodeSystem.TAG).setCode("server-made");
        flag.setStatus(status);
        flag.getCode()
                .addCoding(new Coding(Canonical.CodeSystem.FLAG_MEANING, FlagMeaning.HAS_CARER, "Has a carer"))
                .addCoding(new Coding(Systems.SNOMED_CT, FlagMeaning.HAS_VOLUNTARY_CARER, "Has voluntary carer"));
        flag.setSubject(new Reference(patient));
        return flag;
    }

    /** A carer whom nobody but the source may know of opens no Flag. */
    private static boolean hasSharedCarer(
            long patient, List<Contributions.Confirmed> before, List<Contribution> said, Map<Long, Settled> settled) {
        boolean stillHeld = before.stream()
                .filter(one -> said.stream().noneMatch(one::isSameStatement))
                .anyMatch(one -> isShared(one.resource(), one.shared(), settled));
        return stillHeld
                || said.stream()
                        .filter(one -> one.confirmed()
                                && one.active()
                                && one.type().equals("RelatedPerson")
                                && Objects.equals(one.patient(), patient))
                        .anyMatch(one -> isShared(one.resource(), false, settled));
    }

    private static boolean isShared(long resource, boolean held, Map<Long, Settled> settled) {
        return Optional.ofNullable(settled.get(resource)).map(Settled::shared).orElse(held);
    }

    private boolean isPushed(Transaction transaction, Held flag) {
        return contributions.of(transaction, List.of(flag.pk())).stream().anyMatch(Contribution::active);
    }

    private static String reference(Transaction transaction, long patient) {
        return Records.held(transaction, Sql.of("r.pk = ?", patient)).getFirst().reference();
    }
}
