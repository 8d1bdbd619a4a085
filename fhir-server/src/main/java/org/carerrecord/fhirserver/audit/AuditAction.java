package org.carerrecord.fhirserver.audit;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.store.Sql;

/** What was done, as AuditEvent.action has it (http://hl7.org/fhir/audit-event-action); IHE BALP says which is which. */
public enum AuditAction {
    C,
    R,
    U,
    D,
    /** Execute: searches, operations, batches, messages. */
    E;

    private static final String EXPORT = "export-";

    private Set<String> interactions() {
        return switch (this) {
            case C -> Set.of("create");
            case R -> Set.of("read", "vread", "history-instance", "history-type", "history-system", "messages");
            case U -> Set.of("update", "patch");
            case D -> Set.of("delete");
            case E -> Set.of();
        };
    }

    public static AuditAction of(String interaction) {
        return isExport(interaction)
                ? R
                : Arrays.stream(values())
                        .filter(action -> action.interactions().contains(interaction))
                        .findFirst()
                        .orElse(E);
    }

    public static boolean isExport(String interaction) {
        return interaction.startsWith(EXPORT);
    }

    /** The condition on {@code audit a}. */
    Sql condition() {
        return switch (this) {
            case R -> Sql.or(Sql.in("a.interaction", new TreeSet<>(interactions())), exported());
            case C, U, D -> Sql.in("a.interaction", new TreeSet<>(interactions()));
            case E ->
                Sql.of("not ")
                        .then(Sql.or(
                                Sql.in(
                                        "a.interaction",
                                        Stream.of(values())
                                                .flatMap(action -> action.interactions().stream())
                                                .collect(Collectors.toCollection(TreeSet::new))),
                                exported()));
        };
    }

    private static Sql exported() {
        return Sql.of("a.interaction like ?", EXPORT + "%");
    }
}
