package org.carerrecord.gateway.contributions;

import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.gateway.identity.FlagMeaning;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;

/** What a statement claims about caring (carer-model.md, "What makes a carer"). */
public enum Claim {
    /** Nothing about any relationship: a word on one that others state. */
    SILENT,
    /** Nothing about caring: a next of kin, a friend. */
    NONE,
    /** A caring relationship that nobody confirmed with the carer, or that is over: its source alone sees it. */
    UNCONFIRMED,
    /** A caring relationship confirmed with the carer. */
    CONFIRMED,
    /** One that was confirmed, and is ended or unsupported: still shared, no carer any more. */
    FORMER;

    private static final String CARER = "Carer";
    private static final String CARE_GIVER = "CGV";
    private static final String YOUNG = "young";

    /** Statuses of those who were confirmed and care no more. */
    private static final Set<String> OVER = Set.of("ended", "unsupported");

    /** Care Act 2014 s10(3), Children Act 1989 s17ZA. */
    private static final int ADULT = 18;

    /** What a partner's statement claims today. */
    static Claim of(Resource statement, Partner partner, LocalDate today) {
        if (statement instanceof Flag flag) {
            return FlagMeaning.isOfCarer(flag) && !partner.carersAreAsked() ? UNCONFIRMED : NONE;
        }
        if (!(statement instanceof RelatedPerson related)) {
            return NONE;
        }
        Optional<String> status = status(related);
        if (status.isEmpty() && !saysCarer(related)) {
            return isSilent(related) ? SILENT : NONE;
        }
        return switch (status.orElse("stated")) {
            case "confirmed" -> over(related, today) ? FORMER : CONFIRMED;
            case "stated" -> partner.carersAreAsked() ? over(related, today) ? FORMER : CONFIRMED : UNCONFIRMED;
            case "ended", "unsupported" -> FORMER;
            default -> UNCONFIRMED;
        };
    }

    /** Whether words on a relationship do not state it. */
    static boolean isSilent(Resource statement) {
        return statement instanceof RelatedPerson related
                && !related.hasRelationship()
                && status(related).isEmpty();
    }

    boolean isShared() {
        return this != UNCONFIRMED;
    }

    /** Whether a shared relationship is of somebody who cares today. */
    static boolean cares(RelatedPerson shared, LocalDate today) {
        return isOfCarer(shared)
                && !over(shared, today)
                && status(shared).filter(OVER::contains).isEmpty();
    }

    private static boolean over(RelatedPerson related, LocalDate today) {
        return (related.hasActive()
                        && Boolean.FALSE.equals(related.getActiveElement().getValue()))
                || (related.getPeriod().getEnd() != null
                        && day(related.getPeriod().getEndElement()).isBefore(today));
    }

    /** Whether a relationship is one of caring, as far as anybody says. */
    public static boolean isOfCarer(RelatedPerson related) {
        return status(related).isPresent() || saysCarer(related);
    }

    private static boolean saysCarer(RelatedPerson related) {
        return related.getRelationship().stream()
                .anyMatch(concept -> concept.getCoding().stream().anyMatch(Claim::saysCarer));
    }

    private static boolean saysCarer(Coding coding) {
        return CARER.equals(coding.getCode())
                ? Systems.UK_CORE_RELATIONSHIP_ROLE.equals(coding.getSystem())
                        || Systems.PDS_RELATIONSHIP_ROLE.equals(coding.getSystem())
                : CARE_GIVER.equals(coding.getCode()) && Systems.V2_0063.equals(coding.getSystem());
    }

    /**
     * Whether a relationship is that of a young carer, by its kind or its date of birth: a partial date is taken at its youngest. Nobody but its sources sees it then (carer-model.md, agreement 4).
     */
    public static boolean isYoung(Resource merged, LocalDate today) {
        return merged instanceof RelatedPerson related
                && isOfCarer(related)
                && (related.getExtensionsByUrl(Canonical.Extension.CARER_KIND).stream()
                                .anyMatch(kind -> kind.getValue() instanceof CodeableConcept concept
                                        && concept.hasCoding(Canonical.CodeSystem.CARER_KIND, YOUNG))
                        || (related.hasBirthDate() && isMinor(related.getBirthDateElement(), today)));
    }

    /** Whether a person is under 18 by a date of birth; of whom none is said, nothing is known. */
    public static boolean isMinor(Patient person, LocalDate today) {
        return person.hasBirthDate() && isMinor(person.getBirthDateElement(), today);
    }

    /**
     * A partial date of birth is taken at its youngest; one in the future is a mistake, and makes nobody a child. R4 lets a date
     * be extensions alone.
     */
    private static boolean isMinor(BaseDateTimeType born, LocalDate today) {
        return born.hasValue()
                && born.getValueAsString().compareTo(today.toString()) <= 0
                && day(born).plusYears(ADULT).isAfter(today);
    }

    /** The last day that a date may mean. */
    static LocalDate day(BaseDateTimeType date) {
        String text = date.getValueAsString();
        return switch (text.length()) {
            case 4 -> Year.parse(text).atMonth(12).atEndOfMonth();
            case 7 -> YearMonth.parse(text).atEndOfMonth();
            default -> LocalDate.parse(text.substring(0, 10));
        };
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
