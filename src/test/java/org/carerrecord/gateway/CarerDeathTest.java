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
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Caring ends with the carer's own death, and nothing reopens it (carer-model.md, contributions 6). */
@OnEachStore
class CarerDeathTest {

    private static final DateTimeType DIED = new DateTimeType("2026-10-11");

    private final Sandbox gateway;
    private final User hospital;
    private final User practice;
    private final User tester;
    private final String number = People.nhsNumber();
    private final String mothersNumber = People.nhsNumber();
    private final String fathersNumber = People.nhsNumber();

    CarerDeathTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        practice = gateway.as("gp");
        tester = gateway.as("tester");
    }

    @BeforeEach
    void nobodyIsThere() {
        gateway.empty();
    }

    @Test
    void theirDeathEndsEachOfTheirRelationshipsAtItsDate() {
        String mother = tell(hospital, Fhir.patient(mothersNumber));
        String father = tell(practice, Fhir.patient(fathersNumber));
        String ofMother = tell(hospital, carer(mother));
        String ofFather = tell(practice, carer(father));
        String own = tell(practice, ruth());
        assertThat(flags(mother)).containsExactly("active");

        tell(practice, ruth(DIED));

        assertThat(List.of(state(ofMother), state(ofFather))).containsOnly("ended false 2026-10-11");
        assertThat(List.of(flags(mother), flags(father), flags(own))).containsOnly(List.of("inactive"));
        assertThat(hospital.get("/fhir/" + ofMother)
                        .resource(RelatedPerson.class)
                        .getActive())
                .isFalse();
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
        return flags(only(found("Patient?identifier=" + nhsNumber))).contains("active") ? ", active" : "";
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDeathThatWasToldWronglyEndsNothing(boolean isDeleted) {
        String mother = tell(hospital, Fhir.patient(mothersNumber));
        String carer = tell(hospital, carer(mother));
        String own = tell(practice, ruth(DIED));
        assertThat(state(carer)).startsWith("ended");
        assertThat(flags(mother)).containsExactly("inactive");

        if (isDeleted) {
            assertThat(practice.delete("/fhir/" + own).status()).isEqualTo(204);
        } else {
            tell(practice, ruth(new BooleanType(false)));
            assertThat(flags(own)).containsExactly("active");
        }

        assertThat(state(carer)).isEqualTo("- true -");
        assertThat(flags(mother)).containsExactly("active");
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
        assertThat(flags(mother)).containsExactly("inactive");
    }

    @Test
    void aLateMessageReopensNothing() {
        String carer = told("A", nk1("3 QUAY STREET"));
        tell(practice, ruth(DIED));
        assertThat(state(carer)).isEqualTo("ended false 2026-10-11");

        assertThat(told("B", nk1("77 TANNERS ROW"))).isEqualTo(carer);

        assertThat(state(carer)).isEqualTo("ended false 2026-10-11");
        assertThat(tester.get("/fhir/" + carer).text()).contains("TANNERS ROW");
        assertThat(flags(only(found("Patient?identifier=" + mothersNumber)))).containsExactly("inactive");
    }

    /** The carer whom the hospital's messages tell of. */
    private String told(String controlId, String nk1) {
        String message = Adt.admission(controlId + number, mothersNumber).text() + nk1;
        assertThat(hospital.hl7(message).acknowledged()).isEqualTo("AA");
        return only(found("RelatedPerson?patient.identifier=" + mothersNumber));
    }

    private String nk1(String street) {
        return "NK1|1|HALE^RUTH^^^MRS^^L|20^Carer|" + street + "^^WENBURY^SUSSEX^ZZ99 8JJ^GBR^H|01632960777^PRN^PH"
                + "|".repeat(11) + "19670830" + "|".repeat(17) + number + "^^^NHS^NH\r";
    }

    @Test
    void somebodyElseWhoCaresStillCares() {
        String mother = tell(hospital, Fhir.patient(mothersNumber));
        tell(hospital, carer(mother));
        String other = tell(hospital, Fhir.carer(People.nhsNumber(), mother));
        tell(practice, ruth(DIED));
        assertThat(flags(mother)).containsExactly("active");
        assertThat(state(other)).isEqualTo("- true -");

        assertThat(hospital.delete("/fhir/" + other).status()).isEqualTo(204);

        assertThat(flags(mother)).containsExactly("inactive");
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
    void aNumberThatWasTheirsNoMoreTakesTheEndBack() {
        String mother = tell(hospital, Fhir.patient(mothersNumber));
        String carer = tell(hospital, carer(mother));
        tell(practice, ruth(DIED));

        RelatedPerson corrected = carer(mother);
        corrected.getIdentifierFirstRep().setValue(People.nhsNumber());
        corrected.setId(carer);
        assertThat(hospital.fhir("PUT", "/fhir/" + carer, Fhir.json(corrected)).status())
                .isEqualTo(200);

        assertThat(state(carer)).isEqualTo("- true -");
        assertThat(flags(mother)).containsExactly("active");
    }

    @Test
    void whoIsToldApartFromWhoDiedLives() {
        RelatedPerson unnumbered = carer(tell(practice, Fhir.patient(fathersNumber)));
        unnumbered.setIdentifier(null);
        Answer created = practice.fhir("POST", "/fhir/RelatedPerson", Fhir.json(unnumbered));
        String other = reference(created);
        String carer = tell(hospital, carer(tell(hospital, Fhir.patient(mothersNumber))));
        tell(practice, ruth(DIED));
        assertThat(List.of(state(carer), state(other))).containsOnly("ended false 2026-10-11");

        Task never = new Task();
        never.setStatus(TaskStatus.COMPLETED).setIntent(TaskIntent.ORDER);
        never.getCode().addCoding(new Coding(Canonical.CodeSystem.REVIEW_REASON, "same-person", null));
        never.setFocus(new Reference(carer));
        never.addInput().setType(review("other")).setValue(new Reference(other));
        never.addOutput().setType(review("answer")).setValue(review("never"));
        gateway.jdbc()
                .sql("insert into relationship (partner, patient, kind) select 'RZ1', patient, 'encounter' from"
                        + " resource where type = 'RelatedPerson' and id = ?")
                .params(other.substring(other.indexOf('/') + 1))
                .update();
        assertThat(hospital.fhir("POST", "/fhir/Task", Fhir.json(never)).status())
                .isEqualTo(201);

        assertThat(List.of(state(carer), state(other))).containsExactly("ended false 2026-10-11", "- true -");
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
        assertThat(List.of(flags(ruths), flags(freds))).allMatch(all -> !all.contains("active"));
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
        assertThat(patients.stream().flatMap(one -> flags(one).stream())).doesNotContain("active");
    }

    private static CodeableConcept review(String code) {
        return new CodeableConcept(new Coding(Canonical.CodeSystem.REVIEW, code, null));
    }

    private Patient ruth(Type deceased) {
        return ruth().setDeceased(deceased);
    }

    private Patient ruth() {
        Patient ruth = new Patient();
        ruth.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(number);
        ruth.addName().setFamily("Hale").addGiven("Ruth");
        ruth.getBirthDateElement().setValueAsString("1967-08-30");
        return ruth;
    }

    private RelatedPerson carer(String patient) {
        RelatedPerson carer = Fhir.carer(number, patient);
        carer.setName(ruth().getName());
        carer.getBirthDateElement().setValueAsString("1967-08-30");
        return carer;
    }

    /** Status, whether active, and end. */
    private String state(String carer) {
        RelatedPerson one = tester.get("/fhir/" + carer).resource(RelatedPerson.class);
        String status = one.hasExtension(Canonical.Extension.STATEMENT_STATUS)
                ? one.getExtensionByUrl(Canonical.Extension.STATEMENT_STATUS)
                        .getValue()
                        .primitiveValue()
                : "-";
        String end = one.getPeriod().hasEnd() ? one.getPeriod().getEndElement().getValueAsString() : "-";
        return status + " " + one.getActive() + " " + end;
    }

    private List<String> flags(String patient) {
        return tester.get("/fhir/Flag?patient=" + patient).found(Flag.class).stream()
                .map(flag -> flag.getStatus().toCode())
                .toList();
    }

    /** References of what a search finds, with NHS numbers. */
    private List<String> found(String query) {
        return tester
                .get("/fhir/" + query.replace("identifier=", "identifier=" + User.NHS_NUMBER))
                .bundle()
                .getEntry()
                .stream()
                .map(entry -> entry.getResource()
                        .getIdElement()
                        .toUnqualifiedVersionless()
                        .getValue())
                .toList();
    }

    private String condition(String patient) {
        return "RelatedPerson?identifier=" + Fhir.token(number) + "&patient.identifier=" + Fhir.token(patient);
    }

    /** Puts somebody under their NHS number. */
    private static String tell(User user, Resource resource) {
        String condition =
                switch (resource) {
                    case Patient patient ->
                        "?identifier=" + User.NHS_NUMBER
                                + patient.getIdentifierFirstRep().getValue();
                    case RelatedPerson carer ->
                        "?identifier=" + User.NHS_NUMBER
                                + carer.getIdentifierFirstRep().getValue() + "&patient="
                                + carer.getPatient().getReference();
                    default -> throw new IllegalArgumentException(resource.fhirType());
                };
        Answer answer = user.fhir("PUT", "/fhir/" + resource.fhirType() + condition, Fhir.json(resource));
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        return reference(answer);
    }

    private static String reference(Answer written) {
        return written.header("Content-Location").replaceAll("^.*/([A-Z][A-Za-z]+/[^/]+)/_history/.*$", "$1");
    }

    private static <T> T only(List<T> of) {
        assertThat(of).hasSize(1);
        return of.getFirst();
    }
}
