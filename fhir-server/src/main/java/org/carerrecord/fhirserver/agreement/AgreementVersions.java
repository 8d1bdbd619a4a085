package org.carerrecord.fhirserver.agreement;

import java.util.List;
import java.util.UUID;
import org.carerrecord.fhirserver.store.Hash;
import org.carerrecord.fhirserver.store.Sql;
import org.carerrecord.fhirserver.store.Transactions;

/** The versions that were ever in force, so that what an audit row names can be looked up. */
public final class AgreementVersions {

    private final Transactions transactions;

    public AgreementVersions(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Keeps a version with its text, before it comes into force.
     *
     * @throws IllegalArgumentException when the version was another agreement before
     */
    public void keep(Agreement agreement, byte[] text) {
        UUID digest = Hash.key(text);
        boolean isTheSame = transactions.run(transaction -> {
            List<UUID> kept = transaction.query(
                    Sql.of("select digest from agreement_version where version = ?", agreement.version()),
                    (row, number) -> row.getObject(1, UUID.class));
            if (kept.isEmpty()) {
                transaction.update(
                        "insert into agreement_version (version, digest, since, text) values (?, ?, ?, ?)",
                        agreement.version(),
                        digest,
                        transaction.timestamp(),
                        text);
            }
            return kept.isEmpty() || kept.contains(digest);
        });
        if (!isTheSame) {
            throw new IllegalArgumentException("the agreement is not valid: version " + agreement.version()
                    + " was another one before; give what is changed another version");
        }
    }
}
