package org.carerrecord.fhirserver;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Sight;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.audit.Answer;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.store.Records;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** What was said, the newest first: of one resource, of a type, of all; what the caller may not see is not there. */
public final class History {

    private static final String OWN_WORDS = "what the partner said itself";

    private final AuditTrail audit;

    public History(AuditTrail audit) {
        this.audit = audit;
    }

    /** The same as a part of a transaction that is open already. */
    public History within(Transaction transaction) {
        return new History(audit.within(transaction));
    }

    /**
     * Of what and from where.
     *
     * @param type the only type; empty for all
     * @param id the only resource of the type; empty for all
     * @param version the only version of the resource; empty for all
     * @param required whether a resource of which the caller may see no version at all is a stop, or has an empty page
     * @param since versions from then on only
     * @param count how many versions a page holds at most
     * @param after the version after which the page begins
     */
    public record Question(
            Optional<String> type,
            Optional<String> id,
            Optional<Integer> version,
            boolean required,
            Optional<Instant> since,
            int count,
            Optional<Place> after) {}

    /** A version's place in the order of a history: its time, then its key, so that none is there twice. */
    public record Place(long updated, long pk, int version) {}

    /**
     * A page.
     *
     * @param total present when the page is all
     * @param next the version after which the next page begins, if there is one
     */
    public record Page(List<Version> versions, Optional<Integer> total, Optional<Place> next) {}

    /**
     * A page of the history.
     *
     * @throws Fault NOT_FOUND when the one resource is required and not there
     */
    public Page page(Caller caller, Attempt attempt, Question question) {
        return audit.auditedRead(attempt, transaction -> {
            Visibility visibility = new Visibility(caller, transaction.now());
            Sql visible = visible(caller, visibility, question);
            List<Sql> conditions = new ArrayList<>();
            conditions.add(visible);
            conditions.add(visibility.ofVersion());
            question.since().ifPresent(since -> conditions.add(Sql.of("v.updated >= ?", Transaction.at(since))));
            question.version().ifPresent(version -> conditions.add(Sql.of("v.version = ?", version)));
            List<Version> found = found(new Sight(transaction, visibility), Sql.join(" and ", conditions), question);
            if (found.isEmpty() && question.required() && question.id().isPresent()) {
                requireThere(transaction, visible, question);
            }
            List<Version> page =
                    Portions.fitting(found.subList(0, Math.min(found.size(), question.count())), Portions.PAGE_BYTES);
            boolean more = page.size() < found.size();
            boolean isAll = !more && question.after().isEmpty();
            return Answer.of(
                    new Page(
                            page,
                            isAll ? Optional.of(page.size()) : Optional.empty(),
                            more && !page.isEmpty() ? Optional.of(place(page.getLast())) : Optional.empty()),
                    200,
                    ground(caller, question),
                    page.stream().map(Version::patient).toList());
        });
    }

    /** One version more than the page has, if there is one; read in portions, until the page is full. */
    private static List<Version> found(Sight sight, Sql condition, Question question) {
        List<Version> found = new ArrayList<>();
        Optional<Place> after = question.after();
        int portion;
        int read;
        do {
            portion = Math.min(Portions.SIZE, question.count() + 1 - found.size());
            List<Version> next = sight.newestFirst(
                    after.map(place -> condition.then(before(place))).orElse(condition), portion);
            found.addAll(next);
            read = next.size();
            after = read == 0 ? after : Optional.of(place(next.getLast()));
        } while (read == portion
                && found.size() <= question.count()
                && Portions.fitting(found, Portions.PAGE_BYTES).size() == found.size());
        return found;
    }

    private static Sql before(Place place) {
        return Sql.of(
                " and (v.updated, v.resource, v.version) < (?, ?, ?)",
                Transaction.at(Instant.ofEpochMilli(place.updated())),
                place.pk(),
                place.version());
    }

    private static Place place(Version version) {
        return new Place(version.updated().toEpochMilli(), version.pk(), version.version());
    }

    /** A resource of which the caller may see no version at all is not there for it. */
    private static void requireThere(Transaction transaction, Sql visible, Question question) {
        if ((question.since().isEmpty() && question.after().isEmpty())
                || Records.held(transaction, visible).isEmpty()) {
            throw new Fault(FaultKind.NOT_FOUND, question.type().orElse("URL"), "there is no such resource");
        }
    }

    private static Sql visible(Caller caller, Visibility visibility, Question question) {
        if (question.type().isEmpty()) {
            return ofAll(caller, visibility);
        }
        String type = question.type().get();
        Sql visible = Sql.of("r.type = ? and ", type).then(visibility.of(type, "r"));
        return question.id()
                .map(id -> Sql.of("r.id = ? and ", id).then(visible))
                .orElse(visible);
    }

    /** Each condition once, with the types that stand under it, and one for all other types. */
    private static Sql ofAll(Caller caller, Visibility visibility) {
        TreeSet<String> named = new TreeSet<>(Visibility.PUBLIC);
        named.addAll(caller.agreement().categories().keySet());
        Map<Sql, TreeSet<String>> types = new LinkedHashMap<>();
        named.forEach(type -> types.computeIfAbsent(visibility.of(type, "r"), any -> new TreeSet<>())
                .add(type));
        List<Sql> alternatives = new ArrayList<>();
        types.forEach((condition, its) -> alternatives.add(Sql.and(Sql.in("r.type", its), condition)));
        alternatives.add(Sql.and(Sql.of("not ").then(Sql.in("r.type", named)), visibility.of("", "r")));
        return Sql.or(alternatives);
    }

    private static String ground(Caller caller, Question question) {
        return question.type().map(caller::groundToRead).orElse(OWN_WORDS);
    }
}
