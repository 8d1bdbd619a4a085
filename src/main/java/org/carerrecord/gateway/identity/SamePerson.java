package org.carerrecord.gateway.identity;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.agreement.Label;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.carerrecord.gateway.identity.linkage.Comparison;
import org.carerrecord.gateway.identity.linkage.Comparison.Decision;
import org.carerrecord.gateway.identity.linkage.Linkage;
import org.carerrecord.gateway.identity.linkage.Linkage.Among;
import org.carerrecord.gateway.identity.linkage.Particulars;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
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

        static final Comparator<Same> SURER = Comparator.comparing((Same one) -> one.assurance())
                .thenComparing(one -> one.why().total().orElse(0));

        static final Same BY_MERGE = new Same(IdentityAssuranceLevel.LEVEL3, Why.of(Why.Rule.MERGE));

        static final Same BY_PEOPLE = new Same(IdentityAssuranceLevel.LEVEL3, Why.of(Why.Rule.PEOPLE));
    }

    /**
     * What becomes of two; {@code LINK} with different people only.
     *
     * @param ofOne whether they care for one person
     */
    record Verdict(Decision decision, Same same, boolean ofOne) {}

    /**
     * Whether they are one: with level 4 by a verified NHS number where birth date or family name agrees, with level 3 by
     * weight. Two of one patient are for people to link, and two with different NHS numbers for PDS.
     */
    Verdict compare(RelatedPerson one, RelatedPerson other, LocalDate today) {
        boolean isOfOne = patient(one).equals(patient(other));
        Verdict verdict =
                compare(Side.of(one, today), Side.of(other, today), isOfOne ? Among.CARERS_OF_ONE : Among.PEOPLE);
        return isOfOne && verdict.decision() == Decision.LINK
                ? new Verdict(Decision.REVIEW, verdict.same(), true)
                : verdict;
    }

    /** Whether a patient is the carer of a relationship with somebody else. */
    Verdict compare(RelatedPerson carer, Patient patient, LocalDate today) {
        return compare(Side.of(carer, today), Side.of(patient, today), Among.PEOPLE);
    }

    private record Side(Particulars particulars, Label label, Set<String> verified) {

        static Side of(RelatedPerson carer, LocalDate today) {
            return new Side(Description.of(carer, today), Label.of(carer), verifiedNumbers(carer.getIdentifier()));
        }

        static Side of(Patient patient, LocalDate today) {
            return new Side(
                    Description.of(patient, today), Label.of(patient), verifiedNumbers(patient.getIdentifier()));
        }

        private boolean isLabelled() {
            return label != Label.NONE;
        }
    }

    private Verdict compare(Side one, Side other, Among among) {
        Comparison comparison = linkage.compare(one.particulars(), other.particulars(), among);
        boolean isVerified = !Collections.disjoint(one.verified(), other.verified()) && agrees(comparison);
        // An old and a new identity of a protected person are never linked (carer-model.md, identity 3).
        boolean isNobody = one.isLabelled() || other.isLabelled() || isNumber(comparison, "different");
        Decision decision = isNobody ? Decision.NEW : isVerified ? Decision.LINK : comparison.decision();
        if (decision == Decision.NEW && !isNobody && among == Among.CARERS_OF_ONE && isNumber(comparison, "same")) {
            // Strong evidence, no proof: people look.
            decision = Decision.REVIEW;
        }
        Why why = Why.of(isVerified ? Why.Rule.NHS_NUMBER : Why.Rule.WEIGHTS, comparison, linkage.linkedFrom(among));
        return new Verdict(
                decision,
                new Same(isVerified ? IdentityAssuranceLevel.LEVEL4 : IdentityAssuranceLevel.LEVEL3, why),
                among == Among.CARERS_OF_ONE);
    }

    private static Optional<String> patient(RelatedPerson carer) {
        return Optional.ofNullable(carer.getPatient().getReference()).map(ReferenceText::unversioned);
    }

    private static boolean isNumber(Comparison comparison, String level) {
        return comparison.elements().stream()
                .anyMatch(one -> one.element().equals("number") && one.level().equals(level));
    }

    /** Whether birth date or family name agrees. */
    static boolean agrees(Comparison comparison) {
        return comparison.elements().stream().anyMatch(element -> switch (element.element()) {
            case "birth date" -> BIRTH_DATES.contains(element.level());
            case "family" -> element.level().equals("same");
            default -> false;
        });
    }

    private static Set<String> verifiedNumbers(List<Identifier> identifiers) {
        return identifiers.stream()
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
