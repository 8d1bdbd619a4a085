package org.carerrecord.gateway.contributions;

import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.fhirserver.Settled;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.agreement.Relation;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The relationships with a person that a contribution gives rise to (carer-model.md, agreement 1). */
final class Ties {

    /** Codes of HL7 v3 ActCode for ambulatory, emergency and virtual encounters. */
    private static final Set<String> VISITS = Set.of("AMB", "EMER", "VR");

    private Ties() {}

    /**
     * Who speaks of a person knows them, who treats them has an encounter, and their practice has them registered.
     *
     * @param told when it was said
     */
    static Set<Settled.Tie> of(Caller caller, @Nullable Resource said, Instant told) {
        Partner partner = caller.partner();
        Set<Settled.Tie> ties = new HashSet<>();
        ties.add(Settled.Tie.lasting(partner.ods(), Relation.CONTRIBUTED));
        if (said instanceof Encounter encounter) {
            treating(encounter, told)
                    .map(treating ->
                            new Settled.Tie(partner.ods(), Relation.ENCOUNTER, treating.until(caller.agreement())))
                    .ifPresent(ties::add);
        }
        ties.addAll(registered(caller, said));
        return ties;
    }

    /** The practices where a person is registered by what is said; all that stand where somebody takes words back. */
    static Set<Settled.Tie> registered(Caller caller, @Nullable Resource said) {
        return said instanceof Patient patient
                ? patient.getGeneralPractitioner().stream()
                        .map(Reference::getIdentifier)
                        .filter(practice -> Systems.ODS_ORGANIZATION.equals(practice.getSystem()))
                        .flatMap(practice -> Optional.ofNullable(practice.getValue()).stream())
                        .flatMap(ods -> caller.agreement().partner(ods).stream())
                        .map(practice -> Settled.Tie.lasting(practice.ods(), Relation.REGISTERED))
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /**
     * How long somebody was in a partner's care; the later is the greater.
     *
     * @param end {@link Instant#MAX} while they are
     */
    record Treating(Instant end) implements Comparable<Treating> {

        private static final Treating STILL = new Treating(Instant.MAX);

        /** When the relationship is over; empty while the encounter goes on. */
        Optional<Instant> until(Agreement agreement) {
            return equals(STILL) ? Optional.empty() : Optional.of(end.plus(agreement.encounterFor()));
        }

        @Override
        public int compareTo(Treating other) {
            return end.compareTo(other.end);
        }
    }

    /**
     * By an encounter; empty where there was none. What is planned counts from when it begins, and so does a visit, of which
     * nobody tells that it is over; nothing was over later than it was told.
     */
    static Optional<Treating> treating(Encounter encounter, Instant told) {
        Period period = encounter.getPeriod();
        Optional<Instant> begun = Optional.ofNullable(period.getStart()).map(Date::toInstant);
        Optional<Instant> over =
                Optional.ofNullable(period.getEnd()).map(Date::toInstant).filter(end -> !end.isAfter(told));
        return switch (encounter.getStatus()) {
            case CANCELLED, ENTEREDINERROR -> Optional.empty();
            case ARRIVED, TRIAGED, INPROGRESS, ONLEAVE ->
                Optional.of(
                        VISITS.contains(Objects.requireNonNullElse(
                                        encounter.getClass_().getCode(), ""))
                                ? new Treating(begun.orElse(told))
                                : Treating.STILL);
            case PLANNED -> Optional.of(new Treating(begun.orElse(told)));
            case null, default -> Optional.of(new Treating(over.orElse(told)));
        };
    }
}
