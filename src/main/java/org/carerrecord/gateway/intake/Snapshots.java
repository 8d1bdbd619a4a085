package org.carerrecord.gateway.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.WritePath;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Grant;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.store.Transactions;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.gateway.contributions.Snapshot;
import org.carerrecord.gateway.contributions.Tellings;
import org.springframework.stereotype.Service;

/**
 * The end of a snapshot whose messages were all taken: what its sender stated before and states no more is taken back, and
 * nobody else's words (carer-model.md, contributions 2).
 *
 * <p>Its end is told of everybody, so that what comes later and is older than the snapshot is taken back too. Some hundred
 * relationships are one message and one transaction. Sent again, it takes back what is left.
 */
@Service
public class Snapshots {

    private static final int AT_ONCE = 100;

    private final Transactions transactions;
    private final WritePath write;
    private final Tellings tellings;
    private final Messages messages;
    private final AuditTrail audit;
    private final Ids ids;
    private final IntakeSettings settings;
    private final ObjectMapper json = new ObjectMapper();

    Snapshots(
            Transactions transactions,
            WritePath write,
            Tellings tellings,
            Messages messages,
            AuditTrail audit,
            Ids ids,
            IntakeSettings settings) {
        this.transactions = transactions;
        this.write = write;
        this.tellings = tellings;
        this.messages = messages;
        this.audit = audit;
        this.ids = ids;
        this.settings = settings;
    }

    /** What came of it; relationships are counted. */
    public sealed interface End {

        /** It states no relationship, and takes back none: it may be an extract of something else. */
        record Silent() implements End {}

        /** It repeats fewer than its sender may let go without confirming the number. */
        record Unconfirmed(int missing, int standing, int inHundred) implements End {}

        /** What it does not repeat is taken back. */
        record Closed(int missing, int standing) implements End {}
    }

    /**
     * @param confirmed how many relationships its sender knows it to leave out
     * @throws org.carerrecord.profiles.Fault UNAVAILABLE or FORBIDDEN when nothing more could be taken back
     */
    public End close(Snapshot snapshot, Caller sender, int confirmed) {
        return transactions
                .read(snapshot::at)
                .map(at -> close(snapshot, sender, confirmed, at))
                .orElseGet(End.Silent::new);
    }

    private End close(Snapshot snapshot, Caller sender, int confirmed, Instant at) {
        int standing = transactions.read(snapshot::standing);
        int missing = wholly(transactions.read(transaction -> snapshot.missing(transaction, at)));
        if (missing > confirmed && missing * 100L > (long) settings.maxWithdrawals() * standing) {
            return new End.Unconfirmed(missing, standing, settings.maxWithdrawals());
        }
        Stamp stamp = new Stamp(at, "");
        List<Snapshot.Missing> leftOut = transactions.run(transaction -> {
            String id = ids.id();
            snapshot.end(transaction, tellings, stamp, id);
            // No part of a list is taken meanwhile: this is all.
            List<Snapshot.Missing> all = snapshot.missing(transaction, at);
            takeBack(transaction, snapshot, sender, id, all.subList(0, Math.min(all.size(), AT_ONCE)), stamp);
            return all;
        });
        for (int from = AT_ONCE; from < leftOut.size(); from += AT_ONCE) {
            List<Snapshot.Missing> some = leftOut.subList(from, Math.min(leftOut.size(), from + AT_ONCE));
            transactions.run(transaction -> takeBack(transaction, snapshot, sender, ids.id(), some, stamp));
        }
        return new End.Closed(wholly(leftOut), standing);
    }

    private static int wholly(List<Snapshot.Missing> missing) {
        return (int) missing.stream().filter(Snapshot.Missing::wholly).count();
    }

    private Kept takeBack(
            Transaction transaction,
            Snapshot snapshot,
            Caller sender,
            String id,
            List<Snapshot.Missing> some,
            Stamp stamp) {
        Version.SaidBy said = new Version.SaidBy(snapshot.partner(), sender.requestId(), id, "");
        Change.Statement nothing = new Change.Statement(
                Optional.empty(), stamp, Set.of(), false, new Change.Part(snapshot.format(), snapshot.name()));
        List<Outcome> outcomes = write.write(
                transaction,
                sender,
                said,
                some.stream()
                        .map(one -> Change.takenBack(snapshot.format(), "RelatedPerson", one.resource(), nothing))
                        .toList());
        Kept kept = kept(transaction, snapshot, id, outcomes);
        messages.save(transaction, kept);
        audit.add(
                transaction,
                new Attempt(sender, sender.requestId(), kept.format(), Optional.empty(), Optional.of(id)),
                200,
                sender.mayContribute("RelatedPerson").map(Grant::ground).orElse(""),
                Intake.patients(outcomes));
        return kept;
    }

    /** The message that says so is the gateway's own: the sender said it by leaving out. */
    private Kept kept(Transaction transaction, Snapshot snapshot, String id, List<Outcome> outcomes) {
        List<String> leftOut = new ArrayList<>();
        outcomes.forEach(outcome -> leftOut.add(outcome.type() + "/" + outcome.id()));
        return new Kept(
                id,
                snapshot.partner(),
                transaction.now(),
                snapshot.format() + "-end",
                new Kept.Header(snapshot.name(), "", "", ""),
                bytes(Map.of("leftOut", leftOut)),
                "AA",
                Optional.empty(),
                List.of(),
                Intake.written(outcomes),
                new byte[0]);
    }

    private byte[] bytes(Map<String, List<String>> value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException cause) {
            throw new IllegalStateException("texts are always JSON", cause);
        }
    }
}
