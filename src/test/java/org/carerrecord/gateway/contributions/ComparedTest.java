package org.carerrecord.gateway.contributions;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.Map;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/** What of a FHIR write is its writer's words (carer-model.md, contributions 5). */
class ComparedTest {

    private static final Resources RESOURCES = new Resources(FhirContext.forR4());
    private static final Instant BEFORE = Instant.parse("2026-11-01T09:00:00Z");

    private final Patient seen = new Patient();
    private final Patient written;

    ComparedTest() {
        seen.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue("9990000018");
        seen.addIdentifier().setSystem("urn:local").setValue("W1");
        seen.addName().setFamily("Marlow");
        seen.setGender(AdministrativeGender.FEMALE);
        seen.getMeta().addSecurity().setSystem("urn:labels").setCode("N");
        written = seen.copy();
    }

    @Test
    void whatIsNotChangedIsNotSaidButWhoItIs() {
        Patient words = compared(new Patient(), Map.of());

        assertThat(words.getIdentifier()).singleElement().matches(one -> one.getValue()
                .equals("9990000018"));
        assertThat(words.hasName()).isFalse();
        assertThat(words.hasGender()).isFalse();
        assertThat(words.getMeta().hasSecurity()).isFalse();
    }

    @Test
    void whatIsChangedOrAddedIsSaid() {
        written.setGender(AdministrativeGender.OTHER);
        written.addTelecom().setValue("01632960001");
        written.addIdentifier().setSystem("urn:own").setValue("P9");

        Patient words = compared(new Patient(), Map.of());

        assertThat(words.getGender()).isEqualTo(AdministrativeGender.OTHER);
        assertThat(words.getTelecom()).hasSize(1);
        assertThat(words.getIdentifier()).extracting(one -> one.getValue()).containsExactly("9990000018", "P9");
        assertThat(words.hasName()).isFalse();
    }

    @Test
    void whatWasSaidBeforeIsStillSaidSinceThen() {
        Patient before = new Patient();
        before.setGender(AdministrativeGender.FEMALE);
        before.addName().setFamily("Marlowe");

        Compared compared = Compared.of(
                written, seen, new Compared.Mine(before, Map.of("gender", BEFORE, "name", BEFORE)), RESOURCES);

        Patient words = (Patient) compared.words();
        assertThat(words.getGender()).isEqualTo(AdministrativeGender.FEMALE);
        assertThat(words.getNameFirstRep().getFamily()).as("what it sends now").isEqualTo("Marlow");
        assertThat(compared.earlier()).containsExactly(Map.entry("gender", BEFORE));
    }

    @Test
    void whatIsLeftOutIsSaidNoMore() {
        Patient before = new Patient();
        before.setGender(AdministrativeGender.FEMALE);
        written.setGender(null);

        assertThat(compared(before, Map.of("gender", BEFORE)).hasGender()).isFalse();
    }

    @Test
    void whatIsMaskedIsNotSaid() {
        Patient before = new Patient();
        before.addName().setFamily("Marlow");
        for (Patient one : new Patient[] {seen, written}) {
            one.getNameFirstRep().setFamily(null);
            one.getNameFirstRep().getFamilyElement().addExtension(Systems.DATA_ABSENT_REASON, new CodeType("masked"));
        }
        written.addAddress().addExtension(Systems.DATA_ABSENT_REASON, new CodeType("masked"));

        Patient words = compared(before, Map.of());

        assertThat(words.getNameFirstRep().getFamily()).isEqualTo("Marlow");
        assertThat(words.hasAddress()).isFalse();
    }

    private Patient compared(Patient before, Map<String, Instant> at) {
        return (Patient) Compared.of(written, seen, new Compared.Mine(before, at), RESOURCES)
                .words();
    }
}
