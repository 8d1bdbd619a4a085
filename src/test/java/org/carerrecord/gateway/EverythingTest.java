package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleLinkComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that a caller may see of one person. */
@OnEachStore
class EverythingTest {

    private static final String WINIFRED = "9990000018";
    private static final String BARNABY = "9990000026";

    private final Sandbox gateway;
    private final User hospital;
    private final User tester;
    private String winifred = "";

    EverythingTest(Store store) {
        gateway = Sandbox.on(store);
        hospital = gateway.as("hospital");
        tester = gateway.as("tester");
    }

    @BeforeEach
    void push() {
        gateway.empty();
        Bundle answer = hospital.fhir("POST", "/fhir", Fhir.json(Fhir.push(WINIFRED, BARNABY)))
                .bundle();
        winifred = Fhir.reference(answer, 0);
    }

    private String everything(String query) {
        return "/fhir/" + winifred + "/$everything" + query;
    }

    private static List<String> types(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(entry -> entry.getResource().fhirType())
                .toList();
    }

    private void put(String reference, Resource resource) {
        resource.setId(reference);
        assertThat(tester.fhir("PUT", "/fhir/" + reference, Fhir.json(resource)).status())
                .isEqualTo(201);
    }

    @Test
    void itIsThePatientFirstAndAllOfTheCompartment() {
        Bundle all = hospital.get(everything("")).bundle();

        assertThat(all.getType()).isEqualTo(BundleType.SEARCHSET);
        assertThat(types(all)).startsWith("Patient").containsExactlyInAnyOrder("Patient", "RelatedPerson", "Flag");
        assertThat(all.getTotal()).isEqualTo(3);
    }

    @Test
    void pagesGiveEachResourceOnce() {
        List<String> ids = new ArrayList<>();
        String path = everything("?_count=1");
        for (int page = 0; page < 5 && !path.isEmpty(); page++) {
            Bundle bundle = hospital.get(path).bundle();
            bundle.getEntry().forEach(entry -> ids.add(entry.getFullUrl()));
            BundleLinkComponent next = bundle.getLink("next");
            path = next == null ? "" : next.getUrl().replaceAll("^https?://[^/]+", "");
        }

        assertThat(ids).hasSize(3).doesNotHaveDuplicates();
        assertThat(ids.getFirst()).endsWith(winifred);
    }

    @Test
    void aNextLinkIsForWhoGotItAndForThatPatient() {
        String next = hospital.get(everything("?_count=1"))
                .bundle()
                .getLink("next")
                .getUrl()
                .replaceAll("^https?://[^/]+", "");

        assertThat(tester.get(next).status()).isEqualTo(400);
        assertThat(hospital.get(next.replace(winifred, "Patient/1")).status()).isEqualTo(400);
    }

