package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** A merge is a link with an authority: who is related to the one is related to the other, until it is taken back. */
@OnEachStore
class MergesTest {

    private static final String TOM = "FAIRWEATHER^TOM|20|||||||||||||19401117";
    private static final String RUTH = "HALE^RUTH|20|||||||||||||19620304";

    private final Sandbox gateway;
    private final User community;
    private final Instant start = Instant.now().minus(Duration.ofDays(1));

    MergesTest(Store store) {
        gateway = Sandbox.on(store);
        community = gateway.as("community");
    }

    /** One person whom the sender knows under the numbers A and B; each message is of another minute. */
    private final class Twice {

        private final String nhsNumber = People.nhsNumber();
        private final String run = People.mark();
        private int sent;

        private String own() {
            return nhsNumber + "^^^NHS^NH~A" + run + "^^^PAS^MR";
        }

        private String other() {
            return "B" + run + "^^^PAS^MR";
        }

        private Answer send(String trigger, String pid3, String... segments) {
            return send(sent + 1, trigger, pid3, segments);
        }

        private Answer send(int minute, String trigger, String pid3, String... segments) {
            sent++;
            String at = Adt.time(start.plus(Duration.ofMinutes(minute)));
            Answer answer = community.hl7("MSH|^~\\&|PAS|RZ2|ROUTE|ROUTE|" + at + "||ADT^" + trigger + "|" + run + "-"
                    + sent + "|P|2.5\rEVN||" + at + "\rPID|1||" + pid3 + "||FAIRWEATHER^WINIFRED||19380709|2\r"
                    + String.join("\r", segments) + "\r");
            assertThat(answer.text()).contains("MSA|AA");
            return answer;
        }

        private Answer merge() {
            return send(100 + sent, "A40", own(), "MRG|" + other());
        }

        private Answer unlink() {
            return send(200 + sent, "A37", own(), "PID|2||" + other());
        }

        private Patient patient(String value) {
            return tester("Patient?identifier=" + value).found(Patient.class).getFirst();
        }

        private String reference(String value) {
            return patient(value).getIdElement().toUnqualifiedVersionless().getValue();
        }

        private List<RelatedPerson> carers(String patient) {
            return tester("RelatedPerson?patient=" + patient).found(RelatedPerson.class);
        }

        private List<String> carersOf(String patient) {
            return carers(patient).stream()
                    .map(carer -> carer.getNameFirstRep().getGivenAsSingleString())
                    .sorted()
                    .toList();
        }

        /** All that the record tells of a person, but for ids and dates. */
        private List<String> told(String value) {
            String patient = reference(value);
            Patient person = patient(value);
            return Stream.of(
                            Stream.of(text(person, person.getTelecom())
                                    + person.hasLink()
                                    + person.getActive()
                                    + person.getIdentifier().stream()
                                            .map(Identifier::getValue)
                                            .map(number ->
                                                    number.replace(run, "").replace(nhsNumber, ""))
                                            .sorted()
                                            .toList()),
                            carers(patient).stream()
                                    .map(carer -> carer.getNameFirstRep().getGivenAsSingleString()
                                            + text(carer, carer.getTelecom())
                                            + carer.getActive()
                                            + carer.getPeriod().getEndElement().getValueAsString()
                                            + carer.getExtension().stream()
                                                    .map(one -> one.getValue().primitiveValue())
                                                    .toList()),
                            tester("Flag?patient=" + patient).found(Flag.class).stream()
                                    // One that is no more tells of what was, and that depends on when words came.
                                    .filter(flag -> flag.getStatus() == FlagStatus.ACTIVE)
                                    .map(flag -> "has a carer"),
                            tester("Encounter?patient=" + patient).found(Encounter.class).stream()
                                    .map(stay -> "stay " + stay.getStatus()))
                    .flatMap(lines -> lines)
                    .sorted()
                    .toList();
        }

        private String text(Resource of, List<ContactPoint> telecoms) {
            return of.fhirType()
                    + telecoms.stream().map(ContactPoint::getValue).sorted().toList();
        }

        private void practiceSays(String given) {
            RelatedPerson carer = Fhir.carer(People.nhsNumber(), reference(nhsNumber));
            carer.getNameFirstRep().setGiven(null).addGiven(given);
            carer.setIdentifier(null);
            carer.getBirthDateElement().setValueAsString("1940-11-17");
            Answer answer = gateway.as("gp").fhir("POST", "/fhir/RelatedPerson", Fhir.json(carer));
            assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
        }
    }

