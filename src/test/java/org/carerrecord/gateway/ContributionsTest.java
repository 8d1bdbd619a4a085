package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** Who says what of a carer, since when and in which message, and what the record makes of it. */
@OnEachStore
class ContributionsTest extends ContributionCalls {

    ContributionsTest(Store store) {
        super(store);
    }

    @Test
    void whoSaysWhatSinceWhenAndInWhichMessage() {
        hospital.hl7(Adt.admission("SAYS" + run, patient).carer("OSWALD").text());
        String reference =
                "RelatedPerson/" + carers(hospital).getFirst().getIdElement().getIdPart();
        String message = hospital.get("/messages?controlId=SAYS" + run)
                .text()
                .replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        carers(gateway.as("council"));

        Parameters own = said(hospital, reference);
        Parameters others = said(gateway.as("council"), reference);

        assertThat(part(own, 0, "by")).contains("RZ1", "Sandbox Hospital NHS Trust");
        assertThat(part(own, 0, "status")).contains("active");
        assertThat(part(own, 0, "message")).contains(Canonical.BASE + "Id/message", message);
        assertThat(part(own, 0, "said")).contains("OSWALD").doesNotContain("\"id\":\"" + reference);
        assertThat(hospital.get("/messages/" + message).status()).isEqualTo(200);
        assertThat(part(others, 0, "by")).contains("RZ1");
        assertThat(part(others, 0, "message"))
                .as("its sender's and the operator's")
                .isEmpty();
        for (String nobody : new String[] {"community", "gp", "carers-centre", "fire", "admin"}) {
            assertThat(gateway.as(nobody)
                            .get("/fhir/" + reference + "/$contributions")
                            .status())
                    .isEqualTo(404);
        }
        assertThat(hospital.get("/fhir/RelatedPerson/nobody/$contributions").status())
                .isEqualTo(404);
        assertThat(hospital.get("/fhir/" + reference + "/$contributions?x=1").status())
                .isEqualTo(400);
    }

    @Test
    void whereTheyDifferIsTold() {
        String reference = push(hospital);
        push(community);
        RelatedPerson changed = read(community, reference);
        changed.getTelecomFirstRep().setValue("01632960778");
        put(community, changed);

        Parameters said = said(hospital, reference);

        assertThat(said.getParameter())
                .extracting(ParametersParameterComponent::getName)
                .containsExactly("contribution", "contribution", "difference");
        assertThat(part(said, 2, "element")).contains("RelatedPerson.telecom");
        assertThat(said.getParameter().get(2).getPart()).hasSize(3);
        assertThat(part(said, 2, "by")).as("whose words stand").contains("RZ2");
        assertThat(read(hospital, reference).getTelecomFirstRep().getValue()).isEqualTo("01632960778");
    }

    @Test
    void whatIsNotConfirmedIsNobodyElses() {
        String reference = push(hospital);
        RelatedPerson possible = Fhir.carer(carer, "Patient/" + patientId());
        possible.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType("possible"));
        possible.addName().setFamily("Secret");
        gateway.as("gp").fhir("PUT", condition(), Fhir.json(possible));

        assertThat(said(hospital, reference).getParameter()).hasSize(1);
        assertThat(part(said(gateway.as("gp"), reference), 0, "said")).contains("Secret");
        assertThat(Fhir.json(read(hospital, reference))).doesNotContain("Secret");
    }

    @Test
    void patientsAndFlagsAreContributedToAlike() {
        push(hospital);
        push(community);

        for (String reference : new String[] {"Patient/" + patientId(), "Flag/" + flagId()}) {
            assertThat(said(hospital, reference).getParameter().stream()
                            .filter(one -> one.getName().equals("contribution")))
                    .hasSize(2);
        }
    }

    @Test
    void sourcesOfWhatNobodyElseSeesReadWhatAllOfThemSaid() {
        String reference = possible(hospital, "Oswald");
        possible(community, "Percival");

        for (User source : List.of(hospital, community)) {
            RelatedPerson read = read(source, reference);
            assertThat(Fhir.json(read)).doesNotContain("Oswald", "Percival").contains(carer);
            assertThat(said(source, reference).getParameter()).hasSize(1);
        }
        assertThat(carers(gateway.as("council"))).isEmpty();
    }

    /** The same messages in any order, each with the time of its own event. */
    @Test
    void shuffledMessagesMakeOneRecord() {
        Instant start = Instant.now().minus(Duration.ofDays(2));
        List<Adt> told = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Adt one = Adt.admission("SHUFFLE" + i, patient).happened(start.plusSeconds(60L * i));
            told.add(i % 2 == 0 ? one.carer("OSWALD") : i == 1 ? one.carer("PERCIVAL") : one);
        }
        String expected = "";
        Random random = new Random(7);
        for (int round = 0; round < 4; round++) {
            String person = People.nhsNumber();
            for (Adt one : told) {
                String text = one.text()
                        .replace(patient, person)
                        .replace("SHUFFLE", "S" + round + run)
                        .replace("01632960777", "0163296077" + one.controlId().charAt(7));
                if (one.controlId().endsWith("3")) {
                    text += "NK1|\"\"\r";
                }
                assertThat(hospital.hl7(text).acknowledged()).isEqualTo("AA");
            }
            String record = record(person);
            assertThat(record).isEqualTo(expected.isEmpty() ? record : expected);
            expected = record;
            Collections.shuffle(told, random);
        }
        assertThat(expected).contains("OSWALD", "PERCIVAL", "unsupported", "01632960774");
    }

    private String record(String person) {
        List<Resource> all = new ArrayList<>();
        all.addAll(gateway.as("tester")
                .get("/fhir/Patient?identifier=" + User.NHS_NUMBER + person)
                .found(Patient.class));
        all.addAll(gateway.as("tester")
                .get("/fhir/RelatedPerson?patient.identifier=" + User.NHS_NUMBER + person)
                .found(RelatedPerson.class));
        return all.stream()
                .map(one -> {
                    String id = one.getIdElement().getIdPart();
                    one.setId((String) null);
                    one.setMeta(null);
                    if (one instanceof RelatedPerson related) {
                        related.setPatient(new Reference());
                    }
                    return Fhir.json(one).replace(id, "").replace(person, "");
                })
                .sorted()
                .toList()
                .toString();
    }

    private String possible(User user, String given) {
        push(user);
        RelatedPerson possible = Fhir.carer(carer, "Patient/" + patientId());
        possible.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType("possible"));
        possible.getNameFirstRep().getGiven().getFirst().setValue(given);
        assertThat(user.fhir("PUT", condition(), Fhir.json(possible)).status()).isEqualTo(200);
        return "RelatedPerson/"
                + carers(gateway.as("tester")).getFirst().getIdElement().getIdPart();
    }

    private String flagId() {
        return gateway.as("tester")
                .get("/fhir/Flag?patient.identifier=" + User.NHS_NUMBER + patient)
                .found(org.hl7.fhir.r4.model.Flag.class)
                .getFirst()
                .getIdElement()
                .getIdPart();
    }
}
