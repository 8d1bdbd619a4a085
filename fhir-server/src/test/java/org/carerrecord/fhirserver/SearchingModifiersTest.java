package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.TESTER;

import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Modifiers (R4, 3.1.1.4.4) and the parameters of every resource (3.1.1.4.1). */
@ParameterizedClass
@EnumSource(Database.class)
class SearchingModifiersTest {

    private static final String V2_0203 = "http://terminology.hl7.org/CodeSystem/v2-0203";

    private final TheRecord record;

    SearchingModifiersTest(Database database) {
        record = TheRecord.on(database);
        Patient ann = new Patient().setGender(AdministrativeGender.FEMALE);
        ann.addName().setFamily("Smith");
        Identifier number = ann.addIdentifier().setSystem("urn:hospital").setValue("H1");
        number.getType()
                .setText("Hospital number")
                .addCoding()
                .setSystem(V2_0203)
                .setCode("MR");
        Meta meta = new Meta().setSource("http://source.example/a/b");
        meta.addProfile("https://profiles.example/Patient");
        meta.addTag().setSystem("urn:tags").setCode("batch-7").setDisplay("Seventh batch");
        meta.addSecurity().setSystem("urn:labels").setCode("N");
        ann.setMeta(meta);
        record.update(TESTER, "ann", ann);
        Patient bob = new Patient().setGender(AdministrativeGender.MALE);
        bob.addIdentifier().setSystem("urn:other").setValue("H1");
        bob.setManagingOrganization(new Reference()
                .setIdentifier(new Identifier().setSystem("urn:org").setValue("O1")));
        record.update(TESTER, "bob", bob);
        record.update(TESTER, "cid", new Patient());
    }

    private List<String> people(String query) {
        return record.found(TESTER, "Patient", query);
    }

    @Test
    void whatIsMissingIsToldForEveryKind() {
        assertThat(people("gender:missing=true")).containsExactly("cid");
        assertThat(people("gender:missing=false")).containsExactly("ann", "bob");
        assertThat(people("family:missing=true")).containsExactly("bob", "cid");
        assertThat(people("birthdate:missing=false")).isEmpty();
        assertThat(people("organization:missing=false")).containsExactly("bob");
        assertThat(people("_profile:missing=true")).containsExactly("bob", "cid");
        assertThat(people("identifier:missing=true&gender:missing=true")).containsExactly("cid");
    }

    @Test
    void whatIsNotSoIncludesWhatIsNotSaid() {
        assertThat(people("gender:not=female")).containsExactly("bob", "cid");
        assertThat(people("gender:not=female,male")).containsExactly("cid");
        assertThat(people("identifier:not=urn:hospital|H1")).containsExactly("bob", "cid");
        assertThat(people("_tag:not=batch-7")).containsExactly("bob", "cid");
        assertThat(people("_id:not=ann")).containsExactly("bob", "cid");
    }

    @Test
    void aTokenIsFoundByItsWords() {
        assertThat(people("identifier:text=hospital")).containsExactly("ann");
        assertThat(people("_tag:text=SEVENTH")).containsExactly("ann");
        assertThat(people("_tag:text=batch")).isEmpty();
        RelatedPerson carer = new RelatedPerson().setPatient(new Reference("Patient/ann"));
        carer.addRelationship().setText("Looks after her").addCoding(new Coding("urn:r", "C", "Unpaid carer"));
        carer.addRelationship(new CodeableConcept().setText("Niece"));
        record.update(TESTER, "carer", carer);
        assertThat(record.found(TESTER, "RelatedPerson", "relationship:text=looks"))
                .containsExactly("carer");
        assertThat(record.found(TESTER, "RelatedPerson", "relationship:text=unpaid,x"))
                .containsExactly("carer");
        assertThat(record.found(TESTER, "RelatedPerson", "relationship:text=after"))
                .isEmpty();
    }

    @Test
    void anIdentifierIsFoundByItsType() {
        assertThat(people("identifier:of-type=" + V2_0203 + "|MR|H1")).containsExactly("ann");
        assertThat(people("identifier:of-type=" + V2_0203 + "|NI|H1")).isEmpty();
        assertThat(people("identifier:of-type=" + V2_0203 + "|MR|H2")).isEmpty();
    }

