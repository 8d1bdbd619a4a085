package org.carerrecord.fhirserver.agreement;

import java.time.Instant;
import java.util.Date;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;

/** Consents of one provision each, and of whom they speak. */
final class Provisions {

    static final Permission.Cell CENTRE = new Permission.Cell(Kind.VOLUNTARY, Category.CONTACT);

    private Provisions() {}

    static Consent consent(String day, ConsentState status, ProvisionComponent provision) {
        Consent consent = new Consent();
        consent.setStatus(status);
        consent.setDateTime(Date.from(Instant.parse(day + "T00:00:00Z")));
        consent.setProvision(provision);
        return consent;
    }

    static Consent active(String day, ProvisionComponent provision) {
        return consent(day, ConsentState.ACTIVE, provision);
    }

    static ProvisionComponent provision(ConsentProvisionType type, String kind, String category) {
        ProvisionComponent provision = new ProvisionComponent().setType(type);
        if (!kind.isEmpty()) {
            provision
                    .addActor()
                    .setRole(new CodeableConcept(new Coding(Canonical.CodeSystem.PARTNER_KIND, kind, null)));
        }
        if (!category.isEmpty()) {
            provision.addClass_(new Coding(Canonical.CodeSystem.DATA_CATEGORY, category, null));
        }
        return provision;
    }

    static ProvisionComponent permit(String kind, String category) {
        return provision(ConsentProvisionType.PERMIT, kind, category);
    }

    static ProvisionComponent deny(String kind, String category) {
        return provision(ConsentProvisionType.DENY, kind, category);
    }
}
