package org.carerrecord.gateway.contributions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.carerrecord.gateway.contributions.Contribution.About;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** What several organisations say of one person comes to one record (carer-model.md, contributions 4). */
class PatientOfSeveralTest extends SandboxContributors {

    private static final String NUMBER = "9990000026";

    PatientOfSeveralTest() throws IOException {}

    @Test
    void whoSaysNothingOfWhetherANumberIsVerifiedTakesItFromNobody() {
        Patient verified = numbered(NUMBER);
        verified.getIdentifierFirstRep().addExtension(verification("01"));

        Identifier number = made(said("Z00001", 1, verified), said("RZ1", 2, numbered(NUMBER)))
                .getIdentifierFirstRep();
        assertThat(number.getExtension()).singleElement().matches(one -> one.equalsDeep(verification("01")));
    }

    @Test
    void ofSeveralWhoSayWhetherItIsVerifiedTheLastIsHeard() {
        Patient verified = numbered(NUMBER);
        verified.getIdentifierFirstRep().addExtension(verification("01"));
        Patient untraced = numbered(NUMBER);
        untraced.getIdentifierFirstRep().addExtension(verification("02"));

        for (List<Contribution> all : List.of(
                List.of(said("Z00001", 1, verified), said("ZL1", 2, untraced), said("RZ1", 3, numbered(NUMBER))),
                List.of(said("RZ1", 1, numbered(NUMBER)), said("Z00001", 2, verified), said("ZL1", 3, untraced)))) {
            assertThat(made(all.toArray(Contribution[]::new))
                            .getIdentifierFirstRep()
                            .getExtension())
                    .singleElement()
                    .matches(one -> one.equalsDeep(verification("02")));
        }
    }

    @Test
    void aCarersNumberIsVerifiedByWhoSaysSo() {
        RelatedPerson verified = carer("Joy");
        verified.addIdentifier(numbered(NUMBER).getIdentifierFirstRep()).getIdentifierFirstRep();
        RelatedPerson silent = verified.copy();
        verified.getIdentifierFirstRep().addExtension(verification("01"));

        RelatedPerson made = (RelatedPerson) record.of(
                        List.of(contribution(telling("Z00001", 1, verified)), contribution(telling("RZ1", 2, silent))),
                        TODAY)
                .resource()
                .orElseThrow();

        assertThat(made.getIdentifierFirstRep().getExtension()).hasSize(1);
    }

    @Test
    void whomTwoMergedEachReplacesBoth() {
        Patient one = numbered(NUMBER);
        one.addLink().setType(LinkType.REPLACES).getOther().setReference("Patient/x");
        Patient other = numbered(NUMBER);
        other.addLink().setType(LinkType.REPLACES).getOther().setReference("Patient/y");

        assertThat(made(said("RZ1", 1, one), said("Z00001", 2, other)).getLink())
                .extracting(link -> link.getOther().getReference())
                .containsExactlyInAnyOrder("Patient/x", "Patient/y");
    }

    @Test
    void theSameWordsAgainAreTheSameRecord() {
        Patient one = numbered(NUMBER);
        one.addIdentifier().setSystem("urn:test:1").setValue("A");
        one.addExtension("urn:test:one", new Coding().setCode("1"));
        one.addContact().getName().setFamily("Baker");
        one.getMeta().addProfile("urn:profile:1").addTag("urn:tags", "1", null).addSecurity("urn:labels", "1", null);
        Patient other = new Patient();
        other.addIdentifier().setSystem("urn:test:2").setValue("B");
        other.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(NUMBER);
        other.addExtension("urn:test:two", new Coding().setCode("2"));
        other.addContact().getName().setFamily("Okafor");
        other.getMeta()
                .addProfile("urn:profile:2")
                .addTag("urn:tags", "2", null)
                .addSecurity("urn:labels", "2", null);

        Patient before = made(said("RZ1", 1, one), said("Z00001", 2, other));

        assertThat(json(made(said("RZ1", 3, one), said("Z00001", 2, other)))).isEqualTo(json(before));
        assertThat(json(made(said("RZ1", 3, one), said("Z00001", 4, other)))).isEqualTo(json(before));
        assertThat(json(made(said("RZ1", 1, one)))).isEqualTo(json(one));
    }

    @Test
    void ofOneNumberTheLastWordsStand() {
        Patient old = numbered(NUMBER);
        old.getIdentifierFirstRep().setUse(IdentifierUse.OLD);

        assertThat(made(said("RZ1", 2, old), said("Z00001", 1, numbered(NUMBER)))
                        .getIdentifierFirstRep()
                        .getUse())
                .isEqualTo(IdentifierUse.OLD);
    }

    Patient made(Contribution... said) {
        return (Patient) record.of(List.of(said), TODAY).resource().orElseThrow();
    }

    private String json(Resource resource) {
        return context.newJsonParser().encodeResourceToString(resource);
    }

    private static Patient numbered(String number) {
        Patient patient = new Patient();
        patient.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(number);
        return patient;
    }

    private static Extension verification(String code) {
        return new Extension(
                "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus",
                new CodeableConcept(new Coding(Systems.UK_CORE_NHS_NUMBER_STATUS, code, null)));
    }

    private static Contribution said(String ods, int second, Patient patient) {
        return new Contribution(
                new About(7, ods, KEYS.getFirst(), 1L, "Patient"),
                patient,
                stamp(second, "a"),
                Map.of(),
                null,
                false,
                true);
    }
}
