package org.carerrecord.gateway.contributions;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.fhirserver.store.Transaction;
import org.springframework.stereotype.Component;

/** What takes back the only statement, decided anew once something of before it comes late (carer-model.md, contributions 4). */
@Component
public class OnlyOnes {

    private static final String TYPE = "RelatedPerson";

    private final Tellings tellings;
    private final Contributions contributions;

    OnlyOnes(Tellings tellings, Contributions contributions) {
        this.tellings = tellings;
        this.contributions = contributions;
    }

    /**
     * The changes that tell a partner's statements about a person again, where one of them may stand otherwise now.
     *
     * @param patient the key of the person
     * @param late what came after later events
     */
    public List<Change> anew(Transaction transaction, String partner, long patient, Stamp late) {
        List<Telling> told = tellings.of(transaction, partner, patient, TYPE);
        if (told.stream().noneMatch(one -> one.only() && one.stamp().isAfter(late))) {
            return List.of();
        }
        Map<UUID, Telling> last = told.stream()
                .filter(one -> one.said() != null && one.key() != null)
                .collect(Collectors.toMap(
                        one -> Objects.requireNonNull(one.key()),
                        Function.identity(),
                        (one, other) -> one.stamp().isAfter(other.stamp()) ? one : other));
        return contributions.about(transaction, patient).stream()
                .filter(one -> one.isOf(partner)
                        && one.about().type().equals(TYPE)
                        && last.containsKey(one.about().key()))
                .map(one -> Retold.said(
                        new Change.Aim.Known(one.about().resource()),
                        Objects.requireNonNull(last.get(one.about().key()))))
                .toList();
    }
}
