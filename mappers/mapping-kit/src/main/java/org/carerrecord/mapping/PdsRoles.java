package org.carerrecord.mapping;

import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;

/**
 * UK Core's relationship roles between the system that UK Core publishes and the older one that the PDS FHIR API uses for
 * the same codes.
 */
public final class PdsRoles {

    private final CodeTable table = CodeTable.load("relationship-pds");

    /** The coding as UK Core writes it; one that is not of the PDS system, or whose code is unknown, as it is. */
    public Coding toUkCore(Coding coding) {
        return translated(coding, Systems.PDS_RELATIONSHIP_ROLE, Systems.UK_CORE_RELATIONSHIP_ROLE);
    }

    /** The coding as PDS writes it; one that is not of the UK Core system, or whose code is unknown, as it is. */
    public Coding toPds(Coding coding) {
        return translated(coding, Systems.UK_CORE_RELATIONSHIP_ROLE, Systems.PDS_RELATIONSHIP_ROLE);
    }

    private Coding translated(Coding coding, String from, String to) {
        if (!from.equals(coding.getSystem()) || coding.getCode() == null) {
            return coding;
        }
        return table.target(coding.getCode(), to).map(CodeTable.Target::coding).orElse(coding);
    }
}
