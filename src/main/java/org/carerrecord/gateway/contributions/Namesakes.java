package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.gateway.identity.SameCarer;
import org.carerrecord.mapping.NameKey;
import org.carerrecord.mapping.Said;
import org.hl7.fhir.r4.model.RelatedPerson;

/**
 * Whom a sender means by a name that several bear, of whom it gives no numbers: a father and a son of one name stay two,
 * whether one message tells of both or each tells of one (ADR 35); pure.
 *
 * @param held what it said of people before, by its keys
 * @param others the keys of people beside the name, by the key that the name is
 */
record Namesakes(Map<UUID, RelatedPerson> held, Map<UUID, Set<UUID>> others, LocalDate today) {

    private static final SameCarer SAME_CARER = new SameCarer();

    /** Of somebody of whom no birth date and no sex is told: where several could be meant, it is said of none of them. */
    private static final String NOTHING = NameKey.apart(new RelatedPerson());

    /**
     * The key of a name.
     *
     * @param name the key where nobody else has the name
     * @param own the key where others have it too
     * @param nobodys the key of what is said of one of them, and not of whom
     * @param told the key under which the message has it
     */
    record Name(UUID name, UUID own, UUID nobodys, UUID told) {

        boolean isAlone() {
            return told.equals(name);
        }
    }

    /** Empty where the key is no name. */
    static Optional<Name> name(Said said) {
        if (!(said.resource() instanceof RelatedPerson person) || !person.hasName()) {
            return Optional.empty();
        }
        String its = NameKey.of(person.getNameFirstRep());
        String apart = NameKey.apart(person);
        return its.isEmpty()
                ? Optional.empty()
                : Stream.of(its, its + apart)
                        .filter(said.key()::endsWith)
                        .map(end -> said.key().substring(0, said.key().length() - end.length()) + its)
                        .map(name -> new Name(
                                Identities.statementKey(name),
                                Identities.statementKey(name + apart),
                                Identities.statementKey(name + NOTHING),
                                Identities.statementKey(said.key())))
                        .findFirst();
    }

    /** The key of the one who is meant: of whom nothing speaks against it, if that is one; else a key of its own. */
    UUID meant(Name name, RelatedPerson said) {
        Collection<UUID> known = Stream.concat(
                        Stream.of(name.name(), name.own()), others.getOrDefault(name.name(), Set.of()).stream())
                .filter(key -> held.containsKey(key) && !key.equals(name.nobodys()))
                .collect(Collectors.toUnmodifiableSet());
        if (known.isEmpty()) {
            return name.told();
        }
        List<UUID> fitting = known.stream()
                .filter(key -> !SAME_CARER.isNamesake(said, Objects.requireNonNull(held.get(key)), today))
                .toList();
        return fitting.size() == 1 ? fitting.getFirst() : name.own();
    }

    /** Whether somebody beside the name is known under a key. */
    boolean isOther(Name name, UUID key) {
        return others.getOrDefault(name.name(), Set.of()).contains(key);
    }
}
