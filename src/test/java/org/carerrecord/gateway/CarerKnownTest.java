package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.carerrecord.gateway.identity.FlagMeaning;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One question about one person, with a reason, and never a search (carer-model.md, agreement 6). */
@OnEachStore
class CarerKnownTest {

    private static final String REASON = "a safety visit to the home";

    private final Sandbox gateway;
    private final User hospital;
    private final User practice;
    private final User fire;
    private final String number = People.nhsNumber();

    CarerKnownTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        practice = gateway.as("gp");
        fire = gateway.as("fire");
    }

    private static Answer ask(User user, String number, String question, String reason) {
        Parameters asked = new Parameters()
                .addParameter("nhsNumber", new StringType(number))
                .addParameter("question", new CodeType(question))
                .addParameter("reason", new StringType(reason));
        return user.fhir("POST", "/fhir/Patient/$carer-known", Fhir.json(asked));
    }

    private String told(String question) {
        Answer answer = ask(fire, number, question, REASON);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Parameters told = answer.resource(Parameters.class);
        assertThat(told.getParameter()).hasSize(1);
        return told.getParameterFirstRep().getValue().primitiveValue();
    }

    @Test
    void whoHasACarerIsKnownAndNothingElse() {
        assertThat(told("has-carer")).isEqualTo("not-known");
        String patient = hospital.create(Fhir.patient(number));
        assertThat(told("has-carer")).isEqualTo("not-known");

        hospital.create(Fhir.carer(People.nhsNumber(), patient));

        assertThat(told("has-carer")).isEqualTo("yes");
        assertThat(told("is-carer")).isEqualTo("not-known");
        assertThat(fire.get("/fhir/" + patient).status()).isEqualTo(404);
        assertThat(fire.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + number)
                        .bundle()
                        .getTotal())
                .isZero();
    }

    @Test
    void ofAChildWhoCaresNothingIsTold() {
        RelatedPerson child = Fhir.carer(People.nhsNumber(), hospital.create(Fhir.patient(number)));
        child.getBirthDateElement()
                .setValueAsString(LocalDate.now(ZoneOffset.UTC).minusYears(12).toString());
        hospital.create(child);

        assertThat(told("has-carer")).isEqualTo("not-known");
    }

    private static Patient born(String number, String date) {
        Patient patient = Fhir.patient(number);
        patient.getBirthDateElement().setValueAsString(date);
        return patient;
    }

    private static String yearsAgo(int years) {
        return LocalDate.now(ZoneId.of("Europe/London")).minusYears(years).toString();
    }

    private static Flag isCarer(String patient) {
        Flag flag = Fhir.hasCarer(patient);
        flag.getCode().getCodingFirstRep().setCode(FlagMeaning.IS_CARER);
        return flag;
    }

    @ParameterizedTest
    @CsvSource({"12, not-known", "17, not-known", "18, yes", "80, yes"})
    void aChildIsNotTold(int age, String answer) {
        practice.create(isCarer(practice.create(born(number, yearsAgo(age)))));

        assertThat(told("is-carer")).isEqualTo(answer);
    }

    @Test
    void whoIsFoundToBeAChildAfterwardsIsNotTold() {
        String patient = practice.create(Fhir.patient(number));
        practice.create(isCarer(patient));
        assertThat(told("is-carer")).isEqualTo("yes");

        Patient child = born(number, yearsAgo(12).substring(0, 4));
        practice.update(patient, child);

        assertThat(told("is-carer")).isEqualTo("not-known");
    }

    /** Young carer data is for those alone whom the agreement lets see it, whenever they turn out to be a child (agreement 4). */
    @Test
    void theFlagOfWhoIsFoundToBeAChildAfterwardsIsItsSourcesAlone() {
        String patient = practice.create(Fhir.patient(number));
        hospital.create(Fhir.patient(number));
        String flag = practice.create(isCarer(patient));
        assertThat(hospital.get("/fhir/" + flag).status()).isEqualTo(200);
        assertThat(flags(hospital, patient)).isOne();

        says(practice, patient, yearsAgo(12));

        assertThat(hospital.get("/fhir/" + flag).status()).isEqualTo(404);
        assertThat(hospital.get("/fhir/" + flag + "/_history/1").status()).isEqualTo(404);
        assertThat(flags(hospital, patient)).isZero();
        assertThat(flags(practice, patient)).isOne();

        says(practice, patient, yearsAgo(21));

        assertThat(flags(hospital, patient)).isOne();
    }

    private void says(User user, String patient, String birthDate) {
        Patient said = born(number, birthDate);
        user.update(patient, said);
    }

    private static int flags(User user, String patient) {
        return user.get("/fhir/Flag?subject=" + patient).bundle().getTotal();
    }

    @Test
    void whoseBirthDateIsNotSaidIsTold() {
        Patient patient = Fhir.patient(number);
        patient.setBirthDateElement(new DateType());
        patient.getBirthDateElement()
                .addExtension("http://hl7.org/fhir/StructureDefinition/data-absent-reason", new CodeType("unknown"));
        practice.create(isCarer(practice.create(patient)));

        assertThat(told("is-carer")).isEqualTo("yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"R", "V"})
    void ofWhoIsHiddenNothingIsTold(String label) {
        Patient hidden = Fhir.patient(number);
        String patient = hospital.create(hidden);
        hospital.create(Fhir.carer(People.nhsNumber(), patient));
        hidden.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, label, null);
        hospital.update(patient, hidden);

        assertThat(told("has-carer")).isEqualTo("not-known");
    }

    @Test
    void besideWhoIsHiddenNothingIsTold() {
        RelatedPerson fled = Fhir.carer(People.nhsNumber(), hospital.create(Fhir.patient(number)));
        fled.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        hospital.create(fled);

        assertThat(told("has-carer")).isEqualTo("not-known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hospital", "gp", "council", "carers-centre", "icb", "tester", "admin"})
    void nobodyElseAsks(String who) {
        assertThat(ask(gateway.as(who), number, "has-carer", REASON).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "9990000000, has-carer, a safety visit to the home",
        "'', has-carer, a safety visit to the home",
        ", where-is-the-carer, a safety visit to the home",
        ", has-carer, curious",
        ", has-carer, ''"
    })
    void aQuestionThatIsNoneIsRefused(String other, String question, String reason) {
        assertThat(ask(fire, other == null ? number : other, question, reason).status())
                .isEqualTo(422);
    }

    @Test
    void aNumberStandsInNoAddress() {
        String query = "?nhsNumber=" + number + "&question=has-carer&reason=a%20safety%20visit";

        assertThat(fire.get("/fhir/Patient/$carer-known" + query).status()).isEqualTo(405);
        assertThat(fire.fhir("POST", "/fhir/Patient/$carer-known" + query, "{\"resourceType\":\"Parameters\"}")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void theReasonIsInTheAudit() {
        String patient = hospital.create(Fhir.patient(number));
        String request = People.uuid();
        User asking = fire.with("X-Request-ID", request);
        ask(asking, number, "has-carer", "the smoke alarm of nobody");

        assertThat(gateway.audited(request, 200)).isEqualTo(1);
        AuditEvent event = gateway.as("admin")
                .get("/fhir/AuditEvent?agent=ZF1&patient=" + patient)
                .found(AuditEvent.class)
                .getFirst();
        assertThat(event.getSubtypeFirstRep().getDisplay()).isEqualTo("$carer-known");
        assertThat(Fhir.json(event)).contains("reason: the smoke alarm of nobody");
        assertThat(event.getAction()).isEqualTo(AuditEvent.AuditEventAction.E);
    }

    @Test
    void nobodyAsksForALongList() {
        Sandbox strict = Sandbox.with("questions", "--gateway.questions-per-hour=2");
        try {
            User asking = strict.as("fire");
            ask(asking, number, "has-carer", REASON);
            ask(asking, number, "is-carer", REASON);
            Answer third = ask(asking, number, "has-carer", REASON);

            assertThat(third.status()).isEqualTo(429);
            assertThat(Integer.parseInt(third.header("Retry-After"))).isPositive();
        } finally {
            strict.stop();
        }
    }
}
