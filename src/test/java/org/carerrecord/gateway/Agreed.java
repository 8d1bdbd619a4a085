package org.carerrecord.gateway;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Category;
import org.carerrecord.fhirserver.agreement.Grant;
import org.carerrecord.fhirserver.agreement.Partner;

/** Agreements that differ from another in one thing. */
final class Agreed {

    private Agreed() {}

    /** The same under another version, with other partners. */
    static Agreement with(Agreement agreement, String version, UnaryOperator<Partner> partners) {
        return with(agreement, version, agreement.categories(), partners);
    }

    static Agreement with(
            Agreement agreement,
            String version,
            Map<String, Set<Category>> categories,
            UnaryOperator<Partner> partners) {
        return new Agreement(
                version,
                agreement.dated(),
                agreement.selfStatedFor(),
                agreement.encounterFor(),
                categories,
                agreement.carersNumberUntold(),
                agreement.withoutConsent(),
                agreement.partners().stream().map(partners).toList());
    }

    /** The same partner, for whom other things are agreed. */
    static Partner granted(Partner partner, List<Grant> grants) {
        return new Partner(
                partner.ods(),
                partner.name(),
                partner.kind(),
                partner.purpose(),
                partner.from(),
                partner.to(),
                partner.carersAreAsked(),
                partner.asItIs(),
                partner.fullyValidated(),
                partner.complete(),
                grants);
    }

    /** The same partner, who asks for another purpose. */
    static Partner asking(Partner partner, String purpose) {
        return new Partner(
                partner.ods(),
                partner.name(),
                partner.kind(),
                purpose,
                partner.from(),
                partner.to(),
                partner.carersAreAsked(),
                partner.asItIs(),
                partner.fullyValidated(),
                partner.complete(),
                partner.grants());
    }
}
