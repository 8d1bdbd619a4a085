package org.carerrecord.fhirserver;

import ca.uhn.fhir.context.FhirContext;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Category;
import org.carerrecord.fhirserver.agreement.Grant;
import org.carerrecord.fhirserver.agreement.Kind;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.fhirserver.validation.Artefacts;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the definitions of {@code profiles/} in the store, where they are read and searched like everything else; when
 * somebody first asks for a resource of their types, so that it costs nobody else anything.
 */
public final class Publishing {

    private static final Partner GATEWAY = new Partner(
            "GATEWAY",
            "Carer record gateway",
            Kind.GATEWAY,
            "publish",
            null,
            null,
            false,
            true,
            false,
            List.of(),
            List.of(new Grant(
                    Grant.Right.CONTRIBUTE,
                    EnumSet.allOf(Category.class),
                    Set.of("publish"),
                    Set.of(),
                    false,
                    "public knowledge")));

    /** What the gateway publishes itself it does under no partnership's agreement. */
    private static final Agreement OWN = new Agreement(
            "gateway",
            LocalDate.of(2026, 11, 22),
            Duration.ZERO,
            Period.ZERO,
            Map.of(),
            Set.of(),
            Map.of(),
            List.of(GATEWAY));

    private final FhirContext context;
    private final Resources resources;
    private final Transactions transactions;
    private final Exchange exchange;
    private final Object lock = new Object();
    private volatile @Nullable Map<String, Artefact> artefacts;

    private record Artefact(Resource resource, UUID digest) {}

    public Publishing(FhirContext context, Transactions transactions, Exchange exchange) {
        this.context = context;
        this.resources = new Resources(context);
        this.transactions = transactions;
        this.exchange = exchange;
    }

    /**
     * Refuses a change of what the gateway publishes, unless it is its own.
     *
     * @throws Fault NOT_ALLOWED
     */
    static void refuse(Caller caller, Change change, String id) {
        if (Artefacts.has(change.type(), id) && !caller.partner().equals(GATEWAY)) {
            throw new Fault(
                    FaultKind.NOT_ALLOWED, change.place(), "the gateway publishes this itself; it can only be read");
        }
    }

    /** Whether there are definitions among the resources of a type. */
    public static boolean publishes(String type) {
        return Artefacts.types().contains(type);
    }

    /**
     * Before resources that may be among them are read.
     *
     * @param requestId of the request that asks for them
     */
    public void ensure(String requestId) {
        Map<String, Artefact> ours = artefacts();
        Map<String, UUID> held = new HashMap<>();
        Set<String> ids = ours.values().stream()
                .map(one -> one.resource().getIdElement().getIdPart())
                .collect(Collectors.toUnmodifiableSet());
        transactions
                .run(transaction -> Records.held(
                        transaction,
                        Sql.in("r.type", Artefacts.types()).then(" and ").then(Sql.in("r.id", ids))))
                .forEach(one -> {
                    @Nullable UUID digest = one.digest();
                    if (digest != null) {
                        held.put(one.reference(), digest);
                    }
                });
        List<Step> changes = new ArrayList<>();
        ours.forEach((name, artefact) -> {
            if (!artefact.digest().equals(held.get(name))) {
                changes.add(new Step.Write(change(artefact.resource())));
            }
        });
        if (!changes.isEmpty()) {
            Caller gateway = new Caller(OWN, GATEWAY, GATEWAY.purpose(), requestId);
            exchange.run(
                    gateway,
                    Attempt.of(gateway, "transaction"),
                    changes,
                    false,
                    Optional.empty(),
                    (transaction, outcomes) -> outcomes);
        }
    }

    private static Change change(Resource resource) {
        String type = resource.fhirType();
        return Change.asked(
                type,
                Change.Method.UPDATE,
                type,
                new Change.Aim.ById(resource.getIdElement().getIdPart()),
                resource,
                Optional.empty(),
                Optional.empty());
    }

    private Map<String, Artefact> artefacts() {
        @Nullable Map<String, Artefact> now = artefacts;
        if (now == null) {
            synchronized (lock) {
                now = artefacts;
                if (now == null) {
                    now = read();
                    artefacts = now;
                }
            }
        }
        return now;
    }

    private Map<String, Artefact> read() {
        Map<String, Artefact> read = new LinkedHashMap<>();
        for (Resource resource : Artefacts.all(context)) {
            Resources.serverMade(resource);
            String id = resource.getIdElement().getIdPart();
            resource.setId(id);
            read.put(resource.fhirType() + "/" + id, new Artefact(resource, resources.digest(resource)));
        }
        return read;
    }
}
