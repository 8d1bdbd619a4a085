package org.carerrecord.gateway.contributions;

import java.util.Optional;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;

/** What a statement claims about caring (carer-model.md, "What makes a carer"). */
enum Claim {
    /** Nothing about caring: a next of kin, a friend. */
    NONE,
    /** A caring relationship that nobody confirmed with the carer, or that is over: its source alone sees it. */
    UNCONFIRMED,
    /** A caring relationship confirmed with the carer. */
    CONFIRMED,
    /** One that was confirmed, and is ended or unsupported: still shared, no carer any more. */
    FORMER;

    private static final String CARER = "Carer";

    /** What a partner's statement claims. */
    static Claim of(Resource statement, Partner partner) {
        if (!(statement instanceof RelatedPerson related)) {
            return NONE;
        }
        Optional<String> status = status(related);
        if (status.isEmpty() && !saysCarer(related)) {
            return NONE;
        }
        return switch (status.orElse("stated")) {
            case "confirmed" -> over(related) ? FORMER : CONFIRMED;
            case "stated" -> partner.carersAreAsked() ? over(related) ? FORMER : CONFIRMED : UNCONFIRMED;
            case "ended", "unsupported" -> FORMER;
            default -> UNCONFIRMED;
        };
    }

    boolean isShared() {
        return this != UNCONFIRMED;
    }

    private static boolean over(RelatedPerson related) {
        return (related.hasActive() && !related.getActive())
                || related.getPeriod().hasEnd();
    }

    private static boolean saysCarer(RelatedPerson related) {
        return related.getRelationship().stream().anyMatch(concept -> concept.getCoding().stream()
                .anyMatch(coding -> CARER.equals(coding.getCode())
                        && (Systems.UK_CORE_RELATIONSHIP_ROLE.equals(coding.getSystem())
                                || Systems.PDS_RELATIONSHIP_ROLE.equals(coding.getSystem()))));
    }

    static Optional<String> status(RelatedPerson related) {
        return Optional.ofNullable(related.getExtensionByUrl(Canonical.Extension.STATEMENT_STATUS))
                .map(Extension::getValue)
                .map(value -> value.primitiveValue());
    }

    /** Sets the status of a relationship. */
    static void setStatus(RelatedPerson related, String status) {
        Extension extension = related.getExtensionByUrl(Canonical.Extension.STATEMENT_STATUS);
        if (extension == null) {
            extension = related.addExtension().setUrl(Canonical.Extension.STATEMENT_STATUS);
        }
        extension.setValue(new CodeType(status));
    }
}
