package org.carerrecord.fhirserver.rest;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The resource types whose interactions HAPI is told of when they are first asked for: it reads the model of a type with them,
 * and of all to which this may refer (ADR 51).
 *
 * <p>HAPI looks for the method of a request in a plain map, so that nobody looks while a type is added.
 */
final class TypesOffered {

    private final Set<String> waiting;
    private final Consumer<String> offer;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** @param offer tells HAPI of a type */
    TypesOffered(Set<String> types, Consumer<String> offer) {
        this.waiting = ConcurrentHashMap.newKeySet();
        this.waiting.addAll(types);
        this.offer = offer;
    }

    /** What is found with a type offered; null for none. */
    <T> T with(@Nullable String type, Supplier<T> look) {
        if (type != null && waiting.contains(type)) {
            add(type);
        }
        lock.readLock().lock();
        try {
            return look.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private void add(String type) {
        lock.writeLock().lock();
        try {
            if (waiting.contains(type)) {
                offer.accept(type);
                waiting.remove(type);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
