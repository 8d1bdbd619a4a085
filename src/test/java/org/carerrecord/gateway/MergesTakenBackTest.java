package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.gateway.KnownTwice.RUTH;
import static org.carerrecord.gateway.KnownTwice.TOM;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/** Two who are no longer one: taken back, the record is as if they had never been. */
@OnEachStore
class MergesTakenBackTest {

    private final Sandbox gateway;
    private final User community;

    MergesTakenBackTest(Store store) {
        gateway = Sandbox.on(store);
        community = gateway.as("community");
    }

    @Test
    void twoWhoAreNotMergedAreNotTakenApart() {
        KnownTwice one = new KnownTwice(gateway);
        one.send("A28", one.own(), "NK1|1|" + TOM);
        one.send("A28", one.other(), "NK1|1|" + RUTH);
        List<String> before = one.told(one.nhsNumber);

        assertThat(one.unlink().text()).contains("ERR||PID^1|", "nothing is taken apart");
        one.merge();
        assertThat(one.send(300, "A37", one.own(), "PID|2||A" + one.run + "^^^PAS^MR")
                        .text())
                .contains("nothing is taken apart");
        one.unlink();
        assertThat(one.unlink().text()).as("it is taken back once").contains("nothing is taken apart");
        assertThat(one.told(one.nhsNumber)).isEqualTo(before);
        one.merge();
        assertThat(one.carersOf(one.person())).as("and linked again").containsExactly("RUTH", "TOM");
    }

    @Test
    void whatWasWrittenByFhirSinceKeepsThemTogether() {
        KnownTwice one = new KnownTwice(gateway);
        one.send("A28", one.own(), "NK1|1|" + TOM);
        one.send("A28", one.other(), "NK1|1|" + RUTH);
        one.merge();
        String person = one.person();
        Patient words = community.get("/fhir/" + person).resource(Patient.class);
        words.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960444");
        community.update(person, words);

        assertThat(one.unlink().text()).contains("spoken of by FHIR since");
        assertThat(one.carersOf(person)).containsExactly("RUTH", "TOM");
    }

    /** Whenever two are merged, and whatever comes meanwhile and in whatever order: taken back, the record is as if never. */
    @Test
    void takenBackAllIsAsIfTheyHadNeverBeenOne() {
        Random random = new Random(37);
        for (int history = 0; history < 6; history++) {
            List<EventOfTwo> events = new ArrayList<>();
            for (int minute = 1; minute < 9; minute++) {
                events.add(EventOfTwo.of(random, minute * 20));
            }
            KnownTwice never = new KnownTwice(gateway);
            KnownTwice merged = new KnownTwice(gateway);
            KnownTwice again = new KnownTwice(gateway);
            List<KnownTwice> all = List.of(never, merged, again);
            all.forEach(one -> one.send(1, "A28", one.own()));
            all.forEach(one -> one.send(2, "A28", one.other()));
            List<EventOfTwo> arriving = new ArrayList<>(events);
            Collections.shuffle(arriving, random);
            int from = random.nextInt(arriving.size());
            int to = from + random.nextInt(arriving.size() - from);
            for (int i = 0; i < arriving.size(); i++) {
                EventOfTwo event = arriving.get(i);
                if (i == from) {
                    merged.merge();
                    again.merge();
                }
                all.forEach(event::send);
                if (i == to) {
                    merged.unlink();
                    again.unlink();
                }
                if (i == to && random.nextBoolean()) {
                    again.merge();
                    again.unlink();
                }
            }
            String as = "history " + history + ": " + from + " to " + to + " of " + arriving;
            assertThat(merged.told(merged.nhsNumber)).as(as).isEqualTo(never.told(never.nhsNumber));
            assertThat(merged.told("B" + merged.run)).as(as).isEqualTo(never.told("B" + never.run));
            assertThat(again.told(again.nhsNumber)).as(as).isEqualTo(never.told(never.nhsNumber));
            assertThat(again.told("B" + again.run)).as(as).isEqualTo(never.told("B" + never.run));
        }
    }
}
