package org.carerrecord.fhirserver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.fhirserver.store.Asked;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What the changes of an exchange refer to outside of it, by any element, looked up in one statement; what the sender may
 * not see is not there.
 *
 * @param sought {@code Type/id} and the place of the first change that refers to it
 * @param found the keys of those that are there
 */
record Referenced(Map<String, String> sought, Map<String, Long> found) {

    /** For a partner who may refer to what is not there, and where nothing is referred to. */
    static final Referenced UNASKED = new Referenced(Map.of(), Map.of());

    /** The same, beside what was written before. */
    static Referenced known(Map<String, Long> before) {
        return new Referenced(Map.of(), Map.copyOf(before));
    }

    /**
     * Asked for before it is needed.
     *
     * @param before the keys of what was written before in the same exchange
     */
    static Supplier<Referenced> by(
            Collection<Proposal> proposals,
            Map<String, Long> before,
            Resources resources,
            Visibility visibility,
            Transaction transaction) {
        Set<String> changed = new LinkedHashSet<>(before.keySet());
        proposals.stream()
                .filter(proposal -> proposal.change().resource() != null)
                .forEach(proposal -> changed.add(proposal.change().type() + "/" + proposal.id()));
        Map<String, String> sought = new LinkedHashMap<>();
        for (Proposal proposal : proposals) {
            @Nullable Resource resource = proposal.change().resource();
            // The entries of a document refer to each other.
            if (resource != null && !resource.fhirType().equals("Bundle")) {
                names(resources, proposal.references())
                        .filter(name -> !changed.contains(name))
                        .forEach(name ->
                                sought.putIfAbsent(name, proposal.change().place()));
            }
        }
        if (sought.isEmpty()) {
            return () -> known(before);
        }
        List<Asked<Held>> asked = Sql.parts(sought.keySet()).stream()
                .map(some -> look(some, visibility, transaction))
                .toList();
        return () -> {
            Map<String, Long> found = new HashMap<>(before);
            asked.forEach(part -> part.rows().forEach(held -> found.put(held.reference(), held.pk())));
            return new Referenced(sought, found);
        };
    }

    private static Stream<String> names(Resources resources, List<Reference> references) {
        return references.stream()
                .map(Reference::getReference)
                .flatMap(text -> Optional.ofNullable(text).flatMap(ReferenceText::local).stream())
                .filter(reference -> resources.isType(reference.type()))
                .map(reference -> reference.type() + "/" + reference.id());
    }

    private static Asked<Held> look(List<String> names, Visibility visibility, Transaction transaction) {
        Map<String, List<String>> ids = new LinkedHashMap<>();
        names.forEach(name -> ids.computeIfAbsent(name.substring(0, name.indexOf('/')), any -> new ArrayList<>())
                .add(name.substring(name.indexOf('/') + 1)));
        List<Sql> types = new ArrayList<>();
        ids.forEach((type, its) -> types.add(Sql.and(
                Sql.of("r.type = ? and not r.deleted and r.version > 0", type),
                Sql.in("r.id", its),
                visibility.of(type, "r"))));
        return Records.askHeld(transaction, Sql.or(types));
    }

    /** The keys of the people who were found. */
    Set<Long> people() {
        return found.entrySet().stream()
                .filter(one -> one.getKey().startsWith("Patient/"))
                .map(Map.Entry::getValue)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What a resource that stays as it is refers to and was not found; it may go on doing so. */
    Set<String> absent(Resources resources, @Nullable Resource resource) {
        return resource == null || found.keySet().containsAll(sought.keySet())
                ? Set.of()
                : names(resources, resources.references(resource)).collect(Collectors.toUnmodifiableSet());
    }

    /** Why it is refused is told to who sees what it refers to, or referred to it before; to others that is not there. */
    List<Settled> settled(
            Supplier<List<Settled>> settling, Resources resources, Collection<Held> held, Transaction transaction) {
        try {
            return settling.get();
        } catch (Fault refused) {
            if (refused.kind() == FaultKind.INVALID) {
                Set<String> known = new HashSet<>(found.keySet());
                held.stream()
                        .filter(Held::live)
                        .map(one -> resources.of(Records.current(transaction, one)))
                        .forEach(before -> known.addAll(absent(resources, before)));
                require(known);
            }
            throw refused;
        }
    }

    /**
     * When what is referred to is deleted in the same exchange (R4, RESTful API, "transaction": that comes first).
     *
     * @param proposals of the exchange
     * @param settled what came of them
     * @throws Fault INVALID
     */
    void requireLeft(Collection<Proposal> proposals, Collection<Settled> settled) {
        Set<Long> taken = proposals.stream()
                .filter(proposal -> proposal.change().resource() == null)
                .map(Proposal::pk)
                .collect(Collectors.toUnmodifiableSet());
        settled.stream()
                .filter(one -> one.resource() == null && taken.contains(one.pk()))
                .map(one -> one.type() + "/" + one.id())
                .filter(sought::containsKey)
                .findFirst()
                .ifPresent(name -> {
                    throw absent(name);
                });
    }

    private Fault absent(String name) {
        return new Fault(
                FaultKind.INVALID,
                Objects.requireNonNull(sought.get(name)),
                "it refers to a " + name.substring(0, name.indexOf('/')) + " that is not there");
    }

    /**
     * When what is referred to is neither found nor known by another way.
     *
     * @throws Fault INVALID
     */
    void require(Set<String> known) {
        sought.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw absent(name);
                });
    }
}
