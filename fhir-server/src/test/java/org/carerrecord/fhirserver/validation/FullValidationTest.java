package org.carerrecord.fhirserver.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.assertj.core.api.Assertions;
import org.carerrecord.fhirserver.Database;
import org.carerrecord.fhirserver.People;
import org.carerrecord.fhirserver.TheRecord;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.validation.Remark.Severity;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FullValidationTest {

    private static final String BORN = "http://elsewhere.example/fhir/StructureDefinition/Born";

    private static final String PROFILE =
            """
            {"resourceType":"StructureDefinition","url":"%s","name":"Born","status":"active","kind":"resource",
             "abstract":false,"type":"Patient","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Patient",
             "derivation":"constraint","differential":{"element":[
               {"id":"Patient.birthDate","path":"Patient.birthDate","min":1}]}}
            """
                    .formatted(BORN);

    private static final Caller STRICT = TheRecord.caller("RF1");

    private static final FullValidation VALIDATION = TheRecord.VALIDATION.full();

    private static List<Remark> errors(List<Remark> remarks) {
        return remarks.stream()
                .filter(remark -> remark.severity() == Severity.ERROR)
                .toList();
    }

    @Test
    void aCodeOfASystemThatIsNotHeldHereIsNoError() {
        Flag flag = new Flag().setStatus(Flag.FlagStatus.ACTIVE).setSubject(new Reference("Patient/1"));
        flag.getCode().addCoding().setSystem("http://snomed.info/sct").setCode("224484003");

        assertThat(errors(VALIDATION.of(flag, Optional.empty()))).isEmpty();
    }

    @Test
    void aProfileThatIsClaimedAndNotKnownIsNoError() {
        Patient edith = People.edith();
        edith.getMeta().addProfile("https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient");

        assertThat(errors(VALIDATION.of(edith, Optional.empty()))).isEmpty();
    }

    @Test
    void whatIsClaimedIsHeldTo() {
        RelatedPerson tom = People.tom("Patient/1");
        tom.getMeta().addProfile(Canonical.Profile.CARER);

        assertThat(errors(VALIDATION.of(tom, Optional.empty()))).isNotEmpty();
    }

    @Test
    void aPackageOfTheOperatorIsHeldToo(@TempDir Path folder) throws IOException {
        pack(folder.resolve("born.tgz"));
        FullValidation with = new FullValidation(TheRecord.CONTEXT, List.of(folder));
        Patient unborn = new Patient();

        assertThat(errors(with.of(unborn, Optional.of(BORN))))
                .extracting(Remark::place)
                .containsExactly("Patient");
        assertThat(errors(with.of(People.edith(), Optional.of(BORN)))).isEmpty();
    }

    @Test
    void aPackageThatIsNotThereStopsTheStart(@TempDir Path folder) {
        assertThatThrownBy(() -> new FullValidation(TheRecord.CONTEXT, List.of(folder.resolve("none.tgz"))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("gateway.fhir.packages");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whomTheAgreementMarksIsHeldToItOnEveryWrite(Database database) {
        TheRecord record = TheRecord.on(database);
        Patient edith = People.edith();
        edith.addContact().getName().setFamily("Zzsecret");
        edith.getContactFirstRep().setName(null).getPeriod().getStartElement().setValueAsString("2020-02-02");

        Fault fault = Assertions.catchThrowableOfType(Fault.class, () -> record.create(STRICT, edith));

        assertThat(fault.kind()).isEqualTo(FaultKind.INVALID);
        assertThat(fault.place()).isEqualTo("Patient.contact[0]");
        assertThat(fault.issues().toString()).contains("pat-1").doesNotContain("2020-02-02");
        assertThat(record.create(TheRecord.HOSPITAL, edith).created()).isTrue();
        assertThat(record.create(STRICT, People.samir()).created()).isTrue();
    }

    private static void pack(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            entry(tar, "package/package.json", "{\"name\":\"elsewhere.born\",\"version\":\"1.0.0\"}");
            entry(tar, "package/StructureDefinition-Born.json", PROFILE);
            entry(tar, "package/other/readme.json", "{}");
        }
    }

    private static void entry(TarArchiveOutputStream tar, String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    /** Errors come first, so that none is left out for a warning. */
    @Test
    void noMoreIsSaidThanAnybodyReads() {
        Patient patient = new Patient();
        for (int i = 0; i < 3_000; i++) {
            patient.addCommunication()
                    .getLanguage()
                    .addCoding()
                    .setSystem("http://example.org/nowhere")
                    .setCode("code" + i)
                    .setDisplay("Zzsecret " + i);
        }
        patient.addContact().getPeriod().getStartElement().setValueAsString("2020-02-02");

        List<Remark> remarks = VALIDATION.of(patient, Optional.empty());

        assertThat(remarks).hasSize(201);
        assertThat(remarks.getLast().rule()).isEqualTo("too-long");
        assertThat(errors(remarks)).extracting(Remark::place).contains("Patient.contact[0]");
        assertThat(remarks).extracting(Remark::reason).noneMatch(reason -> reason.contains("Zzsecret"));
    }

    @Test
    void aMessageIsLookedThroughOnceHoweverMuchTheResourceHolds() {
        Patient patient = new Patient();
        for (int i = 0; i < 50_000; i++) {
            patient.addName().setFamily("Zz" + i + " of " + i);
        }
        Discretion discretion = new Discretion(TheRecord.CONTEXT, patient);
        String quoting = "a name as Zz77 of 77, Zz78 of 78 is none (Zz49999 of 49999); Zz79 is no name of its own. ";

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 200; i++) {
                assertThat(discretion.of("Patient.name[0]", quoting.repeat(4).strip()))
                        .startsWith("a name as …, … is none (…); Zz79 is no name of its own.");
            }
        });
    }
}
