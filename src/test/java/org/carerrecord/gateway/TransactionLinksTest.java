package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, RESTful API, "transaction", and Bundle, "Resolving references in Bundles": what leads from entry to entry. */
@OnEachStore
class TransactionLinksTest {

    private static final String OTHER = "http://other.org/fhir/";

    private final Sandbox gateway;
    private final User tester;
    private final String mark = People.uuid();

    TransactionLinksTest(Store store) {
        gateway = Sandbox.on(store);
        tester = gateway.as("tester");
    }

    private String patient(String more) {
        return "{\"resourceType\":\"Patient\"" + more + ",\"identifier\":[{\"system\":\"urn:tx\",\"value\":\"" + mark
                + "\"}]}";
    }

    private static String basic(String reference, String more) {
        return "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"" + reference + "\"}"
                + more + "}";
    }

    private Bundle done(String... entries) {
        Answer answer = tester.fhir("POST", "/fhir", Entries.bundle("transaction", entries));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.bundle();
    }

    private Basic basic(Bundle answer, int entry) {
        return tester.get("/fhir/" + Fhir.reference(answer, entry)).resource(Basic.class);
    }

    private String subject(Bundle answer, int entry) {
        return basic(answer, entry).getSubject().getReference();
    }

    @ParameterizedTest
    @CsvSource({
        "http://other.org/fhir/Patient/77, urn:uuid:5c6f9a52-0000-4000-8000-000000000001,"
                + " http://other.org/fhir/Patient/77",
        "http://other.org/fhir/Patient/77, http://other.org/fhir/Basic/1, Patient/77",
        "http://other.org/fhir/Patient/77, http://other.org/fhir/Basic/1, Patient/77/_history/3",
        "http://other.org/fhir/Patient/77, http://other.org/fhir/Basic/1, http://other.org/fhir/Patient/77/_history/3",
        "OWN/Patient/77, urn:uuid:5c6f9a52-0000-4000-8000-000000000001, OWN/Patient/77",
        "OWN/Patient/77, OWN/Basic/1, Patient/77",
        "http://other.org/fhir/Patient/77, OWN/Basic/1, http://other.org/fhir/Patient/77",
    })
    void aReferenceToAnEntryIsOneToWhatItMakes(String fullUrl, String from, String reference) {
        String own = gateway.as("tester").base().resolve("/fhir").toString();

        Bundle answer = done(
                Entries.linked(from.replace("OWN", own), "POST", "Basic", basic(reference.replace("OWN", own), "")),
                Entries.linked(
                        fullUrl.replace("OWN", own), "POST", "Patient", patient(",\"meta\":{\"versionId\":\"3\"}")));

        assertThat(subject(answer, 0)).isEqualTo(Fhir.reference(answer, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "http://other.org/fhir/Basic/1, Patient/78",
        "http://third.org/fhir/Basic/1, Patient/77",
        "http://other.org/fhir/Basic/1, http://third.org/fhir/Patient/77",
        "http://other.org/fhir/Basic/1, http://other.org/fhir/Patient/77/_history/9",
        "http://other.org/fhir/Basic/1, http://other.org/fhir/Patient/770",
    })
    void anotherReferenceStays(String from, String reference) {
        Bundle answer = done(
                Entries.linked(from, "POST", "Basic", basic(reference, "")),
                Entries.linked(OTHER + "Patient/77", "POST", "Patient", patient(",\"meta\":{\"versionId\":\"3\"}")));

        assertThat(subject(answer, 0)).isEqualTo(reference);
    }

    @Test
    void anOwnAddressIsNoneOfTheEntrysOwnRoot() {
        String own = tester.base().resolve("/fhir/Patient/77").toString();

        Bundle answer = done(
                Entries.linked(OTHER + "Basic/1", "POST", "Basic", basic(own, "")),
                Entries.linked(OTHER + "Patient/77", "POST", "Patient", patient("")));

        assertThat(subject(answer, 0)).isEqualTo("Patient/77");
    }

    @Test
    void urisNarrativesAndConditionalEntriesAreFollowedAndCanonicalsAreNot() {
        String more = ",\"text\":{\"status\":\"generated\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\"><a"
                + " href=\\\""
                + OTHER
                + "Patient/77\\\">x</a></div>\"},\"extension\":[{\"url\":\"http://x.org/u\",\"valueUrl\":\""
                + OTHER
                + "Patient/77\"},{\"url\":\"http://x.org/c\",\"valueCanonical\":\"" + OTHER + "Patient/77\"}]";

        Bundle answer = done(
                Entries.linked(OTHER + "Basic/1", "POST", "Basic", basic("Patient/77", more)),
                Entries.linked(OTHER + "Patient/77", "PUT", "Patient?identifier=urn:tx%7C" + mark, patient("")));

        String patient = Fhir.reference(answer, 1);
        Basic basic = basic(answer, 0);
        assertThat(basic.getSubject().getReference()).isEqualTo(patient);
        assertThat(basic.getText().getDivAsString())
                .contains("\"" + patient + "\"")
                .doesNotContain(OTHER);
        assertThat(basic.getExtension())
                .extracting(extension -> extension.getValue().primitiveValue())
                .containsExactly(patient, OTHER + "Patient/77");
    }

    @Test
    void theNameOfADefinitionIsNoLink() {
        String system = "http://x.org/CodeSystem/" + mark;

        Bundle answer = done(
                Entries.linked(
                        system,
                        "POST",
                        "CodeSystem",
                        "{\"resourceType\":\"CodeSystem\",\"url\":\"" + system
                                + "\",\"status\":\"active\",\"content\":\"not-present\"}"),
                Entries.write(
                        "POST",
                        "Basic",
                        "{\"resourceType\":\"Basic\",\"code\":{\"coding\":[{\"system\":\"" + system
                                + "\",\"code\":\"a\"}]}}"));

        assertThat(basic(answer, 1).getCode().getCodingFirstRep().getSystem()).isEqualTo(system);
        assertThat(tester.get("/fhir/CodeSystem?url=" + system).bundle().getEntry())
                .hasSize(1);
    }

    /** R4, RESTful API, "transaction": elements of type canonical are not replaced. */
    @Test
    void aUrnToo() {
        String patient = "urn:uuid:" + People.uuid();
        String system = "urn:uuid:" + People.uuid();

        Bundle answer = done(
                Entries.linked(patient, "POST", "Patient", patient("")),
                Entries.linked(
                        system,
                        "POST",
                        "CodeSystem",
                        "{\"resourceType\":\"CodeSystem\",\"url\":\"" + system
                                + "\",\"status\":\"active\",\"content\":\"not-present\"}"),
                Entries.write(
                        "POST",
                        "Basic",
                        "{\"resourceType\":\"Basic\",\"subject\":{\"reference\":\"" + patient
                                + "\"},\"author\":{\"reference\":\"" + patient
                                + "\"},\"code\":{\"coding\":[{\"system\":\""
                                + system
                                + "\",\"code\":\"a\"}]},\"extension\":[{\"url\":\"http://x.org/u\",\"valueUrl\":\""
                                + patient + "\"},{\"url\":\"http://x.org/c\",\"valueCanonical\":\"" + patient
                                + "\"}]}"));

        Basic basic = basic(answer, 2);
        assertThat(basic.getSubject().getReference()).isEqualTo(Fhir.reference(answer, 0));
        assertThat(basic.getCode().getCodingFirstRep().getSystem()).isEqualTo(system);
        assertThat(basic.getExtension())
                .extracting(extension -> extension.getValue().primitiveValue())
                .containsExactly(Fhir.reference(answer, 0), patient);
        assertThat(tester.get("/fhir/CodeSystem?url=" + system).bundle().getEntry())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST Patient", "PUT Patient?identifier=urn:tx%7CMARK", "PUT Patient/MARK"})
    void aConditionalReferenceFindsWhatTheBundleMakes(String makes) {
        String[] request = makes.replace("MARK", mark).split(" ");
        String id = request[1].contains("/") ? ",\"id\":\"" + mark + "\"" : "";

        Bundle answer = done(
                Entries.write("POST", "Basic", basic("Patient?identifier=urn:tx%7C" + mark, "")),
                Entries.write(request[0], request[1], patient(id)));

        assertThat(subject(answer, 0)).isEqualTo(Fhir.reference(answer, 1));
        assertThat(tester.get("/fhir/Basic?subject=" + Fhir.reference(answer, 1))
                        .bundle()
                        .getEntry())
                .hasSize(1);
        assertThat(tester.get("/fhir/" + Fhir.reference(answer, 0) + "/_history")
                        .bundle()
                        .getEntry())
                .hasSize(1);
    }

    @Test
    void andNotWhatItDeletesOrChanges() {
        tester.fhir("PUT", "/fhir/Patient/" + mark, patient(",\"id\":\"" + mark + "\""));
        String entry = Entries.write("POST", "Basic", basic("Patient?identifier=urn:tx%7C" + mark, ""));

        assertThat(tester.fhir("POST", "/fhir", Entries.bundle("transaction", entry, Entries.delete("Patient/" + mark)))
                        .status())
                .isEqualTo(422);
        assertThat(tester.fhir(
                                "POST",
                                "/fhir",
                                Entries.bundle(
                                        "transaction",
                                        entry,
                                        Entries.write(
                                                "PUT",
                                                "Patient/" + mark,
                                                "{\"resourceType\":\"Patient\",\"id\":\"" + mark + "\"}")))
                        .status())
                .isEqualTo(422);
        assertThat(tester.fhir(
                                "POST",
                                "/fhir",
                                Entries.bundle("transaction", entry, Entries.write("POST", "Patient", patient(""))))
                        .status())
                .as("two now")
                .isEqualTo(422);
    }

    /** The second finds by a condition what itself refers by one, and the third is linked to the second. */
    @Test
    void conditionalReferencesMayFollowEachOther() {
        String note = "urn:uuid:" + People.uuid();
        Bundle answer = done(
                Entries.write("POST", "Basic", basic(note, "")),
                Entries.linked(
                        note,
                        "POST",
                        "Basic",
                        basic(
                                "Basic?identifier=urn:tx%7C" + mark,
                                ",\"text\":{\"status\":\"generated\",\"div\":\"<div"
                                        + " xmlns=\\\"http://www.w3.org/1999/xhtml\\\">x</div>\"}")),
                Entries.write(
                        "POST",
                        "Basic",
                        basic(
                                "Patient?identifier=urn:tx%7C" + mark,
                                ",\"identifier\":[{\"system\":\"urn:tx\",\"value\":\"" + mark + "\"}]")),
                Entries.write("POST", "Patient", patient("")));

        assertThat(subject(answer, 0)).isEqualTo(Fhir.reference(answer, 1));
        assertThat(subject(answer, 1)).isEqualTo(Fhir.reference(answer, 2));
        assertThat(subject(answer, 2)).isEqualTo(Fhir.reference(answer, 3));
    }

    @Test
    void aPartnersPushMayReferToItsPatientSo() {
        String number = People.nhsNumber();
        User hospital = gateway.as("hospital");
        Bundle push = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        push.addEntry()
                .setResource(Fhir.carer(People.nhsNumber(), "Patient?identifier=" + Fhir.token(number)))
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl("RelatedPerson");
        Fhir.put(push, "urn:uuid:" + People.uuid(), Fhir.patient(number), "Patient?identifier=" + Fhir.token(number));

        Answer answer = hospital.fhir("POST", "/fhir", Fhir.json(push));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(hospital.get("/fhir/" + Fhir.reference(answer.bundle(), 0))
                        .resource(RelatedPerson.class)
                        .getPatient()
                        .getReference())
                .isEqualTo(Fhir.reference(answer.bundle(), 1));
        push.getEntryFirstRep()
                .setResource(Fhir.carer(People.nhsNumber(), "Patient?identifier=" + Fhir.token(People.nhsNumber())));
        assertThat(hospital.fhir("POST", "/fhir", Fhir.json(push)).status()).isEqualTo(422);
    }
}
