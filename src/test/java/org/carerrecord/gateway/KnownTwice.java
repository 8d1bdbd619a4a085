package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;

/** One person whom a sender knows under two numbers, A and B; each of its messages is of another minute. */
final class KnownTwice {

    static final String TOM = "FAIRWEATHER^TOM|20|||||||||||||19401117";
    static final String RUTH = "HALE^RUTH|20|||||||||||||19620304";

    private final Sandbox gateway;
    private final User community;
    private final Instant start = Instant.now().minus(Duration.ofDays(1));
    final String nhsNumber = People.nhsNumber();
    final String run = People.mark();
    private int sent;

    KnownTwice(Sandbox gateway) {
        this.gateway = gateway;
        community = gateway.as("community");
    }

    String own() {
        return nhsNumber + "^^^NHS^NH~A" + run + "^^^PAS^MR";
    }

    String other() {
        return "B" + run + "^^^PAS^MR";
    }

    String third() {
        return "C" + run + "^^^PAS^MR";
    }

    /** Tells of a third, of whom ADA takes care, and that whoever is B is the same: who they are then. */
    String mergeIntoThird() {
        send("A28", third(), "NK1|1|HALE^ADA|20|||||||||||||19640304");
        send(100, "A40", third(), "MRG|" + other());
        return former();
    }

    Answer send(String trigger, String pid3, String... segments) {
        return send(sent + 1, trigger, pid3, segments);
    }

    Answer send(int minute, String trigger, String pid3, String... segments) {
        sent++;
        Answer answer = community.hl7(message(minute, trigger, pid3, segments));
        assertThat(answer.text()).contains("MSA|AA");
        return answer;
    }

    /** Messages of different minutes have different control ids. */
    String message(int minute, String trigger, String pid3, String... segments) {
        String at = Adt.time(start.plus(Duration.ofMinutes(minute)));
        return "MSH|^~\\&|PAS|RZ2|ROUTE|ROUTE|" + at + "||ADT^" + trigger + "|" + run + "-" + sent + "-" + minute
                + "|P|2.5\rEVN||" + at + "\rPID|1||" + pid3 + "||FAIRWEATHER^WINIFRED||19380709|2\r"
                + String.join("\r", segments) + "\r";
    }

    Answer merge() {
        return send(100 + sent, "A40", own(), "MRG|" + other());
    }

    Answer unlink() {
        return send(200 + sent, "A37", own(), "PID|2||" + other());
    }

    /** That somebody says of the person and of who was known by the number B whether they are one. */
    Answer say(User partner, String former, String answer) {
        return partner.with("Prefer", "return=representation")
                .fhir("POST", "/fhir/Task", Fhir.json(SamePersonCalls.same(person(), former, answer)));
    }

    Task told(String former, String answer) {
        return SamePersonCalls.taken(say(community, former, answer));
    }

    private Patient patient(String value) {
        return tester("Patient?identifier=" + value).found(Patient.class).getFirst();
    }

    private String reference(String value) {
        return patient(value).getIdElement().toUnqualifiedVersionless().getValue();
    }

    String person() {
        return reference(nhsNumber);
    }

    /** Whoever they are by the number B. */
    String former() {
        return reference("B" + run);
    }

    List<RelatedPerson> carers(String patient) {
        return tester("RelatedPerson?patient=" + patient).found(RelatedPerson.class);
    }

    List<String> carersOf(String patient) {
        return carers(patient).stream()
                .map(carer -> carer.getNameFirstRep().getGivenAsSingleString())
                .sorted()
                .toList();
    }

    /** All that the record tells of a person, but for ids and dates. */
    List<String> told(String value) {
        String patient = reference(value);
        Patient person = patient(value);
        return Stream.of(
                        Stream.of(text(person, person.getTelecom())
                                + person.hasLink()
                                + person.getActive()
                                + person.getIdentifier().stream()
                                        .map(Identifier::getValue)
                                        .map(number -> number.replace(run, "").replace(nhsNumber, ""))
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

    void practiceKnows() {
        assertThat(gateway.as("gp")
                        .fhir(
                                "PUT",
                                "/fhir/Patient?identifier=" + User.NHS_NUMBER + nhsNumber,
                                Fhir.json(Fhir.patient(nhsNumber)))
                        .status())
                .isEqualTo(201);
    }

    void practiceSays(String given) {
        RelatedPerson carer = Fhir.carer(People.nhsNumber(), reference(nhsNumber));
        carer.getNameFirstRep().setGiven(null).addGiven(given);
        carer.setIdentifier(null);
        carer.getBirthDateElement().setValueAsString("1940-11-17");
        gateway.as("gp").create(carer);
    }

    private Answer tester(String question) {
        return gateway.as("tester").get("/fhir/" + question);
    }
}
