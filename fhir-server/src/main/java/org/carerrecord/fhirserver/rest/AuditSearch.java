package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditAction;
import org.carerrecord.fhirserver.audit.AuditQuestion;
import org.carerrecord.fhirserver.audit.AuditReading;
import org.carerrecord.fhirserver.search.Cursor;
import org.carerrecord.fhirserver.search.Paging;
import org.carerrecord.fhirserver.search.TimeSpan;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;

/** {@code GET /fhir/AuditEvent} for the operator, over the narrow rows of the audit; of several values of one parameter one holds. */
final class AuditSearch {

    static final String TYPE = "AuditEvent";

    private static final Set<String> PARAMETERS = Set.of(
            "_count",
            "_id",
            "action",
            "agent",
            "agent:identifier",
            "date",
            "entity",
            "outcome",
            "patient",
            "patient.identifier");

    private final AuditReading reading;
    private final Resources resources;
    private final Cursor cursor;

    AuditSearch(AuditReading reading, Resources resources, Cursor cursor) {
        this.reading = reading;
        this.resources = resources;
        this.cursor = cursor;
    }

    /** Whether a request for a type is for the audit. */
    static boolean answers(String type, Caller caller) {
        return type.equals(TYPE) && AuditReading.isOpenTo(caller);
    }

    /** The same for what reads as a part of a transaction that is open already. */
    AuditSearch within(Transaction transaction) {
        return new AuditSearch(reading.within(transaction), resources, cursor);
    }

    AuditEvent read(String id, RequestDetails request, Attempt attempt) {
        return events(request).of(reading.one(attempt, key(id)));
    }

    Bundle search(Map<String, String[]> asked, RequestDetails request, Attempt attempt) {
        String binding = Requests.caller(request).partner().ods() + "\n" + TYPE;
        Continued question = Continued.of(cursor, binding, asked);
        Optional<Long> after = question.after().map(Long::parseLong);
        Given given = Given.of(question).understood(PARAMETERS);
        int count = given.one("_count").map(text -> Paging.count(text, 0)).orElse(Paging.DEFAULT_COUNT);
        String base = request.getFhirServerBase();
        String url = base + "/" + TYPE;
        Bundle bundle = new Bundle().setType(BundleType.SEARCHSET);
        bundle.setId(UUID.randomUUID().toString());
        bundle.addLink().setRelation("self").setUrl(question.self(url));
        // R4, Search, "Page Count": of 0 as "Summary" of count.
        if (count == 0 || given.all("_summary").contains("count")) {
            Totals.tell(bundle, Optional.of(reading.count(attempt, conditions(given))));
            return bundle;
        }
        AuditQuestion.Page page = reading.page(attempt, new AuditQuestion(conditions(given), count, after));
        page.next()
                .ifPresent(id -> bundle.addLink().setRelation("next").setUrl(question.next(url, String.valueOf(id))));
        boolean isAll = after.isEmpty() && page.next().isEmpty();
        Totals.tell(bundle, isAll ? Optional.of(page.entries().size()) : Optional.empty());
        AuditEvents events = events(request);
        page.entries().forEach(entry -> Bundles.entry(bundle, base, events.of(entry), SearchEntryMode.MATCH));
        return bundle;
    }

    private AuditEvents events(RequestDetails request) {
        return new AuditEvents(resources, Requests.caller(request).agreement());
    }

    private static List<Sql> conditions(Given given) {
        List<Sql> all = new ArrayList<>();
        given.parameters().getOrDefault("date", List.of()).forEach(date -> all.add(date(date)));
        either(given, "_id", id -> Sql.of("a.id = ?", key(id)), all);
        either(given, "action", AuditSearch::action, all);
        either(given, "outcome", AuditSearch::outcome, all);
        either(given, "agent", AuditSearch::agent, all);
        either(given, "agent:identifier", AuditSearch::agent, all);
        either(given, "entity", AuditSearch::entity, all);
        either(
                given,
                "patient",
                reference -> AuditReading.concerning(AuditReading.patient(reference.replaceFirst("^Patient/", ""))),
                all);
        either(given, "patient.identifier", AuditSearch::patient, all);
        return all;
    }

    private static void either(Given given, String name, Function<String, Sql> condition, List<Sql> all) {
        List<Sql> values = given.all(name).stream().map(condition).toList();
        if (!values.isEmpty()) {
            all.add(Sql.or(values));
        }
    }

    private static long key(String id) {
        try {
            return id.matches("[0-9a-z]{1,13}") ? Long.parseLong(id, 36) : -1;
        } catch (NumberFormatException tooLarge) {
            return -1;
        }
    }

    private static Sql action(String code) {
        return Arrays.stream(AuditAction.values())
                .filter(action -> action.name().equals(afterSystem(code)))
                .findFirst()
                .map(AuditReading::did)
                .orElseThrow(() -> refused("action", "it is one of C, R, U, D, E"));
    }

    private static Sql outcome(String code) {
        return switch (afterSystem(code)) {
            case "0" -> Sql.of("a.outcome < 400");
            case "4" -> Sql.of("(a.outcome >= 400 and a.outcome < 500)");
            case "8" -> Sql.of("a.outcome >= 500");
            case "12" -> Sql.of("false");
            default -> throw refused("outcome", "it is one of 0, 4, 8, 12");
        };
    }

    private static Sql agent(String ods) {
        return Sql.of("a.partner = ?", afterSystem(ods));
    }

    private static Sql entity(String reference) {
        String[] parts = reference.split("/");
        if (parts.length != 2) {
            throw refused("entity", "write it as Type/id");
        }
        return AuditReading.about(parts[0], parts[1]);
    }

    private static Sql patient(String token) {
        int bar = token.indexOf('|');
        if (bar < 1) {
            throw refused("patient.identifier", "write it as system|value");
        }
        return AuditReading.concerning(AuditReading.patient(token.substring(0, bar), token.substring(bar + 1)));
    }

    /** R4, 3.1.1.4.7 "date". */
    private static Sql date(String text) {
        String prefix = text.matches("[a-z]{2}.*") ? text.substring(0, 2) : "eq";
        TimeSpan span = TimeSpan.of(text.replaceFirst("^[a-z]{2}", ""))
                .orElseThrow(() -> refused("date", "write a date, or a time with its zone"));
        Sql from = Sql.of("a.at >= ?", at(span.low()));
        Sql until = Sql.of("a.at < ?", at(span.high()));
        return switch (prefix) {
            case "eq" -> Sql.and(from, until);
            case "ge" -> from;
            case "le" -> until;
            case "gt", "sa" -> Sql.of("a.at >= ?", at(span.high()));
            case "lt", "eb" -> Sql.of("a.at < ?", at(span.low()));
            default -> throw refused("date", "the prefixes here are eq, ge, gt, le, lt, sa and eb");
        };
    }

    private static Object at(long milliseconds) {
        return Transaction.at(Instant.ofEpochMilli(milliseconds));
    }

    private static String afterSystem(String token) {
        return token.substring(token.lastIndexOf('|') + 1);
    }

    private static Fault refused(String name, String reason) {
        return new Fault(FaultKind.INVALID_SEARCH, name, reason);
    }
}
