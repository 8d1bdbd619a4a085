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
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.store.RecordWriter.Source;

/**
 * What stands beside resources that are held.
 *
 * @param versions at which the resources are
 */
public record Standing(
        Map<Long, Integer> versions, Map<UUID, Long> keys, Set<Source> sources, Set<Relationship> relationships) {

    /** PostgreSQL takes 65,535 arguments in one statement; each key is four. */
    private static final int MOST_AT_ONCE = 5_000;

    private static final String NO_TEXT = "cast(null as varchar(20))";
    private static final String NO_KEY = "cast(null as uuid)";

    /** What was asked for before it was needed; true as long as nothing of it was changed since. */
    public static final class Ahead {

        private final Transaction transaction;
        private final Set<Long> resources;
        private final Set<Long> patients;
        private final Standing standing = none();
        private final List<Asked<Boolean>> parts;
        private final int standings;

        private Ahead(Transaction transaction, Set<Long> resources, Set<Long> patients) {
            this.transaction = transaction;
            this.resources = Set.copyOf(resources);
            this.patients = Set.copyOf(patients);
            this.parts = standing.ask(transaction, resources, patients);
            this.standings = transaction.standings();
        }

        /** What stands beside these; what was not asked for, or may have changed, is asked for now. */
        public Standing of(Set<Long> itsResources, Set<Long> itsPatients) {
            boolean isAsItWas = standings == transaction.standings();
            Standing now = none();
            List<Asked<Boolean>> rest = now.ask(
                    transaction,
                    isAsItWas ? without(itsResources, resources) : itsResources,
                    isAsItWas ? without(itsPatients, patients) : itsPatients);
            rest.forEach(Asked::rows);
            if (isAsItWas) {
                parts.forEach(Asked::rows);
                now.take(standing, itsResources, itsPatients);
            }
            return now;
        }

        private static Set<Long> without(Set<Long> all, Set<Long> some) {
            return all.stream().filter(one -> !some.contains(one)).collect(Collectors.toUnmodifiableSet());
        }
    }

    /**
     * Asks for it before it is needed.
     *
     * @param resources keys of resources that are held
     * @param patients keys of the patients whose relationships count
     */
    public static Ahead ahead(Transaction transaction, Set<Long> resources, Set<Long> patients) {
        return new Ahead(transaction, resources, patients);
    }

    private static Standing none() {
        return new Standing(new HashMap<>(), new HashMap<>(), new HashSet<>(), new HashSet<>());
    }

    private void take(Standing other, Set<Long> resources, Set<Long> patients) {
        other.versions.forEach((pk, version) -> {
            if (resources.contains(pk)) {
                versions.put(pk, version);
            }
        });
        other.keys.forEach((key, pk) -> {
            if (resources.contains(pk)) {
                keys.put(key, pk);
            }
        });
        other.sources.stream().filter(one -> resources.contains(one.resource())).forEach(sources::add);
        other.relationships.stream()
                .filter(one -> patients.contains(one.patient()))
                .forEach(relationships::add);
    }

    private List<Asked<Boolean>> ask(Transaction transaction, Set<Long> resources, Set<Long> patients) {
        List<Long> held = List.copyOf(resources);
        List<Long> people = List.copyOf(patients);
        List<Asked<Boolean>> asked = new ArrayList<>();
        for (int from = 0; from < Math.max(held.size(), people.size()); from += MOST_AT_ONCE) {
            asked.add(transaction.ask(part(chunk(held, from), chunk(people, from)), (row, number) -> add(row)));
        }
        return asked;
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
