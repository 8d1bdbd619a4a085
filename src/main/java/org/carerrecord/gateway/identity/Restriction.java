package org.carerrecord.gateway.identity;

import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/** The labels of people whom their sources alone may know of (carer-model.md, agreement 3), until they can be masked. */
public final class Restriction {

    private static final Set<String> RESTRICTED = Set.of("R", "V", "REDACTED");

    private Restriction() {}

    public static boolean isOn(Resource said) {
        return said.getMeta().getSecurity().stream()
                .anyMatch(label -> RESTRICTED.contains(String.valueOf(label.getCode())));
    }
}
