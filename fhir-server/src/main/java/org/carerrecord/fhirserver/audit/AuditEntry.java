package org.carerrecord.fhirserver.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row of the audit, as it is read.
 *
 * @param partner the ODS code of the organisation for which it was done; empty when nobody was known
 * @param client who did it for the partner
 * @param interaction as in {@link Attempt}
 * @param agreement the version of the agreement
 * @param outcome HTTP status
 * @param patients references of the people whom it concerned
 * @param written references of the versions that it made
 * @param shown the keys of the resources that it showed, where it does not name them
 * @param seen their references
 */
public record AuditEntry(
        long id,
        Instant at,
        Optional<String> partner,
        Optional<String> client,
        String request,
        String interaction,
        Optional<String> type,
        Optional<String> resource,
        Optional<String> purpose,
        Optional<String> ground,
        String agreement,
        int outcome,
        List<String> patients,
        List<String> written,
        List<Long> shown,
        List<String> seen) {

    AuditEntry with(List<String> concerned, List<String> made, List<String> told) {
        return new AuditEntry(
                id,
                at,
                partner,
                client,
                request,
                interaction,
                type,
                resource,
                purpose,
                ground,
                agreement,
                outcome,
                concerned,
                made,
                shown,
                told);
    }
}
