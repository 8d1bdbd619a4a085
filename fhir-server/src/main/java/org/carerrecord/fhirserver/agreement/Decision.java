package org.carerrecord.fhirserver.agreement;

/** How the caller sees a resource; what it may not see at all has no decision: it is not there. */
public enum Decision {
    WHOLE,
    MASKED
}
