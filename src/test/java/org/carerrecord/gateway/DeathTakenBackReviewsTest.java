package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** What was taken back or said again while a patient was held for dead is looked into when the death is taken back. */
@OnEachStore
class DeathTakenBackReviewsTest extends HospitalCalls {

    private static final String CARER = "NK1|1|HALE^RUTH|20|||||||||||||19670504";
    private static final String NULL = "\"\"";

    DeathTakenBackReviewsTest(Store store) {
        super(store);
    }

    private void tell(String dead, String... nk1) {
        String[] segments = new String[nk1.length + 1];
        segments[0] = pid("A" + run) + "|".repeat(22) + dead;
        System.arraycopy(nk1, 0, segments, 1, nk1.length);
        send("A31", segments);
    }

    /** The states of the Tasks about the one carer. */
    private List<String> reviews() {
        return tester("Task?focus=RelatedPerson/"
                        + carers().getFirst().getIdElement().getIdPart())
                .found(Task.class)
                .stream()
                .filter(task -> task.getCode().getCodingFirstRep().getCode().equals("unsupported"))
                .map(task -> task.getStatus().toCode())
                .toList();
    }

    @Test
    void whoIsStatedByNobodyAnyMoreIsLookedInto() {
        tell("", CARER);
        tell("Y");
        tell("", "NK1|1|" + NULL);
        assertThat(reviews()).as("of the dead nobody looks into it").isEmpty();

        tell(NULL);

        assertThat(reviews()).containsExactly("requested");
    }

    @Test
    void whoIsStatedAgainIsLookedIntoNoMore() {
        tell("", CARER);
        tell("", "NK1|1|" + NULL);
        tell("Y");
        tell("", CARER);
        assertThat(reviews()).containsExactly("requested");

        tell(NULL);

        assertThat(reviews()).containsExactly("cancelled");
    }

    @Test
    void soIsWhoIsStatedAgainWithTheCorrection() {
        tell("", CARER);
        tell("", "NK1|1|" + NULL);
        tell("Y");
        tell("", CARER);

        tell(NULL, CARER);

        assertThat(reviews()).containsExactly("cancelled");
    }

    @Test
    void whatPeopleLookedIntoStaysSo() {
        tell("", CARER);
        tell("", "NK1|1|" + NULL);
        Task task = tester("Task?focus=RelatedPerson/"
                        + carers().getFirst().getIdElement().getIdPart())
                .found(Task.class)
                .getFirst();
        task.setStatus(Task.TaskStatus.COMPLETED);
        hospital.update("Task/" + task.getIdElement().getIdPart(), task);
        tell("Y");

        tell(NULL);

        assertThat(reviews()).containsExactly("completed");
    }
}
