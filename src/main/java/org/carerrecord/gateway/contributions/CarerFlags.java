package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.FlagMeaning;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The one Flag of each person that says whether they have a carer: it follows from confirmed carers, and from what partners
 * that ask carers first say by Flags of their own (carer-model.md, "What makes a carer" 1, contributions 1).
 */
@Component
class CarerFlags {

    private final Contributions contributions;
    private final OneRecord record;
    private final Sharing sharing;
    private final Owners owners;
    private final Resources resources;
    private final Ids ids;

    CarerFlags(
            Contributions contributions,
            OneRecord record,
            Sharing sharing,
            Owners owners,
            Resources resources,
            Ids ids) {
        this.contributions = contributions;
        this.record = record;
        this.sharing = sharing;
        this.owners = owners;
        this.resources = resources;
        this.ids = ids;
    }

    /** Of the Flag of a person, by their reference. */
    static UUID key(String patient) {
        return Identities.flagKey(patient, FlagMeaning.HAS_CARER);
    }

    /**
     * Adds to what is settled the Flag of each person of whose relationships or Flags something was said, in place of what was
     * settled of it before.
     *
     * @param held what is held of them
     * @param dead those of them who died
     * @param said what all say now of what was proposed
     */
    void follow(
            Transaction transaction,
            FlagsHeld held,
            Set<Long> people,
            Set<Long> dead,
            List<Contribution> said,
            Map<Long, Settled> settled) {
        for (long patient : people) {
            @Nullable Settled own = settled.get(patient);
            FlagsHeld.OfOne its = held.of(patient, own);
            UUID key = key(its.reference());
            settled.values().removeIf(one -> one.ours() && one.keys().contains(key));
            Optional<Settled> proposed = proposed(settled, said, patient);
            Optional<Held> flag = proposed.map(Settled::held).orElseGet(its::heldFlag);
            boolean isDead = dead.contains(patient);
            boolean cared = !isDead && hasSharedCarer(transaction, patient, its.confirmed(), said, settled);
            if (!cared && proposed.isEmpty() && flag.isEmpty()) {
                continue;
            }
            List<Contribution> told = proposed.isPresent()
                    ? of(said, proposed.get().pk())
                    : flag.map(one -> contributions.of(transaction, List.of(one.pk())))
                            .orElse(List.of());
            OneRecord.Made made = made(told, cared, isDead, its.reference(), StatedTime.day(transaction.now()));
            Settled one = proposed.map(pushed -> pushed.with(made.resource().orElse(null), made.shared()))
                    .orElseGet(() -> settled(ids, flag, key, made));
            settled.put(one.pk(), one);
        }
    }

    private static List<Contribution> of(List<Contribution> said, long flag) {
        return said.stream().filter(one -> one.about().resource() == flag).toList();
    }

    private static Optional<Settled> proposed(Map<Long, Settled> settled, List<Contribution> said, long patient) {
        return said.stream()
                .filter(one -> one.said() instanceof Flag flag
                        && FlagMeaning.of(flag)
                                .filter(FlagMeaning.HAS_CARER::equals)
                                .isPresent()
                        && Objects.equals(one.about().patient(), patient))
                .map(one -> settled.get(one.about().resource()))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /**
     * A confirmed carer opens the Flag whatever Flags are pushed; without one, those that are pushed decide, but of somebody
     * who died none opens it (carer-model.md, contributions 6).
     */
    private OneRecord.Made made(
            List<Contribution> told, boolean cared, boolean isDead, String patient, LocalDate today) {
        List<Contribution> active =
                record.newestFirst(told.stream().filter(Contribution::active).toList());
        if (!cared && !told.isEmpty()) {
            OneRecord.Made made = record.of(told, today);
            if (!active.isEmpty() || made.resource().isEmpty()) {
                made.resource().filter(flag -> isDead).ifPresent(CarerFlags::close);
                return made;
            }
        }
        List<Contribution> shared =
                active.stream().filter(one -> sharing.isShared(one, today)).toList();
        Flag flag = shared.isEmpty() ? flag(patient) : (Flag) Merge.of(shared, owners);
        if (cared && flag.getPeriod().hasEnd()) {
            // Somebody cares: the end of what a partner knew of is no end.
            flag.getPeriod().setEndElement(null);
        }
        flag.setStatus(cared ? FlagStatus.ACTIVE : FlagStatus.INACTIVE);
        return new OneRecord.Made(
                Optional.of(flag),
                true,
                false,
                Settled.silent(
                        active.stream().map(one -> one.about().partner()).collect(Collectors.toUnmodifiableSet())));
    }

    private static void close(Resource pushed) {
        if (pushed instanceof Flag flag && flag.getStatus() == FlagStatus.ACTIVE && !Label.keepsApart(flag)) {
            flag.setStatus(FlagStatus.INACTIVE);
        }
    }

    /** A carer Flag that follows from what is said of somebody. */
    static Settled settled(Ids ids, Optional<Held> held, UUID key, OneRecord.Made made) {
        return new Settled(
                "Flag",
                "Flag",
                held.map(Held::pk).orElseGet(ids::key),
                held.map(Held::id).orElseGet(ids::id),
                held,
                made.resource().orElse(null),
                Set.of(key),
                made.shared(),
                made.young(),
                made.sources(),
                Set.of(),
                true);
    }

    private static Flag flag(String patient) {
        Flag flag = Resources.serverMade(new Flag());
        flag.getMeta().addProfile(Canonical.Profile.HAS_CARER_FLAG);
        flag.getCode()
                .addCoding(new Coding(Canonical.CodeSystem.FLAG_MEANING, FlagMeaning.HAS_CARER, "Has a carer"))
                .addCoding(new Coding(Systems.SNOMED_CT, FlagMeaning.HAS_VOLUNTARY_CARER, "Has voluntary carer"));
        flag.setSubject(new Reference(patient));
        return flag;
    }

    /**
     * A carer whom nobody but the source may know of opens no Flag, nor one who cares no more: whether they are told of now or
     * were before, what all say of them decides.
     */
    private boolean hasSharedCarer(
            Transaction transaction,
            long patient,
            List<Confirmed> before,
            List<Contribution> said,
            Map<Long, Settled> settled) {
        LocalDate today = StatedTime.day(transaction.now());
        List<Confirmed> still = before.stream()
                .filter(one -> said.stream().noneMatch(one::isSameStatement))
                .toList();
        Set<Long> confirmed = new HashSet<>();
        still.forEach(one -> confirmed.add(one.resource()));
        said.stream()
                .filter(one -> one.confirmed()
                        && one.active()
                        && one.about().type().equals("RelatedPerson")
                        && Objects.equals(one.about().patient(), patient))
                .forEach(one -> confirmed.add(one.about().resource()));
        return confirmed.stream()
                        .map(settled::get)
                        .filter(Objects::nonNull)
                        .anyMatch(one -> one.shared() && cares(one.resource(), today))
                || isHeldToCare(
                        transaction,
                        still.stream()
                                .filter(one -> one.shared() && !settled.containsKey(one.resource()))
                                .map(Confirmed::resource)
                                .collect(Collectors.toUnmodifiableSet()),
                        today);
    }

    private boolean isHeldToCare(Transaction transaction, Set<Long> held, LocalDate today) {
        return !held.isEmpty()
                && Records.current(transaction, Sql.in("r.pk", held)).stream()
                        .anyMatch(version -> !version.deleted() && cares(resources.of(version), today));
    }

    private static boolean cares(@Nullable Resource relationship, LocalDate today) {
        return relationship instanceof RelatedPerson carer && Claim.cares(carer, today);
    }
}
