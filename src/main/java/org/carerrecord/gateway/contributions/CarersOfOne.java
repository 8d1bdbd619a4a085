package org.carerrecord.gateway.contributions;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Locks;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.identity.Apart;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.SameCarer;
import org.carerrecord.mapping.StatedTime;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.springframework.stereotype.Component;

/** Knows the carer of whom a partner speaks among those whom others told of the same patient (carer-model.md, identity 1). */
@Component
class CarersOfOne {

    private static final int MOST_STATEMENTS = 30;

    /** ODS code of no partner. */
    private static final String NOBODY = "";

    private final Contributions contributions;
    private final SameCarer sameCarer = new SameCarer();

    CarersOfOne(Contributions contributions) {
        this.contributions = contributions;
    }

    /** What is told of patients' carers before an exchange of a caller. */
    Told told(Transaction transaction, Caller caller) {
        return new Told(transaction, caller);
    }

    /** Looked up once for each patient. */
    final class Told {

        private final Transaction transaction;
        private final Caller caller;
        private final Map<String, Map<Long, List<RelatedPerson>>> byPatient = new HashMap<>();

        private Told(Transaction transaction, Caller caller) {
            this.transaction = transaction;
            this.caller = caller;
        }

        /**
         * The one of whom others speak so that it is linked. The patient is locked first, so that of several who tell of a new
         * carer at one time the later ones see the first.
         */
        Optional<Held> known(RelatedPerson said) {
            Optional<ReferenceText> patient =
                    Optional.ofNullable(said.getPatient().getReference()).flatMap(ReferenceText::local);
            if (patient.isEmpty() || Label.of(said) != Label.NONE) {
                return Optional.empty();
            }
            Map<Long, List<RelatedPerson>> others =
                    byPatient.computeIfAbsent(patient.get().id(), this::ofOthers);
            return sameCarer
                    .among(said, others, StatedTime.day(transaction.now()))
                    .flatMap(pk -> Records.held(
                                    transaction,
                                    Sql.of("r.pk = ? and ", pk)
                                            .then(Apart.notFrom(
                                                    "r.pk", caller.partner().ods())))
                            .stream()
                            .findFirst());
        }

        private Map<Long, List<RelatedPerson>> ofOthers(String patient) {
            Locks.resources(transaction, Set.of(Hash.key("Patient/" + patient)));
            return CarersOfOne.this.ofOthers(transaction, caller.partner().ods(), patient);
        }
    }

    /** Of whom anybody speaks to be related to the same patient, the one who is so like somebody that they are linked. */
    Optional<Long> alike(Transaction transaction, RelatedPerson said) {
        return Optional.ofNullable(said.getPatient().getReference())
                .flatMap(ReferenceText::local)
                .filter(patient -> Label.of(said) == Label.NONE)
                .flatMap(patient -> sameCarer.among(
                        said, ofOthers(transaction, NOBODY, patient.id()), StatedTime.day(transaction.now())));
    }

    /**
     * Of whom a partner speaks under the NHS number of a carer of whom it says nothing: that carer, if it describes somebody like
     * them; else the one of whom it spoke so before, if it did (carer-model.md, identity 1). Where nobody says the number any
     * more, whoever was told under it counts too.
     */
    Optional<Held> identified(Transaction transaction, Caller caller, Change change, RelatedPerson said, Held held) {
        String partner = caller.partner().ods();
        boolean isMessage = change.statement().isPresent();
        Set<UUID> numbers = Identities.carerKeys(said);
        List<Contribution> all = contributions.of(transaction, List.of(held.pk()));
        List<RelatedPerson> standing = descriptions(all.stream().filter(Contribution::active));
        boolean isNumberSaid = standing.stream()
                .flatMap(other -> Identities.carerKeys(other).stream())
                .anyMatch(numbers::contains);
        boolean isTheirs = all.isEmpty()
                || all.stream().anyMatch(one -> one.isOf(partner) && (one.active() || isMessage))
                || sameCarer.isNumbered(
                        said, isNumberSaid ? standing : descriptions(all.stream()), StatedTime.day(transaction.now()));
        return isTheirs
                ? Optional.of(held)
                : Records.held(
                                transaction,
                                Sql.and(
                                        Sql.of(
                                                "r.patient = (select h.patient from resource h where h.pk = ?) and not"
                                                        + " r.deleted",
                                                held.pk()),
                                        Apart.toldBy("r.pk", held.pk(), partner)))
                        .stream()
                        .findFirst();
    }

    private static List<RelatedPerson> descriptions(Stream<Contribution> contributions) {
        return contributions.map(one -> (RelatedPerson) one.said()).toList();
    }

    /**
     * Of several to whom the keys of a message lead, the one of whom its sender says again what it took back: the number is
     * told of another by now, and the two are kept apart until people say.
     */
    Optional<Held> saidAgain(Transaction transaction, Caller caller, Change change, Collection<Held> found) {
        Optional<UUID> key = change.statement().flatMap(Change.Statement::key);
        if (key.isEmpty() || !change.type().equals("RelatedPerson")) {
            return Optional.empty();
        }
        List<Long> pks = found.stream().map(Held::pk).toList();
        Optional<Held> meant = contributions.of(transaction, pks).stream()
                .filter(one -> !one.active()
                        && one.isOf(caller.partner().ods())
                        && key.filter(one.about().key()::equals).isPresent())
                .flatMap(one ->
                        found.stream().filter(held -> held.pk() == one.about().resource()))
                .findFirst();
        meant.ifPresent(one -> pks.stream()
                .filter(other -> other != one.pk())
                .forEach(other -> Apart.doubt(transaction, one.pk(), other)));
        return meant;
    }

    /**
     * What others say, by what it is about; nothing where so many are spoken of that comparing each would be somebody's attack.
     * Whom the partner itself tells apart from them is left out, and who is restricted: an old and a new identity are
     * never linked (carer-model.md, identity 3).
     */
    private Map<Long, List<RelatedPerson>> ofOthers(Transaction transaction, String partner, String patient) {
        List<Contribution> others = contributions.ofRelated(transaction, patient, partner, MOST_STATEMENTS + 1);
        if (others.size() > MOST_STATEMENTS) {
            return Map.of();
        }
        Map<Long, List<Contribution>> all =
                others.stream().collect(Collectors.groupingBy(one -> one.about().resource()));
        all.values().removeIf(its -> its.stream().anyMatch(one -> Label.of(one.said()) != Label.NONE));
        return all.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, its -> its.getValue().stream()
                        .map(one -> (RelatedPerson) one.said())
                        .toList()));
    }
}
