package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Caring ends with the carer's own death (carer-model.md, contributions 6). */
@OnEachStore
class CarerDeathTest extends CarerDeathCalls {

    CarerDeathTest(Store store) {
        super(store);
    }

    @Test
    void theirDeathEndsEachOfTheirRelationshipsAtItsDate() {
        String mother = tell(hospital, Fhir.patient(mothersNumber));
        String father = tell(practice, Fhir.patient(fathersNumber));
        String ofMother = tell(hospital, carer(mother));
        String ofFather = tell(practice, carer(father));
        String own = tell(practice, ruth());
        assertThat(flagStates(mother)).containsExactly("active");

        tell(practice, ruth(DIED));

        assertThat(List.of(state(ofMother), state(ofFather))).containsOnly("ended false 2026-10-11");
        assertThat(List.of(flagStates(mother), flagStates(father), flagStates(own)))
                .containsOnly(List.of("inactive"));
        assertThat(hospital.get("/fhir/" + ofMother)
                        .resource(RelatedPerson.class)
                        .getActive())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2026-10-11, 2026-08-01, 2026-08-01",
                "2026-08-01, 2026-10-11, 2026-08-01",
                "2026, 2026-10-11T09:30:00Z, 2026-10-11T09:30:00Z",
                "2026-10-11, 2026-10-11T09:30:00Z, 2026-10-11T09:30:00Z",
                "-, 2026-10-11, 2026-10-11",
                "2026-10-11, -, 2026-10-11",
                "-, -, -",
            })
    void ofTwoDeathsTheFirstIsTheEnd(@Nullable String carers, @Nullable String mothers, @Nullable String end) {
        for (boolean carerFirst : List.of(true, false)) {
            gateway.empty();
            String carer = tell(hospital, carer(tell(hospital, Fhir.patient(mothersNumber))));
            Patient mother = Fhir.patient(mothersNumber);
            mother.setDeceased(death(mothers));
            Patient ruth = ruth(death(carers));
            tell(practice, carerFirst ? ruth : mother);
            tell(practice, carerFirst ? mother : ruth);

            assertThat(state(carer)).isEqualTo("ended false " + (end == null ? "-" : end));
        }
    }

    private static Type death(@Nullable String at) {
        return at == null ? new BooleanType(true) : new DateTimeType(at);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-09-30", "2026-12-24"})
    void anEndThatWasToldBeforeStandsUnlessTheDeathIsEarlier(String end) {
        RelatedPerson told = carer(tell(hospital, Fhir.patient(mothersNumber)));
        told.getPeriod().setEndElement(new DateTimeType(end));
        String carer = tell(hospital, told);
        tell(practice, ruth(DIED));

        assertThat(state(carer)).isEqualTo("ended false " + (end.equals("2026-09-30") ? end : "2026-10-11"));
    }

    @Test
    void somebodyElseWhoCaresStillCares() {
        String mother = tell(hospital, Fhir.patient(mothersNumber));
        tell(hospital, carer(mother));
        String other = tell(hospital, Fhir.carer(People.nhsNumber(), mother));
        tell(practice, ruth(DIED));
        assertThat(flagStates(mother)).containsExactly("active");
        assertThat(state(other)).isEqualTo("- true -");

        assertThat(hospital.delete("/fhir/" + other).status()).isEqualTo(204);

        assertThat(flagStates(mother)).containsExactly("inactive");
    }

    @Test
    void nobodyIsAskedAboutWhatADeathEnded() {
        String carer = told("A", nk1("3 QUAY STREET"));
        tell(practice, ruth(DIED));

        told("B", "NK1|\"\"\r");

        assertThat(state(carer)).isEqualTo("ended false 2026-10-11");
        assertThat(found("Task?patient.identifier=" + mothersNumber)).isEmpty();
    }

    @Test
    void aMereNextOfKinIsNotEnded() {
        String mother = tell(hospital, Fhir.patient(mothersNumber));
        RelatedPerson kin = carer(mother);
        kin.getRelationshipFirstRep()
                .getCodingFirstRep()
                .setSystem(Systems.V2_0131)
                .setCode("N");
        String next = tell(hospital, kin);

        tell(practice, ruth(DIED));

        assertThat(state(next)).isEqualTo("- true -");
    }

    @Test
    void allInOneExchange() {
        for (int i = 0; i < 2; i++) {
            Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
            String link = "urn:uuid:4f0a1f5c-2f6c-4a3c-9a53-0d6fbc1f6a01";
            Fhir.put(bundle, link, Fhir.patient(mothersNumber), "Patient?identifier=" + Fhir.token(mothersNumber));
            Fhir.put(bundle, "urn:uuid:4f0a1f5c-2f6c-4a3c-9a53-0d6fbc1f6a02", carer(link), condition(mothersNumber));
            Fhir.put(
                    bundle,
                    "urn:uuid:4f0a1f5c-2f6c-4a3c-9a53-0d6fbc1f6a03",
                    ruth(DIED),
                    "Patient?identifier=" + Fhir.token(number));
            Answer answer = practice.fhir("POST", "/fhir", Fhir.json(bundle));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            String location = Fhir.locations(answer.bundle()).get(1);
            assertThat(location).endsWith("/_history/1");
            assertThat(state(Fhir.reference(answer.bundle(), 1))).isEqualTo("ended false 2026-10-11");
            assertThat(found("Flag?patient.identifier=" + mothersNumber)).isEmpty();
        }
    }

    private String condition(String patient) {
        return "RelatedPerson?identifier=" + Fhir.token(number) + "&patient.identifier=" + Fhir.token(patient);
    }
}
