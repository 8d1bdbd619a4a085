package org.carerrecord.gateway.identity;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.gateway.identity.linkage.Comparison;
import org.carerrecord.gateway.identity.linkage.Comparison.Decision;
import org.carerrecord.gateway.identity.linkage.Linkage;
import org.carerrecord.gateway.identity.linkage.Linkage.Among;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Person.IdentityAssuranceLevel;
import org.hl7.fhir.r4.model.RelatedPerson;

/** Decides whether two relationships with different people are those of one human being (carer-model.md, identity 1); pure. */
final class SamePerson {

    /** UKCore-NHSNumberVerificationStatusEngland 1.1.1: number present and verified. */
    private static final String VERIFIED = "01";

    private static final List<String> BIRTH_DATES = List.of("same", "same first of january");

    private final Linkage linkage = new Linkage();

    /** That two are one, how certain that is, and why. */
    record Same(IdentityAssuranceLevel assurance, Why why) {

        static final Same BY_PEOPLE = new Same(IdentityAssuranceLevel.LEVEL3, Why.of(Why.Rule.PEOPLE));
    }

    /**
     * Whether they are one: with level 4 by a verified NHS number where birth date or family name agrees, with level 3 by
     * weight; empty where they are not linked.
     */
    Optional<Same> compare(RelatedPerson one, RelatedPerson other, LocalDate today) {
        if (Label.of(one) != Label.NONE || Label.of(other) != Label.NONE) {
            // An old and a new identity of a protected person are never linked (carer-model.md, identity 3).
            return Optional.empty();
        }
        Comparison comparison = linkage.compare(Description.of(one, today), Description.of(other, today), Among.PEOPLE);
        Set<String> verified = verifiedNumbers(one);
        verified.retainAll(verifiedNumbers(other));
        if (!verified.isEmpty() && agrees(comparison)) {
            return Optional.of(same(IdentityAssuranceLevel.LEVEL4, Why.Rule.NHS_NUMBER, comparison));
        }
        return comparison.decision() == Decision.LINK
                ? Optional.of(same(IdentityAssuranceLevel.LEVEL3, Why.Rule.WEIGHTS, comparison))
                : Optional.empty();
    }

    private Same same(IdentityAssuranceLevel assurance, Why.Rule rule, Comparison comparison) {
        return new Same(assurance, Why.of(rule, comparison, linkage.linkedFrom(Among.PEOPLE)));
    }

    private static boolean agrees(Comparison comparison) {
        return comparison.elements().stream().anyMatch(element -> switch (element.element()) {
            case "birth date" -> BIRTH_DATES.contains(element.level());
            case "family" -> element.level().equals("same");
            default -> false;
        });
    }

    private static Set<String> verifiedNumbers(RelatedPerson person) {
        return person.getIdentifier().stream()
                .filter(identifier -> Identities.isNhsNumber(identifier) && isVerified(identifier))
                .map(Identifier::getValue)
                .collect(Collectors.toSet());
    }

    private static boolean isVerified(Identifier identifier) {
        return identifier.getExtension().stream()
                .anyMatch(extension -> extension.getValue() instanceof CodeableConcept status
                        && status.getCoding().stream().anyMatch(SamePerson::isVerified));
    }

    private static boolean isVerified(Coding status) {
        return Systems.UK_CORE_NHS_NUMBER_STATUS.equals(status.getSystem()) && VERIFIED.equals(status.getCode());
    }
}
