package org.carerrecord.gateway.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.RecordWriter;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.gateway.identity.linkage.Comparison.Decision;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.stereotype.Component;

/**
 * The own Patient of a carer, behind the Person of their relationships (carer-model.md, "What is held where"): the one who
 * has the carer's NHS number and is described like them.
 *
 * <p>Where nobody spoke of them as a patient yet, their place is kept under the number, and whoever does is linked at once.
 */
@Component
public class OwnPatients {

    private final SamePerson samePerson = new SamePerson();
    private final PersonLinks links;
    private final Resources resources;
    private final Ids ids;

    OwnPatients(PersonLinks links, Resources resources, Ids ids) {
        this.links = links;
        this.resources = resources;
        this.ids = ids;
    }

    /**
     * Links a carer with their own Patient, or keeps the place of who has the one number that the carer has.
     *
     * @param carer the reference of a confirmed relationship
     * @param told what is settled of it
     */
    void follow(
            Transaction transaction, String carer, RelatedPerson told, NumberHolders own, Map<Long, Settled> settled) {
        Set<UUID> keys = Identities.ownKeys(told);
        if (keys.isEmpty() || Label.of(told) != Label.NONE) {
            return;
        }
        Collection<Held> held = own.of(told);
        List<Settled> here = settled.values().stream()
                .filter(one -> one.type().equals("Patient") && !Collections.disjoint(one.keys(), keys))
                .toList();
        if (here.isEmpty() && held.isEmpty()) {
            if (keys.size() == 1) {
                own.keepPlace(keys.iterator().next(), ids);
            }
            return;
        }
        Map<String, Patient> patients = new HashMap<>();
        here.forEach(one -> {
            if (one.resource() instanceof Patient patient) {
                patients.put("Patient/" + one.id(), patient);
            }
        });
        current(transaction, held, settled)
                .forEach(version -> patients.put(version.reference(), (Patient) resources.of(version)));
        Map<String, SamePerson.Same> same = new HashMap<>();
        patients.forEach(
                (reference, patient) -> same(transaction, told, patient).ifPresent(one -> same.put(reference, one)));
        if (same.size() == 1) {
            links.join(transaction, carer, same, settled);
        }
    }

    /**
     * Links a Patient of whom something else is said than before with the carers who have their NHS number.
     *
     * @param place the key of the place that was kept for them, if one was
     * @param isOfCarer whether a relationship is one of caring
     */
    public void follow(
            Transaction transaction,
            Settled person,
            Optional<Long> place,
            Predicate<RelatedPerson> isOfCarer,
            Map<Long, Settled> settled) {
        place.ifPresent(kept -> RecordWriter.giveUpPlace(transaction, kept));
        if (person.resource() instanceof Patient patient) {
            SequencedMap<String, RelatedPerson> carers = new LinkedHashMap<>();
            Identities.nhsNumbers(patient).forEach(number -> carers.putAll(carers(transaction, number, settled)));
            carers.entrySet().stream()
                    .filter(carer -> isOfCarer.test(carer.getValue()))
                    .forEach(carer -> same(transaction, carer.getValue(), patient)
                            .ifPresent(same -> links.join(
                                    transaction, carer.getKey(), Map.of("Patient/" + person.id(), same), settled)));
        }
    }

    /**
     * Takes a Patient from a Person none of whose relationships is theirs any more, and looks for the own Patients of who left.
     *
     * @param isOfCarer whether a relationship is one of caring
     */
    public void hold(
            Transaction transaction,
            List<PersonLinks.Known> persons,
            Predicate<RelatedPerson> isOfCarer,
            Map<Long, Settled> settled) {
        for (PersonLinks.Known one : persons) {
            Set<String> left = new TreeSet<>(one.before());
            left.removeAll(one.relationships());
            left.removeIf(PersonLinks::isPatient);
            Set<String> all = new TreeSet<>(left);
            all.addAll(one.patients());
            all.addAll(one.relationships());
            Map<String, Resource> current = current(transaction, all, settled);
            for (String own : one.patients()) {
                boolean isTheirs = current.get(own) instanceof Patient patient
                        && one.relationships().stream()
                                .anyMatch(carer -> current.get(carer) instanceof RelatedPerson told
                                        && same(transaction, told, patient).isPresent());
                if (!isTheirs) {
                    links.unlink(transaction, own, settled);
                }
            }
            left.forEach(carer -> {
                if (current.get(carer) instanceof RelatedPerson told && isOfCarer.test(told)) {
                    follow(transaction, carer, told, new NumberHolders(transaction, Map.of(told, Set.of())), settled);
                }
            });
        }
    }

