package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code POST /messages/{id}/replay}: what was kept and could not be applied is taken once more. */
@OnEachStore
class ReplaysTest {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"[^}]*?\"outcome\":\"(A[AER])\"");

    private static final String PATIENT = "urn:uuid:9f0c1a52-0000-4000-8000-000000000001";

    private final Sandbox gateway;
    private final User hospital;
    private final User practice;
    private final String first = People.nhsNumber();
    private final String second = People.nhsNumber();
    private final String run = People.mark();
    private final Adt known =
            Adt.admission("KNOWN" + run, first).identifiers("M" + run + "^^^PAS^MR~" + first + "^^^NHS^NH");
    private final Adt changed = Adt.admission("CHANGED" + run, second)
            .identifiers("M" + run + "^^^PAS^MR~" + second + "^^^NHS^NH")
            .happened(Instant.now().plusSeconds(300))
            .carer("ROSALIND");

    ReplaysTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        practice = gateway.as("gp");
    }

    @BeforeEach
    void nobodyIsThere() {
        gateway.empty();
    }

    @Test
    void whatCouldNotBeAppliedIsTakenOnceItsReasonIsGone() {
        String refused = refused();

        assertThat(fate(replay(hospital, refused))).isEqualTo("AE");
        assertThat(carers(second)).isZero();
        takeBack();
        Answer taken = replay(hospital, refused);

        assertThat(fate(taken)).isEqualTo("AA");
        assertThat(id(taken)).isNotEqualTo(refused);
        assertThat(carers(second)).isEqualTo(1);
        assertThat(fate(hospital.get("/messages/" + refused))).isEqualTo("AE");
    }

    @Test
    void whatWasAppliedIsNotAppliedAgain() {
        hospital.hl7(known.text());
        String applied = id(hospital.get("/messages?controlId=KNOWN" + run));

        assertThat(id(replay(hospital, applied))).isEqualTo(applied);

        String refused = refused();
        takeBack();
        String taken = id(replay(hospital, refused));
        assertThat(id(replay(hospital, refused))).isEqualTo(taken);
        assertThat(carers(second)).isEqualTo(1);
    }

    @Test
    void theAdminReplaysAsTheSender() {
        String refused = refused();
        takeBack();
        String request = People.uuid();

        assertThat(fate(replay(gateway.as("admin").with("X-Request-ID", request), refused)))
                .isEqualTo("AA");

        assertThat(carers(second)).isEqualTo(1);
        assertThat(gateway.jdbc()
                        .sql("select partner || ' ' || interaction from audit where request = ? and outcome = 200")
                        .param(request)
                        .query(String.class)
                        .list())
                .as("who asked for it, and whose message it is")
                .containsExactlyInAnyOrder("ZADMIN replay", "RZ1 hl7-v2");
        assertThat(gateway.as("admin")
                        .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + second)
                        .found(RelatedPerson.class))
                .isEmpty();
    }

    @Test
    void nobodyReplaysWhatAnotherSent() {
        String refused = refused();
        takeBack();

        assertThat(replay(gateway.as("gp"), refused).status()).isEqualTo(404);
        assertThat(replay(hospital, "01nosuchmessage").status()).isEqualTo(404);
        assertThat(replay(gateway.stranger(), refused).status()).isEqualTo(401);
        assertThat(carers(second)).isZero();
    }

    @Test
    void whatSaysNoTimeWasSaidWhenItFirstCame() {
        String refused = refusedRecord("01632960701");
        assertThat(send(second, "4711", "01632960702").status()).isEqualTo(200);

        assertThat(fate(replay(practice, refused))).isEqualTo("AA");

        assertThat(phones(second)).containsExactly("01632960702");
    }

    @Test
    void whatSaysNoTimeIsTakenThoughItsSenderDeletedThePatientSince() {
        assertThat(send(first, "4711", "01632960700").status()).isEqualTo(200);
        Answer refused = send(second, "4711", "01632960701");
        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        String message = refused.header("Location").replaceFirst(".*/", "");
        for (Patient patient : practice.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + first)
                .found(Patient.class)) {
            assertThat(practice.delete("/fhir/Patient/" + patient.getIdElement().getIdPart())
                            .status())
                    .isIn(200, 204);
        }

        Answer taken = replay(practice, message);

        assertThat(taken.text()).doesNotContain("later event");
        assertThat(fate(taken)).isEqualTo("AA");
        assertThat(phones(second)).containsExactly("01632960701");
    }

    @Test
    void whatHasNoControlIdIsAppliedOnce() {
        String refused = refusedRecord("01632960701");

        String taken = id(replay(practice, refused));

        assertThat(taken).isNotEqualTo(refused);
        assertThat(id(replay(practice, refused))).isEqualTo(taken);
        assertThat(phones(second)).containsExactly("01632960701");
    }

    /**
     * A practice's record, which has neither time nor control id, of somebody whose local number it gave to another, and gives
     * to them no more.
     */
    private String refusedRecord(String phone) {
        assertThat(send(first, "4711", phone).status()).isEqualTo(200);
        Answer refused = send(second, "4711", phone);
        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(send(first, "4712", phone).status()).isEqualTo(200);
        return refused.header("Location").replaceFirst(".*/", "");
    }

    private Answer send(String nhsNumber, String local, String phone) {
        Patient patient = Fhir.patient(nhsNumber);
        patient.addIdentifier().setSystem("https://EMISWeb/Z00001").setValue(local);
        RelatedPerson carer = Fhir.carer("", PATIENT);
        carer.setTelecom(
                List.of(new ContactPoint().setSystem(ContactPointSystem.PHONE).setValue(phone)));
        Bundle record = new Bundle().setType(BundleType.COLLECTION);
        record.addEntry().setFullUrl(PATIENT).setResource(patient);
        record.addEntry()
                .setFullUrl("urn:uuid:9f0c1a52-0000-4000-8000-000000000002")
                .setResource(carer);
        return practice.fhir("POST", "/intake/fhir", Fhir.json(record));
    }

    private List<String> phones(String nhsNumber) {
        return practice
                .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + nhsNumber)
                .found(RelatedPerson.class)
                .stream()
                .flatMap(carer -> carer.getTelecom().stream())
                .map(ContactPoint::getValue)
                .toList();
    }

    private String refused() {
        hospital.hl7(known.text());
        assertThat(hospital.hl7(changed.text()).acknowledged()).isEqualTo("AE");
        return id(hospital.get("/messages?controlId=CHANGED" + run));
    }

    /** The hospital takes back the patient who has the other number. */
    private void takeBack() {
        for (Patient patient : hospital.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + first)
                .found(Patient.class)) {
            assertThat(hospital.delete("/fhir/Patient/" + patient.getIdElement().getIdPart())
                            .status())
                    .isIn(200, 204);
        }
    }

    private int carers(String nhsNumber) {
        return hospital.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + nhsNumber)
                .found(RelatedPerson.class)
                .size();
    }

    private static Answer replay(User user, String message) {
        return user.ask("POST", "/messages/" + message + "/replay", new byte[0]);
    }

    private static String id(Answer answer) {
        return read(answer).group(1);
    }

    private static String fate(Answer answer) {
        return read(answer).group(2);
    }

    private static Matcher read(Answer answer) {
        Matcher read = ID.matcher(answer.text());
        assertThat(read.find()).as(answer.text()).isTrue();
        return read;
    }
}