    @Test
    void whoCaresForTheOneCaresForTheOtherAndEachIsThereOnce() {
        Twice one = new Twice();
        one.send("A28", one.own(), "NK1|1|" + TOM);
        one.send("A28", one.other(), "NK1|1|" + TOM, "NK1|2|" + RUTH);
        String former = one.reference("B" + one.run);
        String ruth = one.carers(former).stream()
                .filter(carer ->
                        carer.getNameFirstRep().getGivenAsSingleString().equals("RUTH"))
                .findFirst()
                .orElseThrow()
                .getIdElement()
                .getIdPart();

        one.merge();

        String person = one.reference(one.nhsNumber);
        assertThat(one.carersOf(person)).containsExactly("RUTH", "TOM");
        assertThat(one.carersOf(former)).isEmpty();
        assertThat(tester("RelatedPerson/" + ruth)
                        .resource(RelatedPerson.class)
                        .getPatient()
                        .getReference())
                .as("a relationship keeps its id")
                .isEqualTo(person);
        assertThat(tester("Flag?patient=" + former).found(Flag.class))
                .allMatch(flag -> flag.getStatus() == FlagStatus.INACTIVE);
        one.send(150, "A31", one.other(), "NK1|1|" + RUTH.replace("|||||||||||||", "||01632960555|||||||||||"));
        assertThat(one.carersOf(person)).as("later words about the old number").contains("RUTH");
        assertThat(one.carers(person).stream()
                        .filter(carer -> !carer.hasActive() || carer.getActive())
                        .map(carer -> carer.getTelecomFirstRep().getValue()))
                .as("a complete list that comes after the merge is of the whole person")
                .containsExactly("01632960555");
    }

    @Test
    void eachOrganisationsWordsStayItsOwn() {
        Twice one = new Twice();
        one.send("A28", one.own());
        assertThat(gateway.as("gp")
                        .fhir(
                                "PUT",
                                "/fhir/Patient?identifier=" + User.NHS_NUMBER + one.nhsNumber,
                                Fhir.json(Fhir.patient(one.nhsNumber)))
                        .status())
                .isEqualTo(201);
        one.practiceSays("Tom");
        one.send("A28", one.other(), "NK1|1|" + TOM);
        one.merge();

        List<RelatedPerson> carers = one.carers(one.reference(one.nhsNumber));
        assertThat(carers).as("one carer, told by two").hasSize(1);
        String path = "/fhir/RelatedPerson/" + carers.getFirst().getIdElement().getIdPart() + "/$contributions";
        assertThat(community.get(path).text()).contains("\"RZ2\"", "\"Z00001\"", "TOM", "Tom");

        one.unlink();
        assertThat(one.carers(one.reference(one.nhsNumber)))
                .singleElement()
                .extracting(carer -> carer.getNameFirstRep().getGivenAsSingleString())
                .isEqualTo("Tom");
        assertThat(one.carersOf(one.reference("B" + one.run))).containsExactly("TOM");
    }

    @Test
    void twoWhoAreNotMergedAreNotTakenApart() {
        Twice one = new Twice();
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
        assertThat(one.carersOf(one.reference(one.nhsNumber)))
                .as("and linked again")
                .containsExactly("RUTH", "TOM");
    }

    @Test
    void ofWhosePeopleOthersSpeakTheSenderAloneDoesNotDecide() {
        Twice one = new Twice();
        one.send("A28", one.own());
        one.send("A28", one.other(), "NK1|1|" + TOM);
        RelatedPerson written = Fhir.carer(People.nhsNumber(), one.reference("B" + one.run));
        assertThat(community
                        .fhir("POST", "/fhir/RelatedPerson", Fhir.json(written))
                        .status())
                .isEqualTo(201);

        assertThat(one.merge().text()).contains("they are not joined unseen");
        assertThat(one.carersOf(one.reference("B" + one.run))).hasSize(2);
    }

    @Test
    void whoOthersWereReferredToStaysTheirs() {
        Twice one = new Twice();
        one.send("A28", one.own());
        one.send("A28", one.other(), "NK1|1|" + TOM);
        String tom = one.carers(one.reference("B" + one.run))
                .getFirst()
                .getIdElement()
                .getIdPart();
        assertThat(community
                        .fhir(
                                "POST",
                                "/fhir/RelatedPerson/" + tom + "/$refer",
                                Fhir.json(new Parameters().addParameter("recipient", new CodeType("ZV1"))))
                        .status())
                .isEqualTo(200);

        assertThat(one.merge().text()).contains("they are not joined unseen");
        assertThat(one.carersOf(one.reference("B" + one.run))).containsExactly("TOM");
    }

