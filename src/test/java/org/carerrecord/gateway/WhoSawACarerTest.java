package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator asks of a carer who was shown them, in whatever answer, and who said them. */
@OnEachStore
class WhoSawACarerTest extends ContributionCalls {

    WhoSawACarerTest(Store store) {
        super(store);
    }

    private List<AuditEvent> events(String reference, String more) {
        return gateway.as("admin")
                .get("/fhir/AuditEvent?entity=" + reference + more)
                .found(AuditEvent.class);
    }

    private static List<String> named(AuditEvent event) {
        return event.getEntity().stream()
                .map(entity -> String.valueOf(entity.getWhat().getReference()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RelatedPerson?_include=RelatedPerson:patient&patient.identifier=",
                "Patient?_revinclude=RelatedPerson:patient&identifier=",
                "Patient/%s/$everything",
                "Patient/%s/$carer-record"
            })
    void whatAnAnswerShowedIsKept(String question) {
        String reference = push(hospital);
        User council = gateway.as("council");
        carers(council);
        String asked = question.contains("%s") ? question.formatted(patientId()) : question + User.NHS_NUMBER + patient;
        String before = "&agent=ZL1&_count=50";
        int already = events(reference, before).size();

        assertThat(council.get("/fhir/" + asked).text()).contains(reference.substring("RelatedPerson/".length()));

        List<AuditEvent> events = events(reference, before);
        assertThat(events).hasSize(already + 1);
        assertThat(named(events.getFirst())).contains(reference, "Patient/" + patientId());
    }

    @Test
    void whoSaidThemIsFoundToo() {
        hospital.hl7(Adt.admission("SAW" + run, patient).carer("OSWALD").text());
        String reference =
                "RelatedPerson/" + carers(hospital).getFirst().getIdElement().getIdPart();

        assertThat(events(reference, "&action=C,U,E&agent=RZ1"))
                .anySatisfy(event -> assertThat(named(event)).contains(reference + "/_history/1"));
        assertThat(events("RelatedPerson/nobody", "")).isEmpty();
    }

    @Test
    void whoWasShownNothingOfThemIsNotAmongThose() {
        String reference = push(hospital);

        gateway.as("council").get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient);

        assertThat(events(reference, "&agent=ZL1")).isEmpty();
    }
}
