package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;

/** A council's case system: rows of its extracts, and what the record makes of them. */
final class CouncilCase {

    private static final String HEADER = "record,person_id,nhs_id,last_name,first_name,date_of_birth,merged_person_ids,"
            + "unmerged_person_ids,other_person_id,type,is_informal_carer,marked_for_deletion,extracted_at\n";

    private final User council;
    private final User tester;
    private String nhsNumber = "";
    private String run = "";

    CouncilCase(Sandbox gateway) {
        council = gateway.as("council");
        tester = gateway.as("tester");
        other();
    }

    /** Somebody else, in whose numbers {@code ~} stands for a text of their own. */
    void other() {
        nhsNumber = People.nhsNumber();
        run = People.mark();
    }

    /** The person under the number E, who goes on. */
    String vera(String merged, String unmerged) {
        return "person,E~,%s,Ashdown,Vera,1941-03-02,%s,%s,,,,".formatted(nhsNumber, merged, unmerged);
    }

    String also(String number, String merged) {
        return "person," + number + ",,Ashdown,Vera,1941-03-02," + merged + ",,,,,";
    }

    String carer(String number, String given) {
        return carer(number, given, "", "");
    }

    String carer(String number, String given, String merged, String unmerged) {
        return "person,%s,,Ashdown,%s,1969-05-01,%s,%s,,,,".formatted(number, given, merged, unmerged);
    }

    String cares(String carer, String cared) {
        return "relationship,%s,,,,,,,%s,parent,Y,".formatted(carer, cared);
    }

    String caresNoMore(String carer, String cared) {
        return cares(carer, cared) + "Y";
    }

    List<String> send(String at, String... rows) {
        return send("", at, List.of(rows));
    }

    List<String> send(String query, String at, List<String> rows) {
        StringBuilder extract = new StringBuilder(HEADER);
        rows.forEach(row -> extract.append(row).append(',').append(at).append('\n'));
        Answer answer = council.with("Content-Type", "text/csv")
                .ask(
                        "POST",
                        "/intake/council" + query,
                        extract.toString().replace("~", run).getBytes(UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text().lines().toList();
    }

    /** What Client Level Data says of rows that cannot be made. */
    String notReported() {
        return council.with("Accept", "text/plain")
                .get("/export/cld?release=2&from=2026-07-01&to=2026-09-30")
                .text()
                .replace(run, "~");
    }

    Answer read(String path) {
        return tester.get("/fhir/" + path);
    }

    List<Patient> patients(String number) {
        return read("Patient?identifier=" + number.replace("~", run)).found(Patient.class);
    }

    Patient patient(String number) {
        List<Patient> patients = patients(number);
        assertThat(patients).as(number).hasSize(1);
        return patients.getFirst();
    }

    List<RelatedPerson> carers(String number) {
        return read("RelatedPerson?patient=" + patient(number).getIdElement().getIdPart())
                .found(RelatedPerson.class);
    }

    /** Who cares for the person, with the status of what is said of it. */
    List<String> carersOf(String number) {
        return carers(number).stream()
                .map(carer -> carer.getNameFirstRep().getGivenAsSingleString() + " "
                        + carer.getExtensionString(Canonical.Extension.STATEMENT_STATUS))
                .sorted()
                .toList();
    }

    /** The id of the one relationship. */
    String relationship(String cared) {
        return carers(cared).getFirst().getIdElement().getIdPart();
    }

    boolean goesOn(String number) {
        Patient patient = patient(number);
        return !patient.hasActive() || patient.getActive();
    }

    List<String> numbers(Patient patient) {
        return patient.getIdentifier().stream()
                .map(Identifier::getValue)
                .map(number -> number.replace(run, "~"))
                .filter(number -> !number.equals(nhsNumber))
                .sorted()
                .toList();
    }

    String nhsNumber() {
        return nhsNumber;
    }

    String id(String number) {
        return patient(number).getIdElement().getIdPart();
    }
}