    /** What is shared of them, as it is settled here, or else as it is held, by their references. */
    public Map<String, Resource> current(Transaction transaction, Set<String> references, Map<Long, Settled> settled) {
        Map<String, Resource> current = new HashMap<>();
        Map<String, List<String>> elsewhere = new TreeMap<>();
        Map<String, Settled> here = new HashMap<>();
        settled.values().forEach(one -> here.put(one.type() + "/" + one.id(), one));
        for (String reference : references) {
            Settled one = here.get(reference);
            if (one == null) {
                ReferenceText.local(reference).ifPresent(text -> elsewhere
                        .computeIfAbsent(text.type(), type -> new ArrayList<>())
                        .add(text.id()));
            } else if (one.shared() && one.resource() != null) {
                current.put(reference, one.resource());
            }
        }
        List<Sql> types = new ArrayList<>();
        elsewhere.forEach(
                (type, its) -> types.add(Sql.of("r.type = ? and ", type).then(Sql.in("r.id", its))));
        if (!types.isEmpty()) {
            Records.current(transaction, Sql.and(Sql.of("r.shared and not r.deleted"), Sql.or(types)))
                    .forEach(version -> current.put(version.reference(), resources.of(version)));
        }
        return current;
    }

    /** That a carer and a Patient are one: they have one NHS number, and are described alike. */
    private Optional<SamePerson.Same> same(Transaction transaction, RelatedPerson carer, Patient patient) {
        if (Collections.disjoint(Identities.ownKeys(carer), Identities.ownKeys(patient))) {
            return Optional.empty();
        }
        SamePerson.Verdict verdict = samePerson.compare(carer, patient, StatedTime.day(transaction.now()));
        return verdict.decision() == Decision.LINK ? Optional.of(verdict.same()) : Optional.empty();
    }

    /** The shared relationships of who has an NHS number, by their references, the oldest first. */
    private SequencedMap<String, RelatedPerson> carers(
            Transaction transaction, String number, Map<Long, Settled> settled) {
        List<Held> held = Records.held(
                transaction,
                Sql.of(
                        "r.type = 'RelatedPerson' and not r.deleted and r.pk in (select t.resource from"
                            + " index_identifier t where t.param = ? and t.code = ? and t.system = ?) order by r.pk",
                        Hash.number("RelatedPerson.identifier"),
                        Hash.word(number),
                        Hash.word(Systems.NHS_NUMBER)));
        Map<Long, Version> current = new HashMap<>();
        current(transaction, held.stream().filter(Held::shared).toList(), settled)
                .forEach(version -> current.put(version.pk(), version));
        SequencedMap<String, RelatedPerson> carers = new LinkedHashMap<>();
        for (Held one : held) {
            Settled here = settled.get(one.pk());
            if (here != null && here.shared() && here.resource() instanceof RelatedPerson told) {
                carers.put(one.reference(), told);
            } else if (current.containsKey(one.pk())) {
                carers.put(one.reference(), (RelatedPerson) resources.of(current.get(one.pk())));
            }
        }
        return carers;
    }

    /** Those of them of whom nothing is settled here, as far as there is something to read. */
    private static List<Version> current(Transaction transaction, Collection<Held> held, Map<Long, Settled> settled) {
        List<Long> pks = held.stream()
                .filter(one -> one.live() && !settled.containsKey(one.pk()))
                .map(Held::pk)
                .toList();
        return pks.isEmpty() ? List.of() : Records.current(transaction, Sql.in("r.pk", pks));
    }
}
