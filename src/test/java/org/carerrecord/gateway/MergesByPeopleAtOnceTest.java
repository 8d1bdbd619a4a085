package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** Messages and people who speak of two patients at one time: neither is sent away, and the record holds what one said last. */
@OnEachStore
class MergesByPeopleAtOnceTest extends MergedTwiceCalls {

    private static final int CLIENTS = 12;

    MergesByPeopleAtOnceTest(Store store) {
        super(store);
    }

    private static boolean isTaken(Answer answer) {
        return answer.acknowledged().equals("AA") || answer.text().contains("\"Task\"");
    }

    @Test
    void whoAreToldApartWhileTheyAreMergedAreTwo() throws InterruptedException, ExecutionException {
        String person = one.person();
        String task = Fhir.json(SamePersonCalls.same(person, former, "never"));
        AtomicInteger client = new AtomicInteger();

        List<Answer> answers = AtOnce.by(CLIENTS, () -> {
            int number = client.incrementAndGet();
            return number % 2 == 0
                    ? community.with("Prefer", "return=representation").fhir("POST", "/fhir/Task", task)
                    : community.hl7(one.message(number, "A40", one.own(), "MRG|" + one.other()));
        });

        assertThat(answers).allMatch(MergesByPeopleAtOnceTest::isTaken, "is taken");
        assertThat(one.carersOf(person)).containsExactly("TOM");
        assertThat(one.carersOf(former)).containsExactly("RUTH");
    }

    @Test
    void ofThoseWhoAnswerDifferentlyTheTaskTellsWhoWasLast() throws InterruptedException, ExecutionException {
        one.merge();
        Task task = one.told(former, "never");
        String person = one.person();
        AtomicInteger client = new AtomicInteger();

        List<Answer> answers = AtOnce.by(
                CLIENTS,
                () -> SamePersonCalls.answer(community, task, client.incrementAndGet() % 2 == 0 ? "never" : "accept"));

        assertThat(answers).allMatch(MergesByPeopleAtOnceTest::isTaken, "is taken");
        boolean areOne = community
                .get("/fhir/Task/" + task.getIdElement().getIdPart())
                .text()
                .contains("accept");
        assertThat(one.former().equals(person)).isEqualTo(areOne);
        List<String> carers = new ArrayList<>(one.carersOf(person));
        carers.addAll(areOne ? List.of() : one.carersOf(former));
        assertThat(carers).containsExactlyInAnyOrder("RUTH", "TOM");
    }
}
