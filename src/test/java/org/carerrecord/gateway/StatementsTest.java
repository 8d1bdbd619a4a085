package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How many times the hot operations go to the database through the edge, contributions and identity with them. A number that
 * changes is a decision: fewer is a gain to freeze, more needs a reason.
 */
@OnEachStore
class StatementsTest {

    private final Store store;
    private final Sandbox gateway;
    private final String patient = People.nhsNumber();
    private final String carer = People.nhsNumber();
    private final Logger jdbc = (Logger) LoggerFactory.getLogger(JdbcTemplate.class);
    private final Statements statements = new Statements();

    StatementsTest(Store store) {
        this.store = store;
        gateway = Sandbox.on(store);
    }

    /** What requests ask the database; they run in virtual threads, and what goes on beside them does not. */
    private static final class Statements extends AppenderBase<ILoggingEvent> {

        private final List<String> taken = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (Thread.currentThread().isVirtual()
                    && event.getFormattedMessage().startsWith("Executing prepared SQL statement")) {
                taken.add(event.getFormattedMessage());
            }
        }
    }

    @BeforeEach
    void listen() {
        gateway.empty();
        jdbc.setLevel(Level.DEBUG);
        jdbc.setAdditive(false);
        statements.start();
        jdbc.addAppender(statements);
    }

    @AfterEach
    void stopListening() {
        jdbc.detachAppender(statements);
        jdbc.setAdditive(true);
        jdbc.setLevel(null);
    }

    /** PostgreSQL takes several statements, and the rows of all tables, at once; H2 is in the same process. */
    private void took(int onH2, int onPostgresql) {
        assertThat(statements.taken).hasSize(store == Store.H2 ? onH2 : onPostgresql);
        statements.taken.clear();
    }

    private Bundle push() {
        Answer answer = gateway.as("hospital").fhir("POST", "/fhir", Fhir.json(Fhir.push(patient, carer)));
        assertThat(answer.status()).isEqualTo(200);
        return answer.bundle();
    }

    @Test
    void aPushOfANewPatientAndCarerAndTheSameAgain() {
        push();
        took(20, 6);

        push();
        took(13, 5);
    }

    @Test
    void aSearchForTheCarersOfAnNhsNumberWithThePatient() {
        push();
        String query = "/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + patient
                + "&_include=RelatedPerson:patient";
        statements.taken.clear();

        assertThat(gateway.as("hospital").get(query).bundle().getEntry()).hasSize(2);
        took(3, 2);

        // The council states its relationship; what it had is read first, to be put back if it finds nobody all the
        // same.
        assertThat(gateway.as("council").get(query).bundle().getEntry()).hasSize(2);
        took(7, 5);

        // It has it the second time.
        assertThat(gateway.as("council").get(query).bundle().getEntry()).hasSize(2);
        took(3, 2);
    }

    @Test
    void aReadAndACreate() {
        Answer created = gateway.as("hospital").fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(patient)));
        assertThat(created.status()).isEqualTo(201);
        took(14, 2);

        assertThat(gateway.as("hospital")
                        .get("/fhir/Patient/"
                                + created.resource(Patient.class).getIdElement().getIdPart())
                        .status())
                .isEqualTo(200);
        took(3, 2);
    }
}
