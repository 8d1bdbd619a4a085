package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A carer's death ends nothing once it is not theirs, was told wrongly or may not be known. */
@OnEachStore
class CarerDeathTakenBackTest extends CarerDeathCalls {

    CarerDeathTakenBackTest(Store store) {
        super(store);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDeathThatWasToldWronglyEndsNothing(boolean isDeleted) {
        String mother = tell(hospital, Fhir.patient(mothersNumber));
        String carer = tell(hospital, carer(mother));
        String own = tell(practice, ruth(DIED));
        assertThat(state(carer)).startsWith("ended");
        assertThat(flagStates(mother)).containsExactly("inactive");

        if (isDeleted) {
            assertThat(practice.delete("/fhir/" + own).status()).isEqualTo(204);
        } else {
            tell(practice, ruth(new BooleanType(false)));
            assertThat(flagStates(own)).containsExactly("active");
        }

        assertThat(state(carer)).isEqualTo("- true -");
        assertThat(flagStates(mother)).containsExactly("active");
    }

    /** To end it would tell that they died. */
    @Test
    void whoIsAbsentByTheirLabelEndsNothing() {
        String carer = tell(hospital, carer(tell(hospital, Fhir.patient(mothersNumber))));
        Patient hidden = ruth(DIED);
        hidden.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "V", null);
        tell(practice, hidden);
        assertThat(state(carer)).isEqualTo("- true -");

        tell(practice, ruth(DIED));
        assertThat(state(carer)).isEqualTo("ended false 2026-10-11");

        tell(practice, hidden);
        assertThat(state(carer)).isEqualTo("- true -");
    }

    @Test
    void aNumberThatWasTheirsNoMoreTakesTheEndBack() {
        String mother = tell(hospital, Fhir.patient(mothersNumber));
        String carer = tell(hospital, carer(mother));
        tell(practice, ruth(DIED));

        RelatedPerson corrected = carer(mother);
        corrected.getIdentifierFirstRep().setValue(People.nhsNumber());
        hospital.update(carer, corrected);

        assertThat(state(carer)).isEqualTo("- true -");
        assertThat(flagStates(mother)).containsExactly("active");
    }

    @Test
    void whoIsToldApartFromWhoDiedLives() {
        RelatedPerson unnumbered = carer(tell(practice, Fhir.patient(fathersNumber)));
        unnumbered.setIdentifier(null);
        String other = practice.create(unnumbered);
        String carer = tell(hospital, carer(tell(hospital, Fhir.patient(mothersNumber))));
        tell(practice, ruth(DIED));
        assertThat(List.of(state(carer), state(other))).containsOnly("ended false 2026-10-11");

        hospitalThatSees(other).create(SamePersonCalls.same(carer, other, "never"));

        assertThat(List.of(state(carer), state(other))).containsExactly("ended false 2026-10-11", "- true -");
    }
}
