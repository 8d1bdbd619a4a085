package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carerrecord.gateway.identity.FlagMeaning;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A confirmed carer has a Patient of their own, who is linked with them whichever is told first. */
@OnEachStore
class OwnPatientTest extends OwnPatientCalls {

    OwnPatientTest(Store store) {
        super(store);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConfirmedCarerIsLinkedWithTheirOwnPatientWhicheverIsToldFirst(boolean patientFirst) {
        String own = patientFirst ? practice.create(ruth()) : "";
        String carer = hospital.create(carer(hospital.create(somebody())));
        own = patientFirst ? own : practice.create(ruth());

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.ACTIVE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSupersededNumberThatIsToldFirstIsNoneTheLess(boolean patientFirst) {
        Patient ruth = ruth();
        ruth.getIdentifierFirstRep().setUse(IdentifierUse.OLD).setValue(People.nhsNumber());
        ruth.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(number);
        String own = patientFirst ? practice.create(ruth) : "";
        String carer = hospital.create(carer(hospital.create(somebody())));
        own = patientFirst ? own : practice.create(ruth);

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNumberWithAnotherNameAndBirthDateIsNoProof(boolean patientFirst) {
        Patient other = Fhir.patient(number);
        if (patientFirst) {
            practice.create(other);
        }
        String carer = hospital.create(carer(hospital.create(somebody())));
        String own = patientFirst ? patient() : practice.create(other);

        assertThat(links(carer)).isEmpty();
        assertThat(flags(own)).isEmpty();

        practice.update(own, ruth());

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
    }

    /** 1 January is told where the day is not known, and of those who were born on it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoIsBornOnTheFirstOfJanuaryIsLinkedToo(boolean patientFirst) {
        Patient ruth = ruth();
        ruth.getBirthDateElement().setValueAsString("1950-01-01");
        String own = patientFirst ? practice.create(ruth) : "";
        RelatedPerson told = carer(hospital.create(somebody()));
        told.getBirthDateElement().setValueAsString("1950-01-01");
        String carer = hospital.create(told);
        own = patientFirst ? own : practice.create(ruth);

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.ACTIVE);
    }

    @Test
    void nobodyLearnsFromWritingOfAPatientThatTheyCare() {
        hospital.create(carer(hospital.create(somebody())));

        Answer written = practice.fhir("POST", "/fhir/Patient", Fhir.json(ruth()));

        assertThat(written.status()).isEqualTo(201);
        assertThat(written.header("Location")).endsWith("/_history/1");
        assertThat(practice.get("/fhir/" + patient() + "/_history").bundle().getEntry())
                .hasSize(1);
        assertThat(practice.get("/fhir/" + patient() + "/$everything").text())
                .doesNotContain("\"Flag\"", "\"RelatedPerson\"", "\"Person\"");
        assertThat(placesKept()).isZero();
    }

    @Test
    void whoIsCaredForThemselvesIsPushedAsBefore() {
        hospital.create(carer(hospital.create(somebody())));
        String own = practice.create(ruth());
        String carersNumber = People.nhsNumber();

        for (int i = 0; i < 2; i++) {
            Bundle push = Fhir.push(number, carersNumber);
            push.getEntryFirstRep().setResource(ruth());
            Answer pushed = practice.fhir("POST", "/fhir", Fhir.json(push));
            assertThat(pushed.status()).as(pushed.text()).isEqualTo(200);
        }

        assertThat(flags(own))
                .extracting(flag -> flag.getCode().getCodingFirstRep().getCode())
                .containsExactlyInAnyOrder(FlagMeaning.IS_CARER, FlagMeaning.HAS_CARER);
    }

    @Test
    void aCorrectedNumberTakesTheLinkAlong() {
        String patient = hospital.create(somebody());
        String carer = hospital.create(carer(patient));
        String father = practice.create(somebody());
        RelatedPerson unnumbered = carer(father);
        unnumbered.setIdentifier(null);
        String other = practice.create(unnumbered);
        String own = practice.create(ruth());
        assertThat(links(carer)).containsExactlyInAnyOrder(carer, other, own);

        RelatedPerson corrected = carer(patient);
        corrected.getIdentifierFirstRep().setValue(People.nhsNumber());
        hospital.update(carer, corrected);

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, other);
        assertThat(links(own)).isEmpty();
        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.INACTIVE);
    }

    @Test
    void whoIsToldApartTakesTheirOwnPatientAlong() {
        String father = practice.create(somebody());
        RelatedPerson unnumbered = carer(father);
        unnumbered.setIdentifier(null);
        String other = practice.create(unnumbered);
        String carer = hospital.create(carer(hospital.create(somebody())));
        String own = practice.create(ruth());
        assertThat(links(carer)).containsExactlyInAnyOrder(carer, other, own);

        hospitalThatSees(carer, other).create(SamePersonCalls.same(carer, other, "never"));

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
        assertThat(links(other)).isEmpty();
        assertThat(flags(own)).hasSize(1);
    }

    @Test
    void aNumberThatIsToldOfAKnownPatientLaterJoinsTheKeptPlace() {
        Patient local = ruth();
        local.getIdentifierFirstRep().setSystem(Systems.local("Z00001", "R")).setValue("R/12");
        String own = practice.create(local);
        String carer = hospital.create(carer(hospital.create(somebody())));
        assertThat(links(carer)).isEmpty();

        local.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(number);
        practice.update(own, local);

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
    }

    @Test
    void whateverIsToldAtOneTimeIsOneHumanBeing() throws InterruptedException, ExecutionException {
        List<String> partners = List.of("hospital", "gp", "community", "gp-2");
        List<String> patients = partners.stream()
                .map(partner -> gateway.as(partner).create(somebody()))
                .toList();
        AtomicInteger turn = new AtomicInteger();

        List<String> told = AtOnce.by(8, () -> {
            int mine = turn.getAndIncrement();
            User user = gateway.as(partners.get(mine % 4));
            return user.create(mine < 4 ? carer(patients.get(mine)) : ruth());
        });

        assertThat(links(patient())).containsExactlyInAnyOrderElementsOf(new HashSet<>(told));
        assertThat(new HashSet<>(told)).hasSize(5);
        assertThat(flags(patient())).hasSize(1);
    }

    /** Each order in which these are told comes to one record. */
    @Test
    void whateverIsToldInWhateverOrderComesToOneRecord() {
        Set<String> records = new HashSet<>();
        for (List<Integer> order : orders(List.of(0, 1, 2, 3))) {
            gateway.empty();
            String mother = hospital.create(somebody());
            String father = practice.create(somebody());
            Map<String, String> names = new HashMap<>();
            for (int step : order) {
                names.put(
                        switch (step) {
                            case 0 -> hospital.create(carer(mother));
                            case 1 -> practice.create(carer(father));
                            case 2 -> gateway.as("community").create(ruth());
                            default -> gateway.as("gp-2").create(ruth());
                        },
                        "told " + Math.min(step, 2));
            }
            records.add(links(patient()).stream().map(names::get).sorted().collect(Collectors.joining(", "))
                    + flagStates(patient()));
        }
        assertThat(records).containsExactly("told 0, told 1, told 2[active]");
    }

    private static List<List<Integer>> orders(List<Integer> steps) {
        if (steps.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Integer>> orders = new ArrayList<>();
        IntStream.range(0, steps.size()).forEach(i -> {
            List<Integer> rest = new ArrayList<>(steps);
            Integer step = rest.remove(i);
            orders(rest).forEach(order -> {
                List<Integer> all = new ArrayList<>(List.of(step));
                all.addAll(order);
                orders.add(all);
            });
        });
        return orders;
    }
}
