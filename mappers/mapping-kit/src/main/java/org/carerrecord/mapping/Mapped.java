package org.carerrecord.mapping;

import java.util.List;

/** What a mapper made, and what it could not carry. */
public record Mapped<T>(T value, List<Loss> losses) {

    public Mapped {
        losses = List.copyOf(losses);
    }

    public static <T> Mapped<T> whole(T value) {
        return new Mapped<>(value, List.of());
    }
}
