package org.carerrecord.gateway.intake;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.WritePath;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.gateway.contributions.Contributions;
import org.carerrecord.gateway.contributions.Telling;
import org.carerrecord.gateway.contributions.Tellings;
import org.carerrecord.gateway.identity.Identities;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Withdrawn;
import org.carerrecord.mapping.Withdrawn.Which;
import org.springframework.stereotype.Component;

/** Takes what a message takes back down the write path. */
@Component
class Withdrawals {

    private static final String SEVERAL = "several statements stand: it does not tell which one is taken back";

    private final WritePath write;
    private final Contributions contributions;
    private final Tellings tellings;

    Withdrawals(WritePath write, Contributions contributions, Tellings tellings) {
        this.write = write;
        this.contributions = contributions;
        this.tellings = tellings;
    }

    /**
     * Takes statements back, after the message's own were written. What is taken back of no statement is kept as told too: a
     * statement of before may come late.
     *
     * @param about the person whom it is about
     * @param late whether the sender told of something later
     * @return what was written, and why nothing was
     */
    Mapped<List<Outcome>> take(
            Transaction transaction, Caller sender, Saying message, Withdrawn withdrawn, About about, boolean late) {
        boolean isRest = withdrawn.which() instanceof Which.Rest;
        // Only what takes back the rest ends a list.
        Saying saying = isRest ? message : message.alone();
        Optional<UUID> key = withdrawn.which() instanceof Which.Keyed(String one)
                ? Optional.of(Identities.statementKey(one))
                : Optional.empty();
        List<Long> statements = contributions.statements(
                transaction, saying.by(), withdrawn, about.patient().pk(), !late);
        boolean isOnly = withdrawn.which() instanceof Which.OnlyOne;
        Telling told = about.telling(saying.telling(about.patient().pk(), withdrawn.type(), key, null, Set.of()));
        tellings.keep(transaction, List.of(isOnly ? told.ofOnly() : told));
        if (isOnly && statements.size() > 1 && !late) {
            return nothing(withdrawn, SEVERAL);
        }
        if (statements.isEmpty()) {
            return isRest
                    ? Mapped.whole(List.of())
                    : nothing(withdrawn, "there is no statement that it could take back");
        }
        // Under a key that was merged, all that was told decides what is left.
        Change.Statement statement =
                saying.statement(key, Set.of(), late || about.formerKey().isPresent());
        List<Outcome> written = write.write(
                transaction,
                sender,
                saying.by(),
                statements.stream()
                        .map(pk -> Change.takenBack(withdrawn.place(), withdrawn.type(), pk, statement))
                        .toList());
        return isOnly && statements.size() > 1 && written.stream().noneMatch(Outcome::changed)
                ? nothing(withdrawn, SEVERAL)
                : Mapped.whole(written);
    }

    private static Mapped<List<Outcome>> nothing(Withdrawn withdrawn, String why) {
        return new Mapped<>(List.of(), List.of(new Loss(withdrawn.place(), why)));
    }
}