    @Test
    void whatWasWrittenByFhirSinceKeepsThemTogether() {
        Twice one = new Twice();
        one.send("A28", one.own(), "NK1|1|" + TOM);
        one.send("A28", one.other(), "NK1|1|" + RUTH);
        one.merge();
        String person = one.reference(one.nhsNumber);
        Patient words = community.get("/fhir/" + person).resource(Patient.class);
        words.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960444");
        assertThat(community.fhir("PUT", "/fhir/" + person, Fhir.json(words)).status())
                .isEqualTo(200);

        assertThat(one.unlink().text()).contains("spoken of by FHIR since");
        assertThat(one.carersOf(person)).containsExactly("RUTH", "TOM");
    }

    @Test
    void aListOfBeforeTheyWereOneTakesNobodyOfTheOtherBackAlsoInAChain() {
        Twice one = new Twice();
        String third = "C" + one.run + "^^^PAS^MR";
        one.send("A28", one.own());
        one.send("A28", third);
        one.send("A28", one.other(), "NK1|1|" + TOM);
        one.send(100, "A40", third, "MRG|" + one.other());
        one.send(110, "A31", one.own(), "NK1|1|" + RUTH);

        one.send(120, "A40", one.own(), "MRG|" + third);

        assertThat(one.carers(one.reference(one.nhsNumber)).stream()
                        .filter(carer -> !carer.hasActive() || carer.getActive())
                        .map(carer -> carer.getNameFirstRep().getGivenAsSingleString()))
                .containsExactlyInAnyOrder("RUTH", "TOM");
    }

    @Test
    void nobodyIsJoinedWithOneWhoWasDeleted() {
        Twice one = new Twice();
        one.send("A28", one.own());
        one.send("A28", one.other(), "NK1|1|" + TOM);
        assertThat(community.delete("/fhir/" + one.reference(one.nhsNumber)).status())
                .isBetween(200, 204);

        assertThat(one.merge().text()).contains("they are not joined unseen");
        assertThat(one.carersOf(one.reference("B" + one.run))).containsExactly("TOM");
    }

    /** A message of a history: at a minute, of one of the two numbers. */
    private record Event(int minute, String trigger, boolean other, List<String> segments) {}

    private static Event event(Random random, int minute) {
        List<String> segments = new ArrayList<>();
        for (String carer : List.of(TOM, RUTH)) {
            switch (random.nextInt(5)) {
                case 0, 1 ->
                    segments.add("NK1|" + (segments.size() + 1) + "|"
                            + carer.replace("|||||||||||||", "||0163296000" + random.nextInt(4) + "|||||||||||"));
                case 2 ->
                    segments.add("NK1|" + (segments.size() + 1) + "|"
                            + carer.replace(
                                    "|||||||||||||", "||||||" + "20260" + (1 + random.nextInt(9)) + "01|||||||"));
                default -> {}
            }
        }
        String trigger = List.of("A08", "A08", "A31", "A01", "A03").get(random.nextInt(5));
        if (trigger.equals("A01") || trigger.equals("A03")) {
            segments.add("PV1|1|I|WARD 3|||||||||||||||" + "|V1^^^VISITID" + "|".repeat(25) + "202611020930");
        }
        if (trigger.equals("A08") && random.nextInt(6) == 0) {
            segments.clear();
            segments.add("NK1|\"\"");
        }
        return new Event(minute, trigger, random.nextBoolean(), segments);
    }

    /** Whenever two are merged, and whatever comes meanwhile and in whatever order: taken back, the record is as if never. */
    @Test
    void takenBackAllIsAsIfTheyHadNeverBeenOne() {
        Random random = new Random(37);
        for (int history = 0; history < 6; history++) {
            List<Event> events = new ArrayList<>();
            for (int minute = 1; minute < 9; minute++) {
                events.add(event(random, minute * 20));
            }
            Twice never = new Twice();
            Twice merged = new Twice();
            Twice again = new Twice();
            List<Twice> all = List.of(never, merged, again);
            all.forEach(one -> one.send(1, "A28", one.own()));
            all.forEach(one -> one.send(2, "A28", one.other()));
            List<Event> arriving = new ArrayList<>(events);
            Collections.shuffle(arriving, random);
            int from = random.nextInt(arriving.size());
            int to = from + random.nextInt(arriving.size() - from);
            for (int i = 0; i < arriving.size(); i++) {
                Event event = arriving.get(i);
                if (i == from) {
                    merged.merge();
                    again.merge();
                }
                all.forEach(one -> one.send(
                        event.minute(),
                        event.trigger(),
                        event.other() ? one.other() : one.own(),
                        event.segments().toArray(String[]::new)));
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

    private Answer tester(String question) {
        return gateway.as("tester").get("/fhir/" + question);
    }
}