    @Test
    void typesAndTimesNarrowIt() {
        assertThat(types(hospital.get(everything("?_type=Flag,RelatedPerson")).bundle()))
                .containsExactlyInAnyOrder("Flag", "RelatedPerson");
        assertThat(types(
                        hospital.get(everything("?_since=2999-01-01T00:00:00Z")).bundle()))
                .isEmpty();
        assertThat(types(
                        hospital.get(everything("?_since=2020-01-01T00:00:00Z")).bundle()))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?_type=Person+of+care",
                "?_since=soon",
                "?_since=2026-01-01",
                "?_since=%2B500000-01-01T00:00:00Z",
                "?_count=0",
                "?_count=many",
                "?start=2020-01-01",
                "?_cursor=x"
            })
    void whatIsNotUnderstoodIsRefused(String query) {
        assertThat(hospital.get(everything(query)).status()).isEqualTo(400);
    }

    @Test
    void whoMaySeeNothingFindsNothing() {
        assertThat(gateway.as("council").get(everything("")).status()).isEqualTo(404);
        assertThat(gateway.as("council")
                        .get("/fhir/" + winifred + "/$carer-record")
                        .status())
                .isEqualTo(404);
        assertThat(gateway.stranger().get(everything("")).status()).isEqualTo(401);
    }

    @Test
    void theCouncilThatAskedForThePersonSeesWhatItsAgreementGives() {
        User council = gateway.as("council");
        council.get("/fhir/Patient?identifier=" + User.NHS_NUMBER + WINIFRED);

        assertThat(types(council.get(everything("")).bundle()))
                .containsExactlyInAnyOrder("Patient", "RelatedPerson", "Flag");
    }

    @Test
    void whatItRefersToComesWithItUnlessItIsAboutSomebodyElse() {
        put("Practitioner/p1", new Practitioner());
        put("Patient/other", new Patient());
        Observation mine = new Observation();
        mine.setStatus(Observation.ObservationStatus.FINAL).getCode().setText("a");
        mine.setSubject(new Reference(winifred));
        mine.addPerformer(new Reference("Practitioner/p1"));
        mine.addPerformer(new Reference("Patient/other"));
        put("Observation/mine", mine);
        Observation others = mine.copy();
        others.setSubject(new Reference("Patient/other"));
        others.getPerformer().clear();
        others.addPerformer(new Reference(winifred));
        put("Observation/others", others);

        List<String> urls = tester.get(everything("")).bundle().getEntry().stream()
                .map(BundleEntryComponent::getFullUrl)
                .toList();

        assertThat(urls).anyMatch(url -> url.endsWith("/Observation/mine"));
        assertThat(urls).anyMatch(url -> url.endsWith("/Practitioner/p1"));
        assertThat(urls).noneMatch(url -> url.endsWith("/Patient/other") || url.endsWith("/Observation/others"));
    }

    @Test
    void whatIsAboutNobodyBelongsToItByR4sCompartment() {
        org.hl7.fhir.r4.model.Appointment appointment = new org.hl7.fhir.r4.model.Appointment();
        appointment.setStatus(org.hl7.fhir.r4.model.Appointment.AppointmentStatus.BOOKED);
        appointment
                .addParticipant()
                .setActor(new Reference(winifred))
                .setStatus(org.hl7.fhir.r4.model.Appointment.ParticipationStatus.ACCEPTED);
        put("Appointment/a1", appointment);

        assertThat(types(tester.get(everything("")).bundle())).contains("Appointment");
    }

    @Test
    void theCarerRecordIsOneBundleWithWhoSaidEach() {
        Encounter stay = new Encounter();
        stay.setStatus(Encounter.EncounterStatus.INPROGRESS).setSubject(new Reference(winifred));
        stay.getClass_()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .setCode("IMP");
        put("Encounter/e1", stay);
        Bundle record = tester.get("/fhir/" + winifred + "/$carer-record").bundle();

        assertThat(record.getType()).isEqualTo(BundleType.COLLECTION);
        assertThat(types(record))
                .containsExactly(
                        "Patient",
                        "RelatedPerson",
                        "Flag",
                        "Encounter",
                        "Provenance",
                        "Provenance",
                        "Provenance",
                        "Provenance");
        assertThat(record.getEntry())
                .extracting(BundleEntryComponent::getFullUrl)
                .doesNotHaveDuplicates();
    }

    @Test
    void theyAnswerAPostToo() {
        String given =
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"_type\",\"valueString\":\"Flag\"}]}";

        assertThat(types(hospital.fhir("POST", everything(""), given).bundle())).containsExactly("Flag");
    }

    @Test
    void eachLeavesItsRow() {
        hospital.with("X-Request-ID", "5f0c1a52-0000-4000-8000-0000000000e1").get(everything(""));
        hospital.with("X-Request-ID", "5f0c1a52-0000-4000-8000-0000000000e2")
                .get("/fhir/" + winifred + "/$carer-record");

        assertThat(gateway.jdbc()
                        .sql("select interaction from audit a join audit_patient p on p.audit = a.id where request like"
                                + " '5f0c1a52-0000-4000-8000-0000000000e%' order by request")
                        .query(String.class)
                        .list())
                .containsExactly("$everything", "$carer-record");
    }
}
