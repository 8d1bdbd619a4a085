package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.COUNCIL;
import static org.carerrecord.fhirserver.TheRecord.HOSPITAL;
import static org.carerrecord.fhirserver.TheRecord.TESTER;
import static org.carerrecord.fhirserver.TheRecord.stop;

import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What no search parameter of R4 indexes is looked up too. */
@ParameterizedClass
@EnumSource(Database.class)
class ReferencesTest {

    private static final String LINK = "urn:uuid:9f0c1a52-0000-4000-8000-000000000001";

    private final CountingDataSource database;
    private final TheRecord record;

    ReferencesTest(Database engine) {
        database = new CountingDataSource(engine.fresh());
        record = new TheRecord(database);
    }

    private static Patient samirWhoKnows(String... references) {
        return knowing(People.samir(), references);
    }

    private static Patient knowing(Patient patient, String... references) {
        for (String reference : references) {
            patient.addExtension("https://carerrecord.org/fhir/test/knows", new Reference(reference));
        }
        return patient;
    }

    private String ediths() {
        return "Patient/" + record.create(HOSPITAL, People.edith()).id();
    }

    @Test
    void anExtensionMayReferToWhatIsThere() {
        String edith = ediths();

        assertThat(record.create(HOSPITAL, samirWhoKnows(edith)).created()).isTrue();
    }

    @Test
    void orToWhatComesWithIt() {
        assertThat(record.transaction(HOSPITAL, Asked.create(LINK, People.edith()), Asked.create(samirWhoKnows(LINK))))
                .allMatch(Outcome::created);
    }

    @Test
    void toNothingElse() {
        assertThat(stop(() -> record.create(HOSPITAL, samirWhoKnows("RelatedPerson/1"))))
                .isEqualTo(FaultKind.INVALID);
        Patient samir = People.samir();
        samir.addContact().setOrganization(new Reference("Organization/1"));
        assertThat(stop(() -> record.create(HOSPITAL, samir))).isEqualTo(FaultKind.INVALID);
    }

    @Test
    void andNotToWhatTheSenderMayNotSee() {
        String edith = ediths();

        assertThat(stop(() -> record.create(COUNCIL, samirWhoKnows(edith)))).isEqualTo(FaultKind.INVALID);
    }

    @Test
    void whoMayReferToNothingMayDoSo() {
        assertThat(record.create(TESTER, samirWhoKnows("RelatedPerson/1")).created())
                .isTrue();
    }

    @Test
    void howeverManyAreLookedUpInOneStatement() {
        String edith = ediths();
        String tom =
                "RelatedPerson/" + record.create(HOSPITAL, People.tom(edith)).id();
        database.taken();
        record.create(HOSPITAL, knowing(People.zoe(), edith));
        int one = database.taken().size();

        record.create(HOSPITAL, samirWhoKnows(edith, tom, edith));

        assertThat(database.taken()).hasSize(one);
    }
}
