package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Flag of who is cared for follows what all say of their carers, whoever of them is written of last. */
@OnEachStore
class CareThatEndsTest extends HospitalCalls {

    CareThatEndsTest(Store store) {
        super(store);
    }

    /** How a practice says that somebody cares no more. */
    enum End {
        STATUS,
        ACTIVE,
        PERIOD
    }

    private static void say(End end, RelatedPerson carer) {
        switch (end) {
            case STATUS -> {
                carer.getExtension().removeIf(held -> Canonical.Extension.STATEMENT_STATUS.equals(held.getUrl()));
                carer.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType("ended"));
            }
            case ACTIVE -> carer.setActive(false);
            case PERIOD -> carer.getPeriod().getEndElement().setValueAsString("2026-01-02");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFlagStaysClosedWhenSomebodyElseIsToldOf(End end) {
        send("A28", pid("L" + run), "NK1|1|EAST^JANET|20");
        practiceSays(end);
        assertThat(flag()).isEqualTo(FlagStatus.INACTIVE);

        send("A31", pid("L" + run), "NK1|1|WEST^NED|FND");

        assertThat(flag()).isEqualTo(FlagStatus.INACTIVE);
    }

    @ParameterizedTest
    @EnumSource
    void theFlagIsClosedWhenSomebodyElseWasToldOf(End end) {
        send("A28", pid("L" + run), "NK1|1|EAST^JANET|20");
        send("A31", pid("L" + run), "NK1|1|WEST^NED|FND");
        assertThat(flag()).isEqualTo(FlagStatus.ACTIVE);

        practiceSays(end);

        assertThat(flag()).isEqualTo(FlagStatus.INACTIVE);
    }

    private void practiceSays(End end) {
        User practice = gateway.as("gp");
        practice.create(Fhir.patient(nhsNumber));
        RelatedPerson carer = practice.get(
                        "/fhir/RelatedPerson?name=janet&patient.identifier=" + User.NHS_NUMBER + nhsNumber)
                .found(RelatedPerson.class)
                .getFirst();
        say(end, carer);
        practice.update("RelatedPerson/" + carer.getIdElement().getIdPart(), carer);
    }

    private FlagStatus flag() {
        return tester("Flag?patient.identifier=" + User.NHS_NUMBER + nhsNumber)
                .found(Flag.class)
                .getFirst()
                .getStatus();
    }
}
