package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** Whenever a carer's death is told, caring ends by it, and nothing that is said later reopens it. */
@OnEachStore
class CarerDeathInAnyOrderTest extends CarerDeathCalls {

    CarerDeathInAnyOrderTest(Store store) {
        super(store);
    }

    /** Each of these in any order, and each said again at the end. */
    @Test
    void whateverIsToldInWhateverOrderComesToOneRecord() {
        Random random = new Random(6);
        List<Integer> steps = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6));
        Set<String> records = new HashSet<>();
        for (int round = 0; round < 12; round++) {
            gateway.empty();
            steps.forEach(this::step);
            records.add(record());
            steps.forEach(this::step);
            records.add(record());
            Collections.shuffle(steps, random);
        }
        assertThat(records).containsExactly("ended false 2026-08-01, ended false 2026-10-11");
    }

    private void step(int step) {
        switch (step) {
            case 0 -> tell(hospital, Fhir.patient(mothersNumber));
            case 1 -> tell(practice, Fhir.patient(fathersNumber));
            case 2 -> tell(hospital, carer(tell(hospital, Fhir.patient(mothersNumber))));
            case 3 -> tell(practice, carer(tell(practice, Fhir.patient(fathersNumber))));
            case 4 -> tell(gateway.as("community"), ruth());
            case 5 -> tell(gateway.as("gp-2"), ruth(DIED));
            default -> {
                Patient died = Fhir.patient(mothersNumber);
                died.setDeceased(new DateTimeType("2026-08-01"));
                tell(gateway.as("gp-2"), died);
            }
        }
    }

    private String record() {
        return state(only(found("RelatedPerson?patient.identifier=" + mothersNumber)))
                + ", " + state(only(found("RelatedPerson?patient.identifier=" + fathersNumber)))
                + open(mothersNumber) + open(fathersNumber) + open(number);
    }

    /** Flags of somebody that are not over; whether there are others hangs on what was known before. */
    private String open(String nhsNumber) {
        return flagStates(only(found("Patient?identifier=" + nhsNumber))).contains("active") ? ", active" : "";
    }

    @Test
    void nothingThatIsSaidLaterReopensIt() {
        String mother = tell(hospital, Fhir.patient(mothersNumber));
        String carer = tell(hospital, carer(mother));
        tell(practice, ruth(DIED));
        String version = tester.get("/fhir/" + carer).header("ETag");

        tell(hospital, carer(mother));
        assertThat(tester.get("/fhir/" + carer).header("ETag")).isEqualTo(version);

        RelatedPerson moved = carer(mother);
        moved.addAddress().addLine("3 Quay Street").setPostalCode("ZZ99 3CZ");
        tell(hospital, moved);
        tell(gateway.as("community"), Fhir.patient(mothersNumber));
        tell(gateway.as("community"), carer(mother));
        assertThat(state(carer)).isEqualTo("ended false 2026-10-11");
        assertThat(tester.get("/fhir/" + carer).text()).contains("Quay Street");
        assertThat(flagStates(mother)).containsExactly("inactive");
    }

    @Test
    void aLateMessageReopensNothing() {
        String carer = told("A", nk1("3 QUAY STREET"));
        tell(practice, ruth(DIED));
        assertThat(state(carer)).isEqualTo("ended false 2026-10-11");

        assertThat(told("B", nk1("77 TANNERS ROW"))).isEqualTo(carer);

        assertThat(state(carer)).isEqualTo("ended false 2026-10-11");
        assertThat(tester.get("/fhir/" + carer).text()).contains("TANNERS ROW");
        assertThat(flagStates(only(found("Patient?identifier=" + mothersNumber))))
                .containsExactly("inactive");
    }

    /** Each is the other's carer. */
    @Test
    void twoWhoCareForEachOtherDieAtOneTime() throws InterruptedException, ExecutionException {
        Patient fred = Fhir.patient(mothersNumber);
        String ruths = tell(hospital, fred);
        String freds = tell(practice, ruth());
        String ruth = tell(hospital, carer(ruths));
        RelatedPerson second = Fhir.carer(mothersNumber, freds);
        second.setName(fred.getName());
        second.setBirthDateElement(fred.getBirthDateElement());
        String other = tell(practice, second);
        Patient dead = fred.copy();
        dead.setDeceased(new DateTimeType("2026-10-12"));
        AtomicInteger turn = new AtomicInteger();

        AtOnce.by(2, () -> turn.getAndIncrement() == 0 ? tell(hospital, dead) : tell(practice, ruth(DIED)));

        assertThat(List.of(state(ruth), state(other))).containsOnly("ended false 2026-10-11");
        assertThat(List.of(flagStates(ruths), flagStates(freds))).allMatch(all -> !all.contains("active"));
    }

    @Test
    void aDeathAndWhomTheyCareForAreToldAtOneTime() throws InterruptedException, ExecutionException {
        List<String> people = List.of("hospital", "gp", "community", "gp-2");
        List<String> patients = people.stream()
                .map(partner -> tell(gateway.as(partner), Fhir.patient(People.nhsNumber())))
                .toList();
        tell(practice, carer(patients.get(1)));
        AtomicInteger turn = new AtomicInteger();

        AtOnce.by(5, () -> {
            int mine = turn.getAndIncrement();
            return mine < 4
                    ? tell(gateway.as(people.get(mine)), carer(patients.get(mine)))
                    : tell(gateway.as("gp-2"), ruth(DIED));
        });

        assertThat(found("RelatedPerson?identifier=" + number).stream().map(this::state))
                .hasSize(4)
                .containsOnly("ended false 2026-10-11");
        assertThat(patients.stream().flatMap(one -> flagStates(one).stream())).doesNotContain("active");
    }
}
