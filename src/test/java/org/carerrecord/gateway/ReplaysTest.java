package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code POST /messages/{id}/replay}: what was kept and could not be applied is taken once more. */
@OnEachStore
class ReplaysTest {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"[^}]*?\"outcome\":\"(A[AER])\"");

    private final Sandbox gateway;
    private final User hospital;
    private final String first = People.nhsNumber();
    private final String second = People.nhsNumber();
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Adt known =
            Adt.admission("KNOWN" + run, first).identifiers("M" + run + "^^^PAS^MR~" + first + "^^^NHS^NH");
    private final Adt changed = Adt.admission("CHANGED" + run, second)
            .identifiers("M" + run + "^^^PAS^MR~" + second + "^^^NHS^NH")
            .happened(Instant.now().plusSeconds(300))
            .carer("ROSALIND");

    ReplaysTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
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
        String request = UUID.randomUUID().toString();

        assertThat(fate(replay(gateway.as("admin").with("X-Request-ID", request), refused)))
                .isEqualTo("AA");

        assertThat(carers(second)).isEqualTo(1);
        assertThat(gateway.audited(request, 200)).isEqualTo(2);
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
