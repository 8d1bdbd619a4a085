package org.carerrecord.gprecord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.carerrecord.gprecord.export.CodedEntries;
import org.carerrecord.gprecord.export.RecordBundle;
import org.carerrecord.gprecord.export.SharedRecord;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.carerrecord.stories.Told;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** What the record knows of a person's carers is the same after it went out and came in again, or the loss is stated. */
class RoundTripTest {

    private static final int RECORDS = 400;

    private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

    private static final List<String> NUMBERS =
            List.of("9990000018", "9990000026", "9990000034", "9990000042", "9990000050", "9990000069");

    private static final List<String> NAMES =
            List.of("Marlow", "O'Neill", "Müller", "Nowak-Lang", "Okoro", "de la Tour");

    private static final List<Coding> KIN = List.of(
            new Coding(Systems.V3_ROLE_CODE, "DAUC", "daughter"),
            new Coding(Systems.V3_ROLE_CODE, "HUSB", "husband"),
            new Coding(Systems.V2_0131, "N", "Next-of-Kin"),
            new Coding(Systems.UK_CORE_RELATIONSHIP_ROLE, "Guardian", "Guardian of patient"));

    private final Random random = new Random(20261122);

    @Test
    void theBundleSaysTheSameAgain() {
        for (int i = 0; i < RECORDS; i++) {
            SharedRecord shared = record();
            Mapped<Bundle> out = RecordBundle.of(shared, NOW);
            Mapped<Understood> in = Practice.RECORDS.understand(
                    Practice.FHIR
                            .newJsonParser()
                            .encodeResourceToString(out.value())
                            .getBytes(StandardCharsets.UTF_8),
                    Optional.of("4.0"),
                    Practice.PRACTICE);
            SharedRecord again = Outward.first(in.value());

            assertThat(in.value().saidAt()).contains(NOW);
            assertThat(json(again.patient())).isEqualTo(json(shared.patient()));
            assertThat(lost(out.losses(), "RelatedPerson") + again.related().size())
                    .isEqualTo(shared.related().size());
            assertThat(told(again.related(), RoundTripTest::json))
                    .containsExactlyInAnyOrderElementsOf(told(
                            shared.related().stream()
                                    .filter(RoundTripTest::isCarer)
                                    .toList(),
                            RoundTripTest::json));
            assertThat(told(again.flags(), RoundTripTest::told))
                    .containsExactlyInAnyOrderElementsOf(told(shared.flags(), RoundTripTest::told));
        }
    }

    @Test
    void theBundleInXmlSaysTheSameAgain() {
        for (int i = 0; i < 20; i++) {
            Bundle bundle = RecordBundle.of(record(), NOW).value();
            Mapped<Understood> json = Practice.RECORDS.understand(
                    Practice.FHIR.newJsonParser().encodeResourceToString(bundle).getBytes(StandardCharsets.UTF_8),
                    Optional.empty(),
                    Practice.PRACTICE);
            Mapped<Understood> xml = Practice.RECORDS.understand(
                    Practice.FHIR.newXmlParser().encodeResourceToString(bundle).getBytes(StandardCharsets.UTF_8),
                    Optional.empty(),
                    Practice.PRACTICE);

            assertThat(Told.json(Told.bundle(xml.value()))).isEqualTo(Told.json(Told.bundle(json.value())));
            assertThat(xml.losses()).isEqualTo(json.losses());
        }
    }

    @Test
    void theCodedEntriesSayTheSameAgainOrTheLossIsStated() throws IOException {
        for (int i = 0; i < RECORDS; i++) {
            SharedRecord shared = record();
            Mapped<String> out = CodedEntries.of(shared);
            List<String> again = new ArrayList<>();
            for (CSVRecord row : rows(out.value())) {
                assertThat(row.get("nhs_number"))
                        .isEqualTo(shared.patient().getIdentifierFirstRep().getValue());
                again.add(told(imported(row)) + " by " + row.get("recorded_by_ods"));
            }

            assertThat(again.size() + lost(out.losses(), "Flag"))
                    .isEqualTo(shared.flags().size());
            assertThat(shared.flags().stream()
                            .map(flag -> told(flag) + " by "
                                    + flag.getAuthor().getIdentifier().getValue())
                            .toList())
                    .containsAll(again);
        }
    }

    /** Nobody else's name, number or record goes out with a person's own. */
    @Test
    void whatStandsOnAnotherPersonsRecordNeverGoesOut() {
        SharedRecord mine = record();
        RelatedPerson elsewhere = carer(1).setPatient(new Reference("Patient/somebody"));
        Flag flag = flag("is-carer").setSubject(new Reference("Patient/somebody"));
        SharedRecord mixed = new SharedRecord(mine.patient(), List.of(elsewhere), List.of(flag));

        Mapped<Bundle> out = RecordBundle.of(mixed, NOW);

        assertThat(out.value().getEntry()).hasSize(1);
        assertThat(out.losses()).extracting(Loss::place).containsExactly("RelatedPerson[0]", "Flag[0]");
        assertThat(CodedEntries.of(mixed).value().lines()).hasSize(1);
    }

