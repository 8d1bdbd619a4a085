package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/** Who tells of somebody whom another told of already makes a version of theirs (R4, http.html#history). */
@OnEachStore
class HistoryOfContributionsTest {

    private final Sandbox gateway;

    HistoryOfContributionsTest(Store store) {
        gateway = Sandbox.on(store);
    }

    @Test
    void aPostThatFindsSomebodyChangesThem() {
        String number = People.nhsNumber();
        String patient = gateway.as("hospital").create(Fhir.patient(number));
        Patient more = Fhir.patient(number);
        more.addTelecom().setValue("01632960111");

        Answer found = gateway.as("gp").fhir("POST", "/fhir/Patient", Fhir.json(more));

        assertThat(found.status()).as(found.text()).isEqualTo(201);
        Bundle history =
                gateway.as("tester").get("/fhir/" + patient + "/_history").bundle();
        assertThat(history.getEntry())
                .extracting(entry -> entry.getRequest().getMethod() + " "
                        + entry.getRequest().getUrl() + " "
                        + entry.getResponse().getStatus())
                .containsExactly("PUT " + patient + " 200", "POST Patient 201");
    }
}
