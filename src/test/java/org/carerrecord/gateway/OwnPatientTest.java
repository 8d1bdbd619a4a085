package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.carerrecord.fhirserver.agreement.Kind;
import org.carerrecord.gateway.identity.FlagMeaning;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A confirmed carer is a person with a record of their own (carer-model.md, "What is held where"). */
@OnEachStore
class OwnPatientTest {

    private final Sandbox gateway;
    private final User hospital;
    private final User practice;
    private final User tester;
    private final String number = People.nhsNumber();

    OwnPatientTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        practice = gateway.as("gp");
        tester = gateway.as("tester");
    }

    @BeforeEach
    void nobodyIsThere() {
        gateway.empty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConfirmedCarerIsLinkedWithTheirOwnPatientWhicheverIsToldFirst(boolean patientFirst) {
        String own = patientFirst ? created(practice, ruth()) : "";
        String carer = created(hospital, carer(created(hospital, somebody())));
        own = patientFirst ? own : created(practice, ruth());

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.ACTIVE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNumberWithAnotherNameAndBirthDateIsNoProof(boolean patientFirst) {
        Patient other = Fhir.patient(number);
        if (patientFirst) {
            created(practice, other);
        }
        String carer = created(hospital, carer(created(hospital, somebody())));
        String own = patientFirst ? patient() : created(practice, other);

        assertThat(links(carer)).isEmpty();
        assertThat(flags(own)).isEmpty();

        Patient put = ruth();
        put.setId(own);
        assertThat(practice.fhir("PUT", "/fhir/" + own, Fhir.json(put)).status())
                .isEqualTo(200);

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
    }

    @Test
    void nobodyLearnsFromWritingOfAPatientThatTheyCare() {
        created(hospital, carer(created(hospital, somebody())));

        Answer written = practice.fhir("POST", "/fhir/Patient", Fhir.json(ruth()));

        assertThat(written.status()).isEqualTo(201);
        assertThat(written.header("Location")).endsWith("/_history/1");
        assertThat(practice.get("/fhir/" + patient() + "/_history").bundle().getEntry())
                .hasSize(1);
        assertThat(practice.get("/fhir/" + patient() + "/$everything").text())
                .doesNotContain("\"Flag\"", "\"RelatedPerson\"", "\"Person\"");
        assertThat(gateway.jdbc()
                        .sql("select count(*) from resource where version = 0")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void theirOwnPracticeLearnsThatTheyCareWithTheirConsentAndNotForWhom() {
        String patient = created(hospital, somebody());
        created(hospital, carer(patient));
        Patient ruth = ruth();
        ruth.addGeneralPractitioner()
                .getIdentifier()
                .setSystem(Systems.ODS_ORGANIZATION)
                .setValue("Z00001");
        String own = created(practice, ruth);
        created(gateway.as("gp-2"), ruth());
        assertThat(seenFlags("gp", own)).isEmpty();

        created(practice, consent(own, Kind.GP_PRACTICE));

        assertThat(only(seenFlags("gp", own)).getCode().getCodingFirstRep().getCode())
                .isEqualTo(FlagMeaning.IS_CARER);
        String everything = practice.get("/fhir/" + own + "/$everything").text();
        assertThat(everything)
                .contains(FlagMeaning.IS_CARER)
                .doesNotContain(patient, "Fairweather", "Winifred", "RelatedPerson/");
        assertThat(practice.with("Accept", "text/csv")
                        .get("/export/gp?patient=" + own.substring("Patient/".length()))
                        .status())
                .isEqualTo(200);
        for (String other : List.of("gp-2", "hospital", "community", "council", "carers-centre")) {
            assertThat(seenFlags(other, own)).as(other).isEmpty();
        }
        assertThat(tester.get("/fhir/" + patient + "/$everything").text()).doesNotContain(own);
    }

    @Test
    void theFlagEndsWithTheirCaringAndThePatientStays() {
        String carer = created(hospital, carer(created(hospital, somebody())));
        String own = created(practice, ruth());

        RelatedPerson over = carer(tester.get("/fhir/" + carer)
                .resource(RelatedPerson.class)
                .getPatient()
                .getReference());
        over.setActive(false).setId(carer);
        assertThat(hospital.fhir("PUT", "/fhir/" + carer, Fhir.json(over)).status())
                .isEqualTo(200);

        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.INACTIVE);
        assertThat(tester.get("/fhir/" + own).status()).isEqualTo(200);
        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
    }

    @Test
    void theFlagEndsWithTheDeathOfEither() {
        String patient = created(hospital, somebody());
        created(hospital, carer(patient));
        String own = created(practice, ruth());

        Patient dead = somebody().setDeceased(new BooleanType(true));
        dead.setIdentifier(
                        tester.get("/fhir/" + patient).resource(Patient.class).getIdentifier())
                .setId(patient);
        assertThat(hospital.fhir("PUT", "/fhir/" + patient, Fhir.json(dead)).status())
                .isEqualTo(200);
        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.INACTIVE);

        created(hospital, carer(created(hospital, somebody())));
        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.ACTIVE);

        Patient died = ruth().setDeceased(new BooleanType(true));
        died.setId(own);
        assertThat(practice.fhir("PUT", "/fhir/" + own, Fhir.json(died)).status())
                .isEqualTo(200);
        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.INACTIVE);
    }

    @Test
    void whoIsNotConfirmedHasNoneUntilTheyAre() {
        String patient = created(hospital, somebody());
        RelatedPerson possible = carer(patient);
        possible.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType("possible"));
        String carer = created(hospital, possible);
        String own = created(practice, ruth());
        assertThat(links(carer)).isEmpty();

        RelatedPerson confirmed = carer(patient);
        confirmed.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType("confirmed"));
        confirmed.setId(carer);
        assertThat(hospital.fhir("PUT", "/fhir/" + carer, Fhir.json(confirmed)).status())
                .isEqualTo(200);

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
        assertThat(flags(own)).hasSize(1);
    }

    @Test
    void neitherAChildNorSomebodyRestrictedIsCalledACarer() {
        String own = created(practice, ruth());
        RelatedPerson child = carer(created(hospital, somebody()));
        child.getBirthDateElement()
                .setValueAsString(LocalDate.now(ZoneOffset.UTC).minusYears(11).toString());
        RelatedPerson fled = carer(created(hospital, somebody()));
        fled.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);

        for (RelatedPerson carer : List.of(child, fled)) {
            assertThat(links(created(hospital, carer))).isEmpty();
        }

        assertThat(flags(own)).isEmpty();
        assertThat(gateway.jdbc()
                        .sql("select count(*) from resource where version = 0")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void whatAPartnerSaysItselfStandsAlone() {
        created(hospital, carer(created(hospital, somebody())));
        String own = created(practice, ruth());
        assertThat(flags(own)).hasSize(1);

        Flag said = new Flag().setStatus(FlagStatus.ACTIVE).setSubject(new Reference(own));
        said.getCode().addCoding(new Coding(Canonical.CodeSystem.FLAG_MEANING, FlagMeaning.IS_CARER, null));
        Answer pushed = practice.fhir("POST", "/fhir/Flag", Fhir.json(said));
        assertThat(pushed.status()).isEqualTo(201);
        String flag = reference(pushed);
        assertThat(only(flags(own)).getIdElement().toUnqualifiedVersionless().getValue())
                .isEqualTo(flag);

        assertThat(practice.delete("/fhir/" + flag).status()).isEqualTo(204);
        assertThat(only(flags(own)).getIdElement().toUnqualifiedVersionless().getValue())
                .isNotEqualTo(flag);
    }

    @Test
    void whoIsCaredForThemselvesIsPushedAsBefore() {
        created(hospital, carer(created(hospital, somebody())));
        String own = created(practice, ruth());
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
        String patient = created(hospital, somebody());
        String carer = created(hospital, carer(patient));
        String father = created(practice, somebody());
        RelatedPerson unnumbered = carer(father);
        unnumbered.setIdentifier(null);
        String other = created(practice, unnumbered);
        String own = created(practice, ruth());
        assertThat(links(carer)).containsExactlyInAnyOrder(carer, other, own);

        RelatedPerson corrected = carer(patient);
        corrected.getIdentifierFirstRep().setValue(People.nhsNumber());
        corrected.setId(carer);
        assertThat(hospital.fhir("PUT", "/fhir/" + carer, Fhir.json(corrected)).status())
                .isEqualTo(200);

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, other);
        assertThat(links(own)).isEmpty();
        assertThat(only(flags(own)).getStatus()).isEqualTo(FlagStatus.INACTIVE);
    }

    @Test
    void whoIsToldApartTakesTheirOwnPatientAlong() {
        String father = created(practice, somebody());
        RelatedPerson unnumbered = carer(father);
        unnumbered.setIdentifier(null);
        String other = created(practice, unnumbered);
        String carer = created(hospital, carer(created(hospital, somebody())));
        String own = created(practice, ruth());
        assertThat(links(carer)).containsExactlyInAnyOrder(carer, other, own);

        Task never = new Task();
        never.setStatus(TaskStatus.COMPLETED).setIntent(TaskIntent.ORDER);
        never.getCode().addCoding(new Coding(Canonical.CodeSystem.REVIEW_REASON, "same-person", null));
        never.setFocus(new Reference(carer));
        never.addInput().setType(review("other")).setValue(new Reference(other));
        never.addOutput().setType(review("answer")).setValue(review("never"));
        created(hospitalThatSees(carer, other), never);

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
        assertThat(links(other)).isEmpty();
        assertThat(flags(own)).hasSize(1);
    }

    private static CodeableConcept review(String code) {
        return new CodeableConcept(new Coding(Canonical.CodeSystem.REVIEW, code, null));
    }

    /** A partner that sees both. */
    private User hospitalThatSees(String... carers) {
        for (String carer : carers) {
            gateway.jdbc()
                    .sql("insert into relationship (partner, patient, kind) select 'RZ1', patient, 'encounter' from"
                            + " resource where type = 'RelatedPerson' and id = ?")
                    .params(carer.substring(carer.indexOf('/') + 1))
                    .update();
        }
        return hospital;
    }

    @Test
    void aNumberThatIsToldOfAKnownPatientLaterJoinsTheKeptPlace() {
        Patient local = ruth();
        local.getIdentifierFirstRep().setSystem(Systems.local("Z00001", "R")).setValue("R/12");
        String own = created(practice, local);
        String carer = created(hospital, carer(created(hospital, somebody())));
        assertThat(links(carer)).isEmpty();

        local.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(number);
        local.setId(own);
        assertThat(practice.fhir("PUT", "/fhir/" + own, Fhir.json(local)).status())
                .isEqualTo(200);

        assertThat(links(carer)).containsExactlyInAnyOrder(carer, own);
    }

    @Test
    void whateverIsToldAtOneTimeIsOneHumanBeing() throws InterruptedException, ExecutionException {
        List<String> partners = List.of("hospital", "gp", "community", "gp-2");
        List<String> patients = partners.stream()
                .map(partner -> created(gateway.as(partner), somebody()))
                .toList();
        AtomicInteger turn = new AtomicInteger();

        List<String> told = AtOnce.by(8, () -> {
            int mine = turn.getAndIncrement();
            User user = gateway.as(partners.get(mine % 4));
            return created(user, mine < 4 ? carer(patients.get(mine)) : ruth());
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
            String mother = created(hospital, somebody());
            String father = created(practice, somebody());
            Map<String, String> names = new HashMap<>();
            for (int step : order) {
                names.put(
                        switch (step) {
                            case 0 -> created(hospital, carer(mother));
                            case 1 -> created(practice, carer(father));
                            case 2 -> created(gateway.as("community"), ruth());
                            default -> created(gateway.as("gp-2"), ruth());
                        },
                        "told " + Math.min(step, 2));
            }
            records.add(links(patient()).stream().map(names::get).sorted().collect(Collectors.joining(", "))
                    + flags(patient()).stream()
                            .map(flag -> flag.getStatus().toCode())
                            .toList());
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

    private static Patient somebody() {
        return Fhir.patient(People.nhsNumber());
    }

    private static Consent consent(String person, Kind kind) {
        Consent consent = new Consent();
        consent.setStatus(ConsentState.ACTIVE);
        consent.setScope(new CodeableConcept(
                new Coding("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy", null)));
        consent.addCategory(
                new CodeableConcept(new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "INFA", null)));
        consent.setPatient(new Reference(person));
        consent.setDateTime(Date.from(Instant.now()));
        consent.getProvision().setType(ConsentProvisionType.PERMIT);
        consent.getProvision()
                .addActor()
                .setRole(new CodeableConcept(new Coding(Canonical.CodeSystem.PARTNER_KIND, kind.code(), null)))
                .setReference(new Reference().setDisplay("practices"));
        consent.getProvision().addClass_(new Coding(Canonical.CodeSystem.DATA_CATEGORY, "own-record", null));
        return consent;
    }

    private List<String> links(String one) {
        return tester
                .get("/fhir/Person?" + (one.startsWith("Patient") ? "patient" : "relatedperson") + "=" + one)
                .found(Person.class)
                .stream()
                .flatMap(person -> person.getLink().stream())
                .map(link -> link.getTarget().getReference())
                .toList();
    }

    /** The Patient who has the number. */
    private String patient() {
        return only(tester.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + number)
                        .found(Patient.class))
                .getIdElement()
                .toUnqualifiedVersionless()
                .getValue();
    }

    private List<Flag> flags(String own) {
        return seenFlags("tester", own);
    }

    private List<Flag> seenFlags(String partner, String own) {
        return gateway.as(partner).get("/fhir/Flag?patient=" + own).found(Flag.class);
    }

    private static String created(User user, Resource resource) {
        Answer answer = user.fhir("POST", "/fhir/" + resource.fhirType(), Fhir.json(resource));
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
