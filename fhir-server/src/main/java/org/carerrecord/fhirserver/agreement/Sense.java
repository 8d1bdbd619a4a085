package org.carerrecord.fhirserver.agreement;

import java.util.Set;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.jspecify.annotations.Nullable;

/** What a provision does with all that it names; pure. */
enum Sense {
    PERMITS,
    DENIES,
    /** Only what lies in it says something. */
    NOTHING;

    private static final Set<String> OPT_OUT = Set.of("OPTOUT", "OPTOUTE");
    private static final String OPT_IN = "OPTIN";

    /**
     * That of the outermost: its type, else the policy from which the others are exceptions (R4, Consent.provision: "An
     * exception to the base policy"). What is refused is denied; a policy that is not known permits nothing.
     */
    static Sense ofRoot(Consent consent) {
        ProvisionComponent root = consent.getProvision();
        CodeableConcept policy = consent.getPolicyRule();
        if (root.hasType()) {
            return typed(root, consent, unknown(consent, NOTHING));
        }
        if (policy.getCoding().stream().anyMatch(coding -> isAct(coding) && OPT_OUT.contains(coding.getCode()))) {
            return DENIES;
        }
        if (root.hasProvision()) {
            return NOTHING;
        }
        boolean isKnown = policy.isEmpty()
                || policy.getCoding().stream().anyMatch(coding -> isAct(coding) && OPT_IN.equals(coding.getCode()));
        return isRefused(consent) ? DENIES : isKnown ? PERMITS : unknown(consent, NOTHING);
    }

    /** That of one within another; R4, Consent.provision.type: "required in all nested rules". */
    static Sense ofException(ProvisionComponent exception, Consent consent) {
        return !exception.hasType() && exception.hasProvision()
                ? NOTHING
                : typed(exception, consent, unknown(consent, DENIES));
    }

    private static Sense typed(ProvisionComponent provision, Consent consent, Sense unknown) {
        @Nullable ConsentProvisionType type = provision.getType();
        if (isRefused(consent) || type == ConsentProvisionType.DENY) {
            return DENIES;
        }
        return type == ConsentProvisionType.PERMIT ? PERMITS : unknown;
    }

    /** What is withdrawn may have permitted: withdrawn it denies, unless it was a denial for certain. */
    private static Sense unknown(Consent consent, Sense standing) {
        return isWithdrawn(consent) ? PERMITS : standing;
    }

    static boolean isWithdrawn(Consent consent) {
        return consent.getStatus() == ConsentState.INACTIVE;
    }

    private static boolean isRefused(Consent consent) {
        return consent.getStatus() == ConsentState.REJECTED;
    }

    private static boolean isAct(Coding coding) {
        return Systems.V3_ACT_CODE.equals(coding.getSystem()) && coding.hasCode();
    }
}
