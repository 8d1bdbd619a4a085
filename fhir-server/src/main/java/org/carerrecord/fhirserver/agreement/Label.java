package org.carerrecord.fhirserver.agreement;

import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Resource;

/** What a resource's security labels ask for (carer-model.md, agreement 3; PDS FHIR API, meta.security). */
public enum Label {
    NONE,
    /**
     * {@code R}: a person is masked; any other thing is absent, since it cannot be. A Flag that two people are not to be
     * brought together masks the people of its compartment, and is seen itself (agreement 5).
     */
    RESTRICTED,
    /** {@code V}, {@code REDACTED}: absent for all but its only source. */
    ABSENT;

    private static final List<String> ABSENT_CODES = List.of("V", "REDACTED");

    /** The strictest of them. Other things than people cannot be masked. */
    public static Label of(Resource resource) {
        List<String> codes = resource.getMeta().getSecurity().stream()
                .filter(label -> !Systems.V3_OBSERVATION_VALUE.equals(label.getSystem()))
                .map(Coding::getCode)
                .filter(code -> code != null)
                .toList();
        if (codes.stream().anyMatch(ABSENT_CODES::contains)) {
            return ABSENT;
        }
        if (keepsApart(resource)) {
            return RESTRICTED;
        }
        return !codes.contains("R") ? NONE : Restricted.PEOPLE.contains(resource.fhirType()) ? RESTRICTED : ABSENT;
    }

    /** Whether people are masked for it: the one who is labelled so, or those whom a mark keeps apart. */
    public static boolean masks(Resource resource) {
        return of(resource) == RESTRICTED || keepsApart(resource);
    }

    /** Whether a resource says, as it stands, that two people are not to be brought together, whoever may see it. */
    public static boolean keepsApart(Resource resource) {
        return resource instanceof Flag flag
                && flag.getStatus() == FlagStatus.ACTIVE
                && flag.getCode().hasCoding(Canonical.CodeSystem.FLAG_MEANING, "do-not-connect");
    }
}
