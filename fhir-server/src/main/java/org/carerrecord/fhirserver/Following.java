package org.carerrecord.fhirserver;

import java.util.List;
import java.util.function.Function;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Transaction;

/**
 * What the gateway itself says after the steps of an exchange, in the same transaction.
 *
 * @param ground why the caller may ask for it
 */
public record Following(String ground, Work work) {

    /** What is done. */
    @FunctionalInterface
    public interface Work {

        /**
         * The outcomes beside those of the steps.
         *
         * @param written the outcomes of the steps
         * @param store stores what the gateway says, and tells what became of it
         */
        List<Outcome> after(
                Transaction transaction,
                Caller caller,
                List<Outcome> written,
                Function<List<Settled>, List<Outcome>> store);
    }
}
