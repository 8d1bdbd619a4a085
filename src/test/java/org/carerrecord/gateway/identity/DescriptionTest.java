package org.carerrecord.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.carerrecord.gateway.identity.linkage.BirthDate;
import org.carerrecord.gateway.identity.linkage.Particulars;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

class DescriptionTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    /** HAPI makes elements that are asked for; an empty one would look like one that was said. */
    @Test
    void whoIsDescribedStaysAsTheyWere() {
        RelatedPerson carer = new RelatedPerson();
        carer.addName().setFamily("Okafor");
        Description.of(carer, TODAY);
        assertThat(carer.listChildrenByName("birthDate", false)).isEmpty();
        assertThat(carer.listChildrenByName("gender", false)).isEmpty();
    }

    @Test
    void aTitleTellsTheSexAndANumberThatIsNoneIsNotTold() {
        RelatedPerson carer = new RelatedPerson();
        carer.addName().setText("Mrs J Okafor").addPrefix("Mrs.");
        carer.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue("0000000000");
        Particulars told = Description.of(carer, TODAY);
        assertThat(told.sex()).contains("female");
        assertThat(told.numbers()).isEmpty();
        assertThat(told.names().getFirst().family()).isEqualTo("okafor");
        assertThat(told.names().getFirst().given()).isEqualTo(List.of("j"));
    }

    @Test
    void aBirthDateThatIsNotYetIsNotTold() {
        assertThat(born("2026-11-23")).isEmpty();
        assertThat(born("2027")).isEmpty();
        assertThat(born("2026-11-22")).isPresent();
        assertThat(born("2026")).isPresent();
    }

    private static Optional<BirthDate> born(String date) {
        RelatedPerson carer = new RelatedPerson();
        carer.getBirthDateElement().setValueAsString(date);
        return Description.of(carer, TODAY).born();
    }
}
