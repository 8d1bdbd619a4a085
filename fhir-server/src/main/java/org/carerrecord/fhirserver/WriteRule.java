package org.carerrecord.fhirserver;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Extent;
import org.carerrecord.fhirserver.store.Held;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Fault;

/** The port of the write path: what was proposed goes in, what is to be stored comes out; inside its transaction. */
public interface WriteRule {

    /**
     * The keys under which the resource of a change may exist once only; what it says of Patients leads to ids already.
     *
     * @return digests, the strongest first; none for a resource that nothing identifies
     */
    SequencedSet<UUID> keys(Caller caller, Change change);

    /**
     * What else is locked before anything that is settled is read, so that two who tell of one person at one time meet.
     *
     * @return digests
     */
    default Set<UUID> locks(Transaction transaction, Change change) {
        return Set.of();
    }

    /** Knows those of whom an exchange speaks although neither an aim nor a key leads to them. */
    interface Recognition {

        /**
         * The resource that a new one is; what it says of Patients leads to ids already.
         *
         * @param change about a person who is held, if about any
         */
        Optional<Held> recognise(Change change);
    }

    /** What recognises the new ones of one exchange, of which nothing is stored yet. */
    default Recognition recognition(Transaction transaction, Caller caller) {
        return change -> Optional.empty();
    }

    /**
     * Of several resources to which the aim and the keys of a change lead, the one that is meant; empty where nobody told
     * them apart.
     */
    default Optional<Held> meant(Transaction transaction, Caller caller, Change change, Collection<Held> found) {
        return Optional.empty();
    }

    /**
     * Of whom a change speaks that names somebody by a key: the key is strong evidence, and no proof.
     *
     * @param held to whom the key leads, and of whom the caller says nothing now
     * @return the same, or another; empty for somebody new
     */
    default Optional<Held> identified(Transaction transaction, Caller caller, Change change, Held held) {
        return Optional.of(held);
    }

    /** Whether people are asked about a change, of a type and at a place, that was refused. */
    default boolean isAsked(String type, String place, Fault fault) {
        return false;
    }

    /**
     * What people are asked about a change that was refused, and of which nothing is stored.
     *
     * @param concerned to whom its aim and its keys lead
     */
    default List<Change> questions(Transaction transaction, Caller caller, Collection<Held> concerned) {
        return List.of();
    }

    /** Works out what is to be stored of the proposals of one exchange. */
    interface Settlement {

        /**
         * What is to be stored.
         *
         * @param proposals in the exchange's order, without those that are left as they are
         * @param seen how the caller could see those held before, by their keys; who is not there it could not see
         * @return one for each resource to store, the proposed ones and those that follow from them
         */
        List<Settled> settle(List<Proposal> proposals, Map<Long, Extent> seen);
    }

    /**
     * What settles the proposals of one exchange; what it is known to need of the record it asks for now, so that it comes with
     * what else is asked for ({@link Transaction#ask}). All that it needs to be sure of is locked.
     *
     * @param said by whom, in which message
     */
    Settlement settlement(Transaction transaction, Caller caller, Version.SaidBy said, Collection<Proposal> proposals);

    /** The road for what others said; in the same transaction, and because of whoever's exchange it is. */
    interface Retelling {

        /** Tells anew what somebody was permitted to say and said already; whether they may say it now is not asked. */
        void tell(Caller whose, List<Change> changes);

        /** Stores what the gateway itself says for them. */
        void say(Caller whose, List<Settled> ours);
    }

    /**
     * Tells anew what others said, where what is stored now decides how it is told.
     *
     * @param stored the exchange's proposals that were settled, in its order
     */
    default void follow(Transaction transaction, Caller caller, Collection<Proposal> stored, Retelling retelling) {}
}
