package org.carerrecord.gateway.contributions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.List;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** What several organisations say of one carer comes to one record (carer-model.md, contributions 4). */
class SeveralContributorsTest extends SandboxContributors {

    SeveralContributorsTest() throws IOException {}

    /** The elder word of one partner does not win since that partner said something else later. */
    @Test
    void eachElementIsThatOfWhoSpokeOfItLast() {
        RelatedPerson early = carer("Joy");
        early.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960001");
        RelatedPerson other = carer("Joy");
        other.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960003");
        Contribution hospital = contribution(telling("RZ1", 1, early), telling("RZ1", 3, carer("Joyce")));
        Contribution surgery = contribution(telling("Z00001", 2, other));

        RelatedPerson made = (RelatedPerson)
                record.of(List.of(hospital, surgery), TODAY).resource().orElseThrow();

        assertThat(made.getTelecomFirstRep().getValue()).isEqualTo("01632960003");
        assertThat(made.getNameFirstRep().getGivenAsSingleString()).isEqualTo("Joyce");
    }

    @Test
    void anAssessmentFactComesFromTheCouncilWhateverOthersSayLater() {
        RelatedPerson council = carer("Joy");
        council.addExtension(Canonical.Extension.HOURS_A_WEEK, hours(50));
        RelatedPerson practice = carer("Joy");
        practice.addExtension(Canonical.Extension.HOURS_A_WEEK, hours(1));
        Claim.setStatus(council, "confirmed");
        List<Contribution> both =
                List.of(contribution(telling("ZL1", 1, council)), contribution(telling("Z00001", 2, practice)));

        RelatedPerson made = (RelatedPerson) record.of(both, TODAY).resource().orElseThrow();

        assertThat(((Range) made.getExtensionByUrl(Canonical.Extension.HOURS_A_WEEK)
                                .getValue())
                        .getLow()
                        .getValue())
                .isEqualByComparingTo("50");
        assertThat(Difference.among(record.newestFirst(both), new Owners(agreements)))
                .extracting(Difference::element, Difference::partners)
                .contains(tuple(
                        "RelatedPerson.extension('" + Canonical.Extension.HOURS_A_WEEK + "')",
                        List.of("ZL1", "Z00001")));
    }

    @Test
    void whatOnlySourcesMaySeeHoldsWhatAllOfThemSaid() {
        RelatedPerson one = carer("Joy");
        Claim.setStatus(one, "possible");
        one.setGender(AdministrativeGender.FEMALE);
        RelatedPerson other = one.copy();
        other.getNameFirstRep().getGiven().getFirst().setValue("Joyce");
        OneRecord.Made made = record.of(
                List.of(contribution(telling("RZ1", 1, one)), contribution(telling("Z00001", 2, other))), TODAY);

        assertThat(made.shared()).isFalse();
        RelatedPerson common = (RelatedPerson) made.resource().orElseThrow();
        assertThat(common.getGender()).isEqualTo(AdministrativeGender.FEMALE);
        assertThat(common.hasName()).isFalse();
        assertThat(common.getPatient().getReference()).isEqualTo("Patient/1");
    }

    private static Range hours(int low) {
        Range hours = new Range();
        hours.getLow().setValue(low);
        return hours;
    }
}