    @Test
    void aReferenceIsFoundByItsIdentifierAndByItsType() {
        assertThat(people("organization:identifier=urn:org|O1")).containsExactly("bob");
        assertThat(people("organization:identifier=urn:org|O2")).isEmpty();
        RelatedPerson carer = new RelatedPerson().setPatient(new Reference("Patient/ann/_history/1"));
        record.update(TESTER, "carer", carer);
        for (String patient :
                List.of("=ann", "=Patient/ann", "=Patient/ann/_history/1", "=Patient/ann/_history/9", ":Patient=ann")) {
            assertThat(record.found(TESTER, "RelatedPerson", "patient" + patient))
                    .as(patient)
                    .containsExactly("carer");
        }
        assertThat(record.found(TESTER, "RelatedPerson", "patient=http://elsewhere.example/Patient/ann"))
                .isEmpty();
    }

    @Test
    void aUriIsFoundWithWhatIsBelowAndAboveIt() {
        for (String url : List.of("http://v.example/a", "http://v.example/a/b", "http://v.example/ab", "urn:v:a")) {
            ValueSet set = new ValueSet().setUrl(url).setStatus(PublicationStatus.ACTIVE);
            record.update(TESTER, url.replaceAll("\\W+", "-"), set);
        }
        assertThat(sets("url=http://v.example/a")).containsExactly("http-v-example-a");
        assertThat(sets("url:below=http://v.example/a")).containsExactly("http-v-example-a", "http-v-example-a-b");
        assertThat(sets("url:below=http://v.example/")).hasSize(3);
        assertThat(sets("url:above=http://v.example/a/b/c/")).containsExactly("http-v-example-a", "http-v-example-a-b");
        assertThat(sets("url:above=http://v.example/ab")).containsExactly("http-v-example-ab");
        assertThat(sets("url=urn:v:a")).containsExactly("urn-v-a");
    }

    private List<String> sets(String query) {
        return record.found(TESTER, "ValueSet", query);
    }

    @Test
    void aCanonicalIsFoundWithAndWithoutItsVersion() {
        PlanDefinition plan = new PlanDefinition().setStatus(PublicationStatus.ACTIVE);
        plan.addLibrary("http://l.example/Library/x|2");
        record.update(TESTER, "plan", plan);
        for (String value : List.of("http://l.example/Library/x", "http://l.example/Library/x\\|2")) {
            assertThat(record.found(TESTER, "PlanDefinition", "depends-on=" + value))
                    .containsExactly("plan");
        }
        assertThat(record.found(TESTER, "PlanDefinition", "depends-on=http://l.example/Library/x\\|1"))
                .isEmpty();
    }

    @Test
    void everyResourceIsFoundByItsMeta() {
        assertThat(people("_tag=urn:tags|batch-7")).containsExactly("ann");
        assertThat(people("_security=N")).containsExactly("ann");
        assertThat(people("_profile=https://profiles.example/Patient")).containsExactly("ann");
        assertThat(people("_profile:below=https://profiles.example")).containsExactly("ann");
        assertThat(people("_source=http://source.example/a/b")).containsExactly("ann");
        assertThat(people("_source:below=http://source.example/a")).containsExactly("ann");
        assertThat(people("_source=http://source.example/a")).isEmpty();
    }

    @Test
    void aNameIsFoundByHowItSounds() {
        assertThat(people("phonetic=Smyth")).containsExactly("ann");
        assertThat(people("phonetic=Jones")).isEmpty();
        assertThat(people("phonetic=\u4e2d")).isEmpty();
    }

    @Test
    void aCarerIsFoundByOurOwnParameters() {
        RelatedPerson carer = People.carer("Patient/ann", People.TOM, "Tom", "Marlow");
        carer.addExtension(
                Canonical.Extension.CARER_KIND,
                new CodeableConcept()
                        .addCoding(new Coding(Canonical.CodeSystem.CARER_KIND, "young-carer", "Young carer")));
        carer.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType("confirmed"));
        record.update(TESTER, "carer", carer);

        assertThat(record.found(
                        TESTER, "RelatedPerson", "carer-kind=" + Canonical.CodeSystem.CARER_KIND + "|young-carer"))
                .containsExactly("carer");
        assertThat(record.found(TESTER, "RelatedPerson", "carer-kind=parent-carer"))
                .isEmpty();
        assertThat(record.found(TESTER, "RelatedPerson", "statement-status=confirmed"))
                .containsExactly("carer");
        assertThat(people("_has:RelatedPerson:patient:carer-kind=young-carer")).containsExactly("ann");
        assertThat(record.found(TESTER, "RelatedPerson", "identifier=" + Systems.NHS_NUMBER + "|"))
                .containsExactly("carer");
    }
}