    private static List<CSVRecord> rows(String csv) throws IOException {
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(csv))
                .getRecords();
    }

    /** As a system of general practice would record the row, and send it again. */
    private static Flag imported(CSVRecord row) {
        Patient patient = new Patient();
        patient.setId("1");
        patient.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(row.get("nhs_number"));
        Observation entry = new Observation().setStatus(ObservationStatus.FINAL);
        entry.getCode().addCoding(new Coding(Systems.SNOMED_CT, row.get("concept_id"), row.get("term")));
        entry.setSubject(new Reference("Patient/1"));
        entry.setEffective(new DateTimeType(row.get("date")));
        Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
        bundle.addEntry().setResource(patient);
        bundle.addEntry().setResource(entry);
        return (Flag) Practice.RECORDS
                .understand(
                        Practice.FHIR
                                .newJsonParser()
                                .encodeResourceToString(bundle)
                                .getBytes(StandardCharsets.UTF_8),
                        Optional.of("4.0"),
                        Practice.PRACTICE)
                .value()
                .said()
                .getLast()
                .resource();
    }

    private SharedRecord record() {
        Patient patient = new Patient();
        patient.setId("p1");
        patient.getMeta().addProfile(Canonical.Profile.PATIENT);
        patient.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(any(NUMBERS));
        patient.addIdentifier().setSystem(Systems.local("RZ1", "MRN")).setValue("M" + random.nextInt(1000));
        patient.addName().setFamily(any(NAMES)).addGiven("Ada");
        patient.setGender(any(List.of(AdministrativeGender.values()).subList(0, 4)));
        patient.getBirthDateElement().setValueAsString(date());
        patient.addAddress().addLine("4 Mill Lane").setPostalCode("ZZ99 1AA");
        patient.addGeneralPractitioner()
                .setDisplay("Hill Top Surgery")
                .getIdentifier()
                .setSystem(Systems.ODS_ORGANIZATION)
                .setValue("Z00001");
        patient.addContact().addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632 960001");
        List<RelatedPerson> related = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            related.add(carer(i));
        }
        List<Flag> flags = new ArrayList<>();
        for (String meaning : List.of("is-carer", "has-carer")) {
            if (random.nextBoolean()) {
                flags.add(flag(meaning));
            }
        }
        return new SharedRecord(patient, related, flags);
    }

    private RelatedPerson carer(int number) {
        RelatedPerson related = new RelatedPerson();
        boolean cares = random.nextInt(4) > 0;
        related.setPatient(new Reference("Patient/p1")).setActive(random.nextBoolean());
        CodeableConcept relationship = related.addRelationship();
        if (cares) {
            related.getMeta().addProfile(Canonical.Profile.CARER);
            relationship.addCoding(new Coding(Systems.UK_CORE_RELATIONSHIP_ROLE, "Carer", "Carer of patient"));
            related.addExtension(
                    Canonical.Extension.STATEMENT_STATUS,
                    new CodeType(any(List.of("stated", "confirmed", "ended", "unsupported"))));
        }
        relationship.addCoding(any(KIN));
        if (random.nextBoolean()) {
            related.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(NUMBERS.get(number));
        }
        related.addName().setFamily(any(NAMES) + number).addGiven("Tom");
        related.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("07700 90000" + number);
        related.addAddress().addLine("12 Quay Street").setPostalCode("ZZ99 2BB");
        if (random.nextBoolean()) {
            related.getBirthDateElement().setValueAsString(any(List.of("1967", "1967-08", "1967-08-30")));
        }
        related.getPeriod().getStartElement().setValueAsString(date());
        return related;
    }

    private Flag flag(String meaning) {
        Flag flag = new Flag();
        flag.setStatus(any(List.of(FlagStatus.ACTIVE, FlagStatus.INACTIVE, FlagStatus.ENTEREDINERROR)));
        flag.getCode().addCoding(new Coding(Canonical.CodeSystem.FLAG_MEANING, meaning, null));
        flag.setSubject(new Reference("Patient/p1"));
        if (flag.getStatus() == FlagStatus.INACTIVE) {
            flag.getPeriod().getEndElement().setValueAsString(date());
        } else {
            flag.getPeriod().getStartElement().setValueAsString(date());
        }
        flag.setAuthor(Practice.PRACTICE.reference());
        return flag;
    }

    private String date() {
        String day = LocalDate.of(1950, 1, 1).plusDays(random.nextInt(25_000)).toString();
        return day.substring(0, any(List.of(4, 7, 10)));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static boolean isCarer(RelatedPerson related) {
        return related.getMeta().hasProfile(Canonical.Profile.CARER);
    }

    private static <T> List<String> told(List<T> resources, Function<T, String> by) {
        return resources.stream().map(by).toList();
    }

    private static long lost(List<Loss> losses, String type) {
        return losses.stream()
                .filter(loss -> loss.place().startsWith(type + "["))
                .count();
    }

    private static String json(Resource resource) {
        Resource copy = resource.copy();
        copy.setId((String) null);
        return Practice.FHIR.newJsonParser().encodeResourceToString(copy);
    }

    private static String told(Flag flag) {
        return flag.getStatus().toCode() + " "
                + flag.getCode().getCodingFirstRep().getCode() + " "
                + flag.getPeriod().getStartElement().getValueAsString() + " "
                + flag.getPeriod().getEndElement().getValueAsString();
    }
}
