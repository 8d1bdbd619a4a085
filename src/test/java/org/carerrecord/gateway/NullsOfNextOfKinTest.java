package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.Test;

/** A ward takes back what it said of a carer, by HL7 nulls; and what arrives in another order comes to the same. */
@OnEachStore
class NullsOfNextOfKinTest extends HospitalCalls {

    private static final String NULL = "\"\"";

    NullsOfNextOfKinTest(Store store) {
        super(store);
    }

    private RelatedPerson carer() {
        return carers().getFirst();
    }

    private static String status(RelatedPerson carer) {
        return Optional.ofNullable(carer.getExtensionByUrl(Canonical.Extension.STATEMENT_STATUS))
                .map(status -> status.getValue().primitiveValue())
                .orElse("");
    }

    @Test
    void whereAFleeingCarerLivesIsTakenBack() {
        send(
                "A31",
                pid("A" + run),
                "NK1|1|HALE^RUTH|20|1 QUAY STREET^^DUNWATER^^ZZ99 2BB|01632960001|||20200101|||||||2|19670504"
                        + "||||en");
        assertThat(carer().getAddress()).hasSize(1);

        String answer = send(
                        "A31",
                        pid("A" + run),
                        "NK1|1|HALE^RUTH|20|" + NULL + "|" + NULL + "|||" + NULL + "|||||||" + NULL + "|" + NULL
                                + "||||" + NULL)
                .text();

        assertThat(answer).doesNotContain("ERR");
        RelatedPerson left = carer();
        assertThat(left.getAddress()).isEmpty();
        assertThat(left.getTelecom()).isEmpty();
        assertThat(left.getPeriod().hasStart()).isFalse();
        assertThat(left.hasGender()).isFalse();
        assertThat(left.hasBirthDate()).isFalse();
        assertThat(left.getCommunication()).isEmpty();
        assertThat(left.getNameFirstRep().getFamily()).isEqualToIgnoringCase("Hale");
        assertThat(status(left)).isEqualTo("confirmed");
    }

    private static final String TWO = "NK1|1|KIM^ANN|20\rNK1|2|LEE^BO|20";

    private String sendAt(int minute, String... segments) {
        sent = minute;
        return send("A31", segments).text();
    }

    /** The family names of those who are still stated. */
    private List<String> stated() {
        return carers().stream()
                .filter(carer -> !carer.hasActive() || carer.getActive())
                .filter(carer -> status(carer).equals("confirmed"))
                .map(carer -> carer.getNameFirstRep().getFamily().toUpperCase(Locale.ROOT))
                .sorted()
                .toList();
    }

    @Test
    void ofTwoCarersNeitherIsTakenBackInWhateverOrderTheyCome() {
        sendAt(1, pid("A" + run), TWO);
        String answer = sendAt(2, pid("A" + run), "NK1|1|" + NULL);

        assertThat(answer).contains("several statements stand");
        assertThat(stated()).containsExactly("KIM", "LEE");
    }

    @Test
    void ofTwoCarersWhoComeLateNeitherIsTakenBack() {
        sendAt(2, pid("A" + run), "NK1|1|" + NULL);
        sendAt(1, pid("A" + run), TWO);

        assertThat(stated()).containsExactly("KIM", "LEE");
    }

    @Test
    void whoWasTheOnlyOneStandsAgainWhenAnotherOfBeforeComesLate() {
        sendAt(2, pid("A" + run), "NK1|1|KIM^ANN|20");
        sendAt(3, pid("A" + run), "NK1|1|" + NULL);
        assertThat(stated()).isEmpty();

        sendAt(1, pid("A" + run), "NK1|1|LEE^BO|20");

        assertThat(stated()).containsExactly("KIM", "LEE");
    }

    @Test
    void theOnlyOneIsTakenBackInWhateverOrderTheyCome() {
        sendAt(2, pid("A" + run), "NK1|1|" + NULL);
        sendAt(1, pid("A" + run), "NK1|1|KIM^ANN|20");

        assertThat(carers()).hasSize(1);
        assertThat(stated()).isEmpty();
    }

    @Test
    void whatSheIsToThePatientIsTakenBack() {
        send("A31", pid("A" + run), "NK1|1|HALE^RUTH|20");

        send("A31", pid("A" + run), "NK1|1|HALE^RUTH|" + NULL);

        assertThat(carers()).as("nobody states that she cares any more").allMatch(left -> !status(left)
                .equals("confirmed"));
    }
}
