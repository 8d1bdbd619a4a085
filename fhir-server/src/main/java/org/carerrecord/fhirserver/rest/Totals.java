package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;

/**
 * Tells the total of a Bundle where it is known, and nothing where it is not: HAPI FHIR 8.8.0 fills a total that is not there
 * with {@code _count}, but it is "the total number of entries of type 'match' across all pages in the search" (R4, Bundle.total).
 */
@Interceptor
public final class Totals {

    private static final String UNTOLD = Totals.class.getName();
    private static final int BEFORE_IT_IS_WRITTEN = -1;

    /** The total, or that there is none. */
    static void tell(Bundle bundle, Optional<? extends Number> total) {
        total.ifPresentOrElse(
                known -> bundle.setTotal(Math.toIntExact(known.longValue())), () -> bundle.setUserData(UNTOLD, true));
    }

    /** Takes back what HAPI made up. */
    @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = BEFORE_IT_IS_WRITTEN)
    public void takeBack(ResponseDetails details) {
        if (details.getResponseResource() instanceof Bundle bundle && bundle.getUserData(UNTOLD) != null) {
            bundle.setTotalElement(null);
        }
    }
}
