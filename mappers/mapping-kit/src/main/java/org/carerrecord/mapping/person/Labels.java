package org.carerrecord.mapping.person;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;

/** The labels that hide where somebody is; PDS gives neither that nor who is related to them (standards.md, trap 11). */
final class Labels {

    private static final Set<String> RESTRICTING = Set.of("R", "V", "REDACTED");

    private Labels() {}

    static List<Coding> restricting(Meta meta) {
        return meta.getSecurity().stream()
                .filter(label -> label.getCode() != null && RESTRICTING.contains(label.getCode()))
                .toList();
    }
}
