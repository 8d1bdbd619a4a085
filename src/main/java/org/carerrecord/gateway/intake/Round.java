package org.carerrecord.gateway.intake;

import java.util.ArrayList;
import java.util.List;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.WritePath;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.contributions.Telling;
import org.carerrecord.gateway.contributions.Tellings;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;

/**
 * One message while it is taken.
 *
 * @param outcomes what was written
 * @param losses what came late or could not be told apart
 * @param told what is not kept yet
 */
record Round(
        Transaction transaction,
        Caller sender,
        Saying saying,
        List<Outcome> outcomes,
        List<Loss> losses,
        List<Telling> told) {

    static Round of(Transaction transaction, Caller sender, Saying saying) {
        return new Round(transaction, sender, saying, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    String partner() {
        return sender.partner().ods();
    }

    /** What is late is told in its place among all, what the same message says of others too. */
    void keep(Tellings tellings) {
        tellings.keep(transaction, told);
        told.clear();
    }

    List<Outcome> write(WritePath write, List<Change> changes) {
        List<Outcome> written = write.write(transaction, sender, saying.by(), changes);
        outcomes.addAll(written);
        return written;
    }

    /** Each change after the one before, on which it may depend. */
    void inOrder(WritePath write, List<Change> changes) {
        changes.forEach(change -> write(write, List.of(change)));
    }

    /** What the gateway says of it for the sender, who is not told of whom: that may be of people whom they do not know. */
    void say(WritePath write, List<Settled> ours) {
        write.say(transaction, sender, saying.by(), ours);
    }

    void lose(String place, String reason) {
        losses.add(new Loss(place, reason));
    }

    Mapped<List<Outcome>> end() {
        return new Mapped<>(outcomes, losses);
    }
}
