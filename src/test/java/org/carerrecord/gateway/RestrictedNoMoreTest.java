package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** {@code R} is lifted by who set it, and by nobody else (carer-model.md, contributions 4). */
@OnEachStore
class RestrictedNoMoreTest {

    private final Sandbox gateway;
    private final String run = People.mark();
    private final String nhsNumber = People.nhsNumber();

    RestrictedNoMoreTest(Store store) {
        gateway = Sandbox.on(store);
    }

    @Test
    void anExplicitNoLiftsTheCouncilsOwnAndAnEmptyCellSaysNothing() {
        send("Y", "2026-07-01");
        assertThat(isRestricted(patient())).isTrue();
        assertThat(isRestricted(carer())).isTrue();

        send("", "2026-07-02");
        assertThat(isRestricted(patient())).isTrue();
        assertThat(isRestricted(carer())).isTrue();

        send("N", "2026-07-03");
        assertThat(isRestricted(patient())).isFalse();
        assertThat(isRestricted(carer())).isFalse();
    }

    @Test
    void whatComesLateIsToldInItsPlace() {
        send("N", "2026-07-03");
        send("Y", "2026-07-01");

        assertThat(isRestricted(patient())).isFalse();
        assertThat(isRestricted(carer())).isFalse();
    }

    @Test
    void othersLabelsStay() {
        Patient others = Fhir.patient(nhsNumber);
        others.getNameFirstRep().setFamily("Ashdown").getGiven().getFirst().setValue("Neil");
        others.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, "R", null);
        gateway.as("gp").create(others);
        send("Y", "2026-07-01");
        send("N", "2026-07-02");

        assertThat(isRestricted(patient())).isTrue();
    }

    private void send(String restricted, String at) {
        String extract =
                """
                record,person_id,nhs_id,last_name,first_name,restricted,other_person_id,type,is_informal_carer,extracted_at
                person,C~,%1$s,Ashdown,Neil,%2$s,,,,%3$s
                relationship,C~,,,,,E~,parent,Y,%3$s
                """
                        .formatted(nhsNumber, restricted, at)
                        .replace("~", run);
        Answer answer = gateway.as("council")
                .with("Content-Type", "text/csv")
                .ask("POST", "/intake/council", extract.getBytes(UTF_8));
        assertThat(answer.text()).contains("row 1: taken").contains("row 2: taken");
    }

    private Patient patient() {
        return gateway.as("tester")
                .get("/fhir/Patient?identifier=C" + run)
                .found(Patient.class)
                .getFirst();
    }

    private RelatedPerson carer() {
        return gateway.as("tester")
                .get("/fhir/RelatedPerson?identifier=C" + run)
                .found(RelatedPerson.class)
                .getFirst();
    }

    private static boolean isRestricted(Resource resource) {
        return resource.getMeta().getSecurity(Systems.V3_CONFIDENTIALITY, "R") != null;
    }
}
