package org.carerrecord.gateway.intake;

import java.util.HashMap;
import java.util.Map;
import org.carerrecord.fhirserver.Outcome;
import org.carerrecord.fhirserver.Stamp;
import org.carerrecord.gateway.contributions.Tellings;

/** Whether the sender told of something later of a kind about a person; asked and reported once for each. */
final class Late {

    private final Round round;
    private final Tellings tellings;
    private final Map<String, Boolean> known = new HashMap<>();

    Late(Round round, Tellings tellings) {
        this.round = round;
        this.tellings = tellings;
    }

    /** @param stamp when the message says it */
    boolean is(Outcome patient, String type, String place, Stamp stamp) {
        return known.computeIfAbsent(patient.pk() + " " + type, first -> ask(patient.pk(), type, place, stamp));
    }

    /** Whether something that was said of the kind about a person came late. */
    boolean was(Outcome patient, String type) {
        return known.getOrDefault(patient.pk() + " " + type, false);
    }

    /** What is of a later time is a loss. */
    private boolean ask(long patient, String type, String place, Stamp stamp) {
        Tellings.After after = tellings.after(round.transaction(), round.partner(), patient, type, stamp);
        if (after.told().stream().anyMatch(one -> one.at().isAfter(stamp.at()))) {
            round.lose(
                    place,
                    "this partner already told of a later event: only what that did not speak of is taken of this");
        }
        if (after.isWritten()) {
            round.lose(
                    place,
                    "this partner wrote by FHIR since: of whom it wrote, nothing is taken of this; is the sender's"
                            + " clock right?");
        }
        return !after.told().isEmpty();
    }
}
