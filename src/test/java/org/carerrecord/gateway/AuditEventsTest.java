package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who did what, for whom, on what ground: told to the operator as AuditEvents, and to nobody else. */
@OnEachStore
class AuditEventsTest {

    private final Sandbox gateway;
    private final User admin;
    private final String patient = People.nhsNumber();
    private final String request = People.uuid();

    AuditEventsTest(Store store) {
        gateway = Sandbox.on(store);
        admin = gateway.as("admin");
    }

    private String pushed() {
        return Fhir.reference(
                gateway.as("hospital")
                        .with("X-Request-ID", request)
                        .fhir("POST", "/fhir", Fhir.json(Fhir.push(patient, People.nhsNumber())))
                        .bundle(),
                0);
    }

    private List<AuditEvent> events(String query) {
        Answer answer = admin.get("/fhir/AuditEvent?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.found(AuditEvent.class);
    }

    private static List<String> entities(AuditEvent event) {
        return event.getEntity().stream()
                .map(AuditEventEntityComponent::getWhat)
                .map(what -> what.hasReference()
                        ? what.getReference()
                        : what.getIdentifier().getValue())
                .toList();
    }

    @Test
    void aReadTellsWhoWhomWhyAndHowItEnded() {
        String reference = pushed();
        gateway.as("hospital").with("X-Request-ID", request).get("/fhir/" + reference);

        List<AuditEvent> events = events("action=R&entity=" + reference);

        assertThat(events).hasSize(1);
        AuditEvent event = events.getFirst();
        assertThat(event.getType().getCode()).isEqualTo("rest");
        assertThat(event.getSubtypeFirstRep().getCode()).isEqualTo("read");
        assertThat(event.getAction()).isEqualTo(AuditEventAction.R);
        assertThat(event.getOutcome()).isEqualTo(AuditEventOutcome._0);
        assertThat(event.getAgentFirstRep().getRequestor()).isTrue();
        assertThat(event.getAgentFirstRep().getWho().getIdentifier().getValue()).isEqualTo("RZ1");
        assertThat(event.getPurposeOfEventFirstRep().getText()).isEqualTo("direct-care");
        assertThat(entities(event)).containsExactly(reference, reference, request);
        assertThat(event.getEntity().getLast().getDetail())
                .extracting(detail -> detail.getType() + " "
                        + detail.getValueStringType().getValue().split(";")[0])
                .containsExactly("agreement sandbox-5", "ground UK GDPR Art 6(1)(e) and 9(2)(h)");
        assertThat(event.getMeta().getProfile().getFirst().getValue())
                .isEqualTo("https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead");
        assertThat(admin.get("/fhir/AuditEvent/" + event.getIdElement().getIdPart())
                        .resource(AuditEvent.class)
                        .equalsDeep(event))
                .isTrue();
    }

    @Test
    void eachInteractionHasItsAction() {
        User tester = gateway.as("tester");
        String id = tester.fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(patient)))
                .header("Location")
                .replaceFirst(".*/Patient/([^/]+)/.*", "$1");
        String path = "/fhir/Patient/" + id;
        tester.fhir("PUT", path, Fhir.json(Fhir.patient(patient).setActive(true).setId(id)));
        tester.get(path + "/$everything");
        tester.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + patient);
        tester.get("/export/gp?patient=" + id);
        tester.delete(path);
        tester.get(path);
        String about = "&patient=Patient/" + id;

        assertThat(events("action=C" + about)).singleElement().satisfies(event -> assertThat(entities(event))
                .contains("Patient/" + id + "/_history/1"));
        assertThat(events("action=U" + about)).singleElement().satisfies(event -> assertThat(entities(event))
                .contains("Patient/" + id + "/_history/2"));
        assertThat(events("action=D" + about)).singleElement().satisfies(event -> assertThat(entities(event))
                .contains("Patient/" + id + "/_history/3"));
        assertThat(events("action=E" + about))
                .extracting(event -> event.getSubtypeFirstRep().getCode() + " "
                        + event.getSubtypeFirstRep().getDisplay())
                .containsExactly("search-type null", "null $everything");
        assertThat(events("action=R" + about))
                .extracting(event -> event.getType().getDisplay())
                .containsExactly("Restful Operation", "Export");
        assertThat(events("action=R,U" + about)).hasSize(3);
        assertThat(events("outcome=4&agent=ZT1&entity=Patient/" + id))
                .singleElement()
                .satisfies(event -> assertThat(event.getOutcomeDesc()).isEqualTo("HTTP 410"));
    }

    @Test
    void messagesAndLoginsAreTold() {
        gateway.as("hospital").hl7(Adt.admission("AE" + patient, patient).text());
        gateway.as("nobody").with("X-Request-ID", request).get("/fhir/Patient");

        assertThat(events("patient.identifier=" + User.NHS_NUMBER + patient))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getType().getDisplay()).isEqualTo("Import");
                    assertThat(entities(event).get(1)).matches("Patient/[^/]+/_history/1");
                });
        assertThat(events("outcome=4&_count=20"))
                .filteredOn(event -> entities(event).contains(request))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getType().getDisplay()).isEqualTo("User Authentication");
                    assertThat(event.getAgentFirstRep().getWho().getDisplay()).isEqualTo("nobody known");
                });
    }

    @Test
    void pagesGoBackToTheFirst() {
        String reference = pushed();
        User hospital = gateway.as("hospital");
        for (int i = 0; i < 6; i++) {
            hospital.get("/fhir/" + reference);
        }
        Set<String> seen = new HashSet<>();
        String next = "/fhir/AuditEvent?action=R&_count=4&patient=" + reference;
        int pages = 0;
        while (!next.isEmpty()) {
            Bundle page = admin.get(next.substring(next.indexOf("/fhir"))).bundle();
            page.getEntry().forEach(entry -> seen.add(entry.getFullUrl()));
            next = page.getLink("next") == null ? "" : page.getLink("next").getUrl();
            pages++;
        }

        assertThat(pages).isEqualTo(2);
        assertThat(seen).hasSize(6);
    }

    /** R4, Search, "Page Count": 0 is the same as {@code _summary=count}. */
    @ParameterizedTest
    @ValueSource(strings = {"_summary=count", "_count=0"})
    void aCountIsTheNumberAlone(String count) {
        String reference = pushed();
        gateway.as("hospital").get("/fhir/" + reference);

        Bundle counted =
                admin.get("/fhir/AuditEvent?patient=" + reference + "&" + count).bundle();

        assertThat(counted.getTotal()).isEqualTo(2);
        assertThat(counted.getEntry()).isEmpty();
        assertThat(counted.getLink("self").getUrl()).contains(count);
    }

    @Test
    void datesNarrow() {
        String reference = pushed();
        gateway.as("hospital").get("/fhir/" + reference);
        String all = "patient=" + reference;
        String at =
                events(all).getFirst().getRecordedElement().getValueAsString().replace("+", "%2B");

        assertThat(events(all + "&date=ge" + at)).hasSize(1);
        assertThat(events(all + "&date=gt" + at)).isEmpty();
        assertThat(events(all + "&date=le" + at)).hasSize(2);
        assertThat(events(all + "&date=lt" + at)).hasSize(1);
        assertThat(events(all + "&date=" + at)).hasSize(1);
        assertThat(events(all + "&date=ge" + at.substring(0, 4) + "&date=lt" + at))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date=yesterday",
                "date=ne2026",
                "action=X",
                "outcome=5",
                "entity=Patient",
                "patient.identifier=1",
                "_sort=date",
                "winifred=1"
            })
    void whatIsNotUnderstoodIsRefused(String query) {
        assertThat(admin.get("/fhir/AuditEvent?" + query).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hospital", "council", "tester", "icb"})
    void nobodyElseIsToldOfIt(String partner) {
        String reference = pushed();
        String id = events("patient=" + reference).getFirst().getIdElement().getIdPart();

        assertThat(gateway.as(partner)
                        .get("/fhir/AuditEvent?patient=" + reference)
                        .bundle()
                        .getEntry())
                .isEmpty();
        assertThat(gateway.as(partner).get("/fhir/AuditEvent/" + id).status()).isEqualTo(404);
    }

    @Test
    void whatIsToldIsValid() {
        String reference = pushed();
        gateway.as("hospital").get("/fhir/" + reference);
        gateway.as("hospital").get("/fhir/RelatedPerson?patient=" + reference);

        for (AuditEvent event : events("patient=" + reference)) {
            assertThat(gateway.as("tester")
                            .fhir("POST", "/fhir/AuditEvent/$validate", Fhir.json(event))
                            .resource(OperationOutcome.class)
                            .getIssue())
                    .filteredOn(issue -> issue.getSeverity() == IssueSeverity.ERROR)
                    .isEmpty();
        }
    }
}
