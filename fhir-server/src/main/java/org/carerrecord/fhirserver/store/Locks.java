package org.carerrecord.fhirserver.store;

import java.util.Collection;
import java.util.TreeSet;
import java.util.UUID;

/** What two writes meet at: slots, to which keys lead by their hash (ADR 50). */
public final class Locks {

    /**
     * The slots of what may identify something, of which a write locks more, and those of resources. Together as many as H2
     * has rows for them (V20261123_139), and fewer than the locks that PostgreSQL has room for as it comes (64 for each of
     * 100 connections), even should all be held at once.
     */
    private static final int SLOTS_OF_KEYS = 4096;

    private static final int SLOTS_OF_RESOURCES = 2048;

    private Locks() {}

    /**
     * Locks what may identify something, until the transaction ends; before anything is read. In ascending order, and below
     * the slots of {@link #resources}, so that one write never waits in a circle with another. A message is several
     * writes, and so is a transaction with conditional references: should two of them meet so, the database ends one and it
     * runs again.
     */
    public static void keys(Transaction transaction, Collection<UUID> keys) {
        lock(transaction, keys, 0, SLOTS_OF_KEYS);
    }

    /** Locks resources that were found, before what was said of them is read. */
    public static void resources(Transaction transaction, Collection<UUID> keys) {
        lock(transaction, keys, SLOTS_OF_KEYS, SLOTS_OF_RESOURCES);
    }

    private static void lock(Transaction transaction, Collection<UUID> keys, int first, int count) {
        TreeSet<Integer> slots = new TreeSet<>();
        keys.forEach(key -> slots.add(first + Math.floorMod(key.hashCode(), count)));
        transaction.lock(slots);
    }
}
