package org.carerrecord.fhirserver.agreement;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;

/** The agreement that is in force; another version of it may come into force while the gateway runs. */
public final class Agreements {

    private final Clock clock;
    private volatile Agreement current;

    public Agreements(Agreement first, Clock clock) {
        this.current = first;
        this.clock = clock;
    }

    public Agreement current() {
        return current;
    }

    /** Puts another version in force; requests that came in before go on under theirs. */
    public void replace(Agreement next) {
        current = next;
    }

    /** Somebody who asks for an organisation, for the organisation's usual purpose; empty unless it is a partner today, in England. */
    public Optional<Caller> caller(String ods, String requestId) {
        Agreement agreement = current;
        return agreement
                .partner(ods)
                .filter(partner -> partner.isOn(LocalDate.ofInstant(clock.instant(), SaidWhen.ENGLAND)))
                .map(partner -> new Caller(agreement, partner, partner.purpose(), requestId));
    }
}
