package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** {@code POST /intake/council}: each person's rows one message and one transaction, a line for each row. */
@OnEachStore
class CouncilIntakeTest {

    private static final String HEADER =
            "record,person_id,nhs_id,last_name,first_name,date_of_birth,other_person_id,type,is_informal_carer,client_type,reference,start_date,end_date,assessment_type,outcome,extracted_at\n";

    private final Sandbox gateway;
    private final User council;
    private final String cared = People.nhsNumber();
    private final String carer = People.nhsNumber();
    private final String caredId = "E" + cared;
    private final String carerId = "C" + carer;

    CouncilIntakeTest(Store store) {
        gateway = Sandbox.on(store);
        council = gateway.as("council");
    }

    private String extract() {
        return HEADER
                + "person," + caredId + "," + cared + ",Ashdown,Vera,1941-03-02,,,,,,,,,,2026-10-01\n"
                + "person," + carerId + "," + carer + ",Ashdown,Neil,1969-05-01,,,,,,,,,,2026-10-01\n"
                + "relationship," + carerId + ",,,,," + caredId + ",parent,Y,,,2020-01-01,,,,2026-10-01\n"
                + "assessment," + carerId + ",,,,,,,,Unpaid carer,A-1,2026-08-01,2026-08-20,Long term assessment,"
                + "Something else,2026-10-01\n";
    }

    private Answer send(String extract) {
        return council.with("Content-Type", "text/csv").ask("POST", "/intake/council", extract.getBytes(UTF_8));
    }

    private List<RelatedPerson> carers() {
        return council.get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + cared)
                .found(RelatedPerson.class);
    }

    @Test
    void anExtractIsTakenRowByRowAndAskedForByFhir() {
        Answer answer = send(extract());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text().lines())
                .containsExactly(
                        "row 1: taken",
                        "row 2: taken",
                        "row 3: taken",
                        "row 4: taken, with losses: row 4 Event_Outcome: not a permitted value of release 2: kept in"
                                + " its own words");
        assertThat(carers()).singleElement().satisfies(related -> {
            assertThat(related.getRelationshipFirstRep().getCoding())
                    .extracting("code")
                    .contains("Carer", "CHILD");
            assertThat(related.getPatient().getReference()).startsWith("Patient/");
        });
        Patient own = council.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + carer)
                .found(Patient.class)
                .getFirst();
        assertThat(council.get("/fhir/Task?patient.identifier=" + User.NHS_NUMBER + carer)
                        .found(Task.class))
                .singleElement()
                .matches(task ->
                        task.getFor().getReference().endsWith(own.getIdElement().getIdPart()));
    }

    @Test
    void sentAgainItChangesNothing() {
        send(extract());
        String version = carers().getFirst().getMeta().getVersionId();

        Answer again = send(extract());

        assertThat(again.text().lines()).hasSize(4);
        assertThat(carers())
                .singleElement()
                .matches(related -> related.getMeta().getVersionId().equals(version));
    }

    /** A case system that gives no time says again what it said before it said something else. */
    @Test
    void whatIsSaidAgainAfterSomethingElseIsTaken() {
        for (String name : List.of("Ashdown", "Birch", "Ashdown")) {
            send("person_id,nhs_id,last_name,first_name\n" + caredId + "," + cared + "," + name + ",Vera\n");
            assertThat(council.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + cared)
                            .found(Patient.class)
                            .getFirst()
                            .getNameFirstRep()
                            .getFamily())
                    .isEqualTo(name);
        }
    }

    @Test
    void onePersonsRefusalDoesNotSinkTheOthers() {
        String twoNumbers = extract()
                + "person,X" + cared + "," + People.nhsNumber() + ",Other,Una,,,,,,,,,,,2026-10-01\n"
                + "person,X" + cared + "," + People.nhsNumber() + ",Other,Una,,,,,,,,,,,2026-10-01\n"
                + "person,Y" + cared + ",,\"Last,Ida,,,,,,,,,,,2026-10-01\n";

        assertThat(send(twoNumbers).text().lines())
                .hasSize(7)
                .contains("row 1: taken", "row 2: taken")
                .contains("row 5: refused: row 6 NHS_Number: two different NHS numbers cannot be one person's")
                .last()
                .asString()
                .startsWith("row 7: refused: a quotation mark");
        assertThat(carers()).hasSize(1);
    }

    @Test
    void whatIsNoExtractIsRefusedWithoutItsContent() {
        Answer answer = send("name,shoe size\nOswald,9\n");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.places()).containsExactly("header");
        assertThat(answer.text()).doesNotContain("Oswald");
    }

    @Test
    void jsonSaysTheSame() {
        String json = "{\"people\":[{\"personId\":\"" + caredId + "\",\"nhsId\":\"" + cared
                + "\",\"lastName\":\"Ashdown\",\"extractedAt\":\"2026-10-01\"}],\"relationships\":[{\"personId\":\""
                + carerId + "\",\"otherPersonId\":\"" + caredId
                + "\",\"type\":\"parent\",\"isInformalCarer\":true,\"extractedAt\":\"2026-10-01\"}]}";

        Answer answer =
                council.with("Content-Type", "application/json").ask("POST", "/intake/council", json.getBytes(UTF_8));

        assertThat(answer.text().lines()).containsExactly("row 1: taken", "row 2: taken");
        assertThat(carers()).hasSize(1);
    }
}
