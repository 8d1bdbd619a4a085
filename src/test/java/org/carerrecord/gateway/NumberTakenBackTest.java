package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What identified somebody by words that were taken back leads nobody else to them (ADR 24, ADR 35). */
@OnEachStore
class NumberTakenBackTest extends HospitalCalls {

    private final String number = People.nhsNumber();
    private final User community = gateway.as("community");
    private final User practice = gateway.as("gp");

    NumberTakenBackTest(Store store) {
        super(store);
    }

    @Test
    void aLocalNumberOfWhoeverDeletedItsWordsIsFreeAgain() {
        String right = People.nhsNumber();
        send("A28", pid("111" + run));
        String patient = practice.create(Fhir.patient(nhsNumber));
        assertThat(hospital.hl7(message("A31", pid("111" + run).replace(nhsNumber, right)))
                        .acknowledged())
                .isEqualTo("AE");
        String refused = hospital.get("/messages?controlId=" + run + "-" + sent)
                .text()
                .replaceAll("(?s)^.*?\"id\":\"([^\"]+)\".*$", "$1");
        assertThat(hospital.delete("/fhir/" + patient).status()).isIn(200, 204);

        assertThat(hospital.ask("POST", "/messages/" + refused + "/replay", new byte[0])
                        .text())
                .contains("\"outcome\":\"AA\"");

        assertThat(tester("Patient?identifier=" + User.NHS_NUMBER + right).found(Patient.class))
                .hasSize(1);
        assertThat(patients())
                .singleElement()
                .extracting(one -> one.getIdElement().getIdPart())
                .isEqualTo(patient.replace("Patient/", ""));
    }

    @Test
    void aPracticeThatOthersNameStaysOneWhenSomebodyElseDeletesItsWords() {
        Patient registered = Fhir.patient(nhsNumber);
        registered
                .addGeneralPractitioner()
                .getIdentifier()
                .setSystem(Systems.ODS_ORGANIZATION)
                .setValue("Z00002");
        String patient = practice.create(registered);
        send("A28", pid("111" + run));

        assertThat(hospital.delete("/fhir/" + patient).status()).isIn(200, 204);

        assertThat(gateway.as("gp-2").get("/fhir/" + patient).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deleted", "list"})
    void whoIsToldUnderANumberThatWasTakenBackIsNoOther(String how) {
        String joy = joyWithNumber();
        RelatedPerson withoutNumber = Fhir.joyce();
        withoutNumber.setPatient(new Reference(practice.create(Fhir.patient(nhsNumber))));
        assertThat(practice.create(withoutNumber)).as("linked").isEqualTo(joy);
        takeBack(how, joy);

        tom();

        assertThat(names()).hasSize(2).containsEntry(joy, "JOYCE");
        joy();
        assertThat(names()).as("told again").containsEntry(joy, "JOYCE").containsValue("TOM");
        tom();
        assertThat(names().values()).containsOnlyOnce("TOM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deleted"})
    void whoeverIsLeftWithoutAStatementBecomesNobodyElse(String how) {
        String joy = joyWithNumber();
        takeBack(how, joy);

        tom();

        Map<String, String> names = names();
        assertThat(names.values()).containsOnlyOnce("TOM");
        assertThat(names.get(joy)).isEqualTo(how.equals("null") ? "JOYCE" : null);
        tom();
        assertThat(names()).isEqualTo(names);
        assertThat(questions()).hasSize(how.equals("null") ? 1 : 0);
        joy();
        assertThat(names()).hasSize(how.equals("null") ? 2 : names.size());
    }

    @Test
    void whoIsToldAgainIsWhoTheyWere() {
        String joy = joyWithNumber();
        takeBack("null", joy);

        community.hl7(carer("JOYCE", "OKAFOR", "19620304").replaceFirst("RZ1", "RZ2"));
        assertThat(names()).containsOnlyKeys(joy);

        send("A31", pid("111" + run), "NK1|1|\"\"");
        joy();
        assertThat(names()).containsOnlyKeys(joy);
    }

    @Test
    void whoWasDeletedIsNobodyElseForWhoDeletedThemEither() {
        String joy = hospital.create(numbered(Fhir.joyce()));
        assertThat(hospital.delete("/fhir/" + joy).status()).isIn(200, 204);

        String tom = hospital.create(
                numbered(Fhir.carer(new HumanName().setFamily("Baker").addGiven("Tom"))));

        assertThat(tom).isNotEqualTo(joy);
        assertThat(hospital.create(numbered(Fhir.joyce()))).isEqualTo(joy);
    }

    private RelatedPerson numbered(RelatedPerson carer) {
        carer.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(number);
        carer.setPatient(new Reference(patient()));
        return carer;
    }

    private String patient() {
        hospital.hl7(message("A31", pid("111" + run)));
        return patients().getFirst().getIdElement().toUnqualifiedVersionless().getValue();
    }

    private String joyWithNumber() {
        joy();
        return names().keySet().iterator().next();
    }

    private void joy() {
        assertThat(hospital.hl7(carer("JOYCE", "OKAFOR", "19620304")).acknowledged())
                .isEqualTo("AA");
    }

    private void tom() {
        assertThat(community
                        .hl7(carer("TOM", "BAKER", "19900102").replaceFirst("RZ1", "RZ2"))
                        .acknowledged())
                .isEqualTo("AA");
    }

    private String carer(String given, String family, String born) {
        String phone = given.equals("TOM") ? "01632960999" : "07700900123";
        return message(
                "A31",
                pid("111" + run),
                "NK1|1|" + family + "^" + given + "|20||" + phone + "|" + "|".repeat(10) + born + "|".repeat(17)
                        + number + "^^^NHS^NH");
    }

    private void takeBack(String how, String carer) {
        switch (how) {
            case "null" -> send("A31", pid("111" + run), "NK1|1|\"\"");
            case "deleted" ->
                assertThat(hospital.delete("/fhir/" + carer).status()).isIn(200, 204);
            default -> send("A08", pid("111" + run), "NK1|1|OTHER^ANN|20");
        }
    }

    /** Given names by {@code RelatedPerson/id}. */
    private Map<String, String> names() {
        return carers().stream()
                .filter(one -> !one.getNameFirstRep().getFamily().equalsIgnoreCase("other"))
                .collect(Collectors.toMap(
                        one -> one.getIdElement().toUnqualifiedVersionless().getValue(),
                        one -> one.getNameFirstRep().getGivenAsSingleString().toUpperCase(Locale.ROOT)));
    }

    private List<Task> questions() {
        return community
                .get("/fhir/Task?code=same-person&patient.identifier=" + User.NHS_NUMBER + nhsNumber)
                .found(Task.class);
    }
}
