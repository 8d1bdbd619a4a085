package org.carerrecord.gateway.contributions;

import java.util.List;
import java.util.Map;
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
     */
    void follow(Transaction transaction, Set<Long> caredFor, Map<Long, Settled> settled) {
        for (long patient : caredFor) {
            String reference = reference(transaction, patient, settled);
            UUID key = Identities.flagKey(reference, FlagMeaning.HAS_CARER);
            Optional<Held> flag = Records.byKey(transaction, key);
            boolean pushed =
                    settled.values().stream().anyMatch(one -> one.keys().contains(key))
                            || flag.filter(held -> isPushed(transaction, held)).isPresent();
            boolean cared = hasSharedCarer(transaction, patient, settled);
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
    private boolean hasSharedCarer(Transaction transaction, long patient, Map<Long, Settled> settled) {
        return contributions.confirmedCarers(transaction, patient).entrySet().stream()
                .anyMatch(carer -> Optional.ofNullable(settled.get(carer.getKey()))
                        .map(Settled::shared)
                        .orElse(carer.getValue()));
    }

    private boolean isPushed(Transaction transaction, Held flag) {
        return contributions.of(transaction, List.of(flag.pk())).stream().anyMatch(Contribution::active);
    }

    private static String reference(Transaction transaction, long patient, Map<Long, Settled> settled) {
        Settled own = settled.get(patient);
        return own != null
                ? "Patient/" + own.id()
                : Records.held(transaction, Sql.of("r.pk = ?", patient))
                        .getFirst()
                        .reference();
    }
}
