package org.carerrecord.fhirserver.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.store.RecordWriter.Source;

/**
 * What stands beside resources that are held, read in one statement.
 *
 * @param versions at which the resources are
 */
public record Standing(
        Map<Long, Integer> versions, Map<UUID, Long> keys, Set<Source> sources, Set<Relationship> relationships) {

    /** PostgreSQL takes 65,535 arguments in one statement; each key is four. */
    private static final int MOST_AT_ONCE = 5_000;

    private static final String NO_TEXT = "cast(null as varchar(20))";
    private static final String NO_KEY = "cast(null as uuid)";

    /**
     * @param resources keys of resources that are held
     * @param patients keys of the patients whose relationships count
     */
    public static Standing of(Transaction transaction, Set<Long> resources, Set<Long> patients) {
        Standing standing = new Standing(new HashMap<>(), new HashMap<>(), new HashSet<>(), new HashSet<>());
        List<Long> held = List.copyOf(resources);
        List<Long> people = List.copyOf(patients);
        for (int from = 0; from < Math.max(held.size(), people.size()); from += MOST_AT_ONCE) {
            transaction.query(part(chunk(held, from), chunk(people, from)), (row, number) -> standing.add(row));
        }
        return standing;
    }

    private static List<Long> chunk(List<Long> keys, int from) {
        return keys.subList(Math.min(from, keys.size()), Math.min(from + MOST_AT_ONCE, keys.size()));
    }

    private static Sql part(List<Long> held, List<Long> people) {
        List<Sql> parts = new ArrayList<>();
        if (!held.isEmpty()) {
            parts.add(Sql.of("select 'v', pk, version, " + NO_KEY + ", " + NO_TEXT + ", " + NO_TEXT
                            + " from resource where ")
                    .then(Sql.in("pk", held)));
            parts.add(
                    Sql.of("select 'k', resource, 0, digest, " + NO_TEXT + ", " + NO_TEXT + " from identity_key where ")
                            .then(Sql.in("resource", held)));
            parts.add(
                    Sql.of("select 's', resource, number, " + NO_KEY + ", partner, " + NO_TEXT + " from source where ")
                            .then(Sql.in("resource", held)));
        }
        if (!people.isEmpty()) {
            parts.add(Sql.of("select 'r', patient, 0, " + NO_KEY + ", partner, kind from relationship where ")
                    .then(Sql.in("patient", people)));
        }
        return Sql.join(" union all ", parts);
    }

    private boolean add(ResultSet row) throws SQLException {
        long pk = row.getLong(2);
        return switch (row.getString(1)) {
            case "v" -> versions.put(pk, row.getInt(3)) == null;
            case "k" -> keys.put(row.getObject(4, UUID.class), pk) == null;
            case "s" -> sources.add(new Source(pk, row.getString(5), row.getLong(3)));
            default -> relationships.add(new Relationship(row.getString(5), pk, row.getString(6)));
        };
    }

    /** Whether a resource is still at the version that was read. */
    public boolean isAt(Held held) {
        return Integer.valueOf(held.version()).equals(versions.get(held.pk()));
    }
}
