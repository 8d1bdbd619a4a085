package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sender itself tells of one carer twice, under another number or spelling: it is asked, unless it tells the two apart. */
@OnEachStore
class CarerToldTwiceTest extends HospitalCalls {

    private static final String JOY = "OKAFOR^JOY^^^MRS|20||01632960001||||||||||F|19700203";

    private static final String JOYCE = JOY.replace("JOY", "JOYCE");

    CarerToldTwiceTest(Store store) {
        super(store);
    }

    @BeforeEach
    void nobodySaidAnything() {
        gateway.empty();
    }

    private void told(String... nk1s) {
        String[] segments = new String[nk1s.length + 1];
        segments[0] = pid("A" + run);
        for (int i = 0; i < nk1s.length; i++) {
            segments[i + 1] = "NK1|" + (i + 1) + "|" + nk1s[i];
        }
        send("A08", segments);
    }

    private static List<Task> questions(User partner) {
        return partner.get("/fhir/Task?code=same-person").found(Task.class);
    }

    @Test
    void whoseNumberComesLaterIsAskedAbout() {
        told(JOY);

        told(JOY + "|".repeat(17) + People.nhsNumber() + "^^^NHS^NH");

        assertThat(carers()).hasSize(2);
        assertThat(questions(hospital)).hasSize(1);
    }

    @Test
    void whoIsSpelledOtherwiseLaterIsAskedAbout() {
        told(JOY);

        told(JOYCE);

        assertThat(carers()).hasSize(2);
        assertThat(questions(hospital)).hasSize(1);
    }

    @Test
    void whoIsWrittenByFhirAndToldByAMessageIsAskedAbout() {
        told(JOY);
        RelatedPerson written = new RelatedPerson();
        written.setPatient(carers().getFirst().getPatient());
        written.setRelationship(carers().getFirst().getRelationship());
        written.setBirthDateElement(new DateType("1970-02-03"));
        written.addName().setFamily("Okafor").addGiven("Joyce").addPrefix("Mrs");

        hospital.create(written);

        assertThat(questions(hospital)).hasSize(1);
    }

    @Test
    void whoAreTwoInOneMessageAreNoQuestion() {
        told(JOY, JOYCE);
        assertThat(carers()).hasSize(2);

        told(JOY.replace("|20||", "|20|1 MILL LANE^^WENBURY|"));

        assertThat(questions(hospital)).isEmpty();
    }

    @Test
    void whoAreTwoInALaterMessageAreNoQuestionAnyMore() {
        told(JOY);
        told(JOYCE);
        assertThat(questions(hospital))
                .singleElement()
                .extracting(Task::getStatus)
                .isEqualTo(TaskStatus.REQUESTED);

        told(JOY.replace("|20||", "|20|1 MILL LANE^^WENBURY|"), JOYCE);

        assertThat(questions(hospital))
                .singleElement()
                .extracting(Task::getStatus)
                .isEqualTo(TaskStatus.CANCELLED);
    }

    @Test
    void neitherWhereNothingElseIsNewOfThem() {
        told(JOY);
        told(JOYCE);

        told(JOY, JOYCE);

        assertThat(questions(hospital))
                .singleElement()
                .extracting(Task::getStatus)
                .isEqualTo(TaskStatus.CANCELLED);
    }

    @Test
    void whoAreTwoInOneFullExtractAreNoQuestion() {
        extract("?mode=full");

        assertThat(questions(gateway.as("council"))).isEmpty();
    }

    @Test
    void whoAreTwoInOneExtractOfChangesAreAskedAbout() {
        extract("");

        assertThat(questions(gateway.as("council"))).hasSize(1);
    }

    private void extract(String mode) {
        String rows =
                """
                record,person_id,nhs_id,last_name,first_name,date_of_birth,other_person_id,type,is_informal_carer
                person,E0,%s,Fairweather,Winifred,1938-07-09,,,
                person,C0,,Okafor,Joy,1970-02-03,,,
                relationship,C0,,,,,E0,parent,Y
                person,C1,,Okafor,Joyce,1970-02-03,,,
                relationship,C1,,,,,E0,parent,Y
                """
                        .formatted(nhsNumber);
        assertThat(gateway.as("council")
                        .with("Content-Type", "text/csv")
                        .ask("POST", "/intake/council" + mode, rows.getBytes(UTF_8))
                        .status())
                .isEqualTo(200);
        assertThat(carers()).hasSize(2);
    }
}
