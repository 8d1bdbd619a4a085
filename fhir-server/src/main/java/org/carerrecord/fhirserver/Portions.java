package org.carerrecord.fhirserver;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Sight;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Version;

/**
 * Whole versions, read so that no question fills the memory: a statement brings all that it finds, so it finds a portion only,
 * and when what was read is as large as an answer may be, no more is read.
 */
final class Portions {

    /** So many versions of the largest size fit in the memory. */
    static final int SIZE = 64;

    /** Content that one page holds, but for its last resource. */
    static final long PAGE_BYTES = 16L * 1024 * 1024;

    private Portions() {}

    /**
     * The current versions with these keys that fulfil the condition, in the order of the keys; as many as come to so many
     * bytes, and the one that passes them.
     */
    static List<Version> current(Sight sight, List<Long> keys, Sql condition, long bytes) {
        List<Version> read = new ArrayList<>();
        for (int from = 0; from < keys.size() && bytes(read) < bytes; from += SIZE) {
            List<Long> portion = keys.subList(from, Math.min(from + SIZE, keys.size()));
            Map<Long, Version> found = new HashMap<>();
            sight.current(Sql.and(Sql.in("r.pk", portion), condition))
                    .forEach(version -> found.put(version.pk(), version));
            portion.forEach(key -> Optional.ofNullable(found.get(key)).ifPresent(read::add));
        }
        return fitting(read, bytes);
    }

    /** The first of these, as many as come to so many bytes, and the one that passes them. */
    static List<Version> fitting(List<Version> versions, long bytes) {
        long sum = 0;
        for (int i = 0; i < versions.size(); i++) {
            if (sum >= bytes) {
                return List.copyOf(versions.subList(0, i));
            }
            sum += bytes(versions.get(i));
        }
        return List.copyOf(versions);
    }

    static long bytes(List<Version> versions) {
        return versions.stream().mapToLong(Portions::bytes).sum();
    }

    private static long bytes(Version version) {
        byte[] content = version.content();
        return content == null ? 0 : content.length;
    }
}
