package org.carerrecord.fhirserver;

import java.util.List;
import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Sight;
import org.carerrecord.fhirserver.agreement.Visibility;
import org.carerrecord.fhirserver.search.Query;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.search.QueryStrings;
import org.carerrecord.fhirserver.search.SearchSql;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** Makes changes of patches: each is applied to what its caller sees. */
record Patching(QueryParser queries) {

    /** The change that comes of a patch, which holds only for the version that was looked at. */
    Change of(Transaction transaction, Caller caller, Step.Patch patch, Visibility visibility) {
        Version seen = seen(transaction, patch, visibility);
        if (caller.mayContribute(patch.type()).isEmpty()) {
            // Before the patch is tried, which may be much work; a write is refused so later.
            throw new Fault(
                    FaultKind.FORBIDDEN,
                    patch.place(),
                    "the agreement does not let this partner contribute " + patch.type());
        }
        byte[] content = seen.content();
        if (content == null) {
            throw new Fault(FaultKind.GONE, patch.place(), "it was deleted");
        }
        if (patch.ifMatch().filter(version -> version != seen.version()).isPresent()) {
            throw new Fault(
                    FaultKind.VERSION_MISMATCH, patch.place(), "the resource has changed since; read it again first");
        }
        return Change.asked(
                patch.place(),
                Change.Method.PATCH,
                patch.type(),
                new Change.Aim.ById(seen.id()),
                patch.words().apply(content),
                Optional.empty(),
                Optional.of(seen.version()));
    }

    private Version seen(Transaction transaction, Step.Patch patch, Visibility visibility) {
        Sql aimedAt =
                switch (patch.aim()) {
                    case Change.Aim.ById(String id) ->
                        Sql.of("r.type = ? and r.id = ? and ", patch.type(), id).then(visibility.of(patch.type(), "r"));
                    case Change.Aim.Matching(String conditions) -> matching(patch, conditions, visibility, transaction);
                    case Change.Aim.New none -> throw new IllegalArgumentException("a patch changes what is there");
                    case Change.Aim.NewUnless none ->
                        throw new IllegalArgumentException("a patch changes what is there");
                    case Change.Aim.Known none -> throw new IllegalArgumentException("a patch is no message");
                };
        List<Version> found = new Sight(transaction, visibility).current(aimedAt);
        if (found.size() > 1) {
            throw new Fault(
                    FaultKind.MULTIPLE_MATCHES, patch.place(), "several resources fulfil the condition; narrow it");
        }
        return found.stream()
                .findFirst()
                .orElseThrow(() -> new Fault(FaultKind.NOT_FOUND, patch.place(), "there is no such resource"));
    }

    /** What the caller sees of what a condition finds: nobody's number is looked for past the agreement here. */
    private Sql matching(Step.Patch patch, String conditions, Visibility visibility, Transaction transaction) {
        Query query = queries.parse(patch.type(), QueryStrings.parse(patch.place(), conditions));
        if (query.clauses().isEmpty()) {
            throw new Fault(FaultKind.INVALID, patch.place(), "a conditional change needs a condition");
        }
        return new SearchSql(visibility, transaction.now()).matches(query).then(" limit 2");
    }
}
