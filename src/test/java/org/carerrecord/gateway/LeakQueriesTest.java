package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.carerrecord.fhirserver.search.SearchParameter;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

/**
 * A secret in what is denied or masked never shows, whatever is asked: filters on it, orders by it, chains through it, counts,
 * includes, history, ETags, patches that try it, error texts.
 *
 * <p>No question holds the whole secret, so an answer that holds it did not repeat the question.
 */
@OnEachStore
class LeakQueriesTest {

    private static final int QUERIES = Integer.getInteger("leak.queries", 10_000);

    /** Ends every string that somebody may not see. */
    private static final String SECRET = "zq8342";

    private static final List<String> GUESSES = List.of(
            "Hideaway",
            "hideaway z",
            "zq83",
            "q834",
            "8342",
            "ZZ99",
            "ZZ99 8",
            "01632",
            "0163296",
            "Hidden",
            "hid",
            "x",
            "1",
            "a",
            "urn:hideaway|zq83",
            "urn:hideaway|",
            "urn:hideaway",
            "gt2020",
            "lt2030",
            "1938",
            "true",
            "false",
            "R",
            "Patient/1",
            "Organization/1",
            "%",
            "_",
            "'",
            "\\,",
            "|",
            "||");

    private static final List<String> MODIFIERS = List.of(
            "",
            "",
            "",
            ":contains",
            ":exact",
            ":missing",
            ":not",
            ":text",
            ":of-type",
            ":below",
            ":above",
            ":identifier");

    private static final List<String> TYPES =
            List.of("Patient", "RelatedPerson", "Flag", "Encounter", "Organization", "Consent", "Person");

    /** What a masked person is found by; of identifiers the NHS number. */
    private static final Set<String> TOLD = Set.of(
            "name",
            "family",
            "given",
            "phonetic",
            "gender",
            "birthdate",
            "deceased",
            "death-date",
            "language",
            "active",
            "_profile",
            "patient",
            "relationship",
            "statement-status",
            "carer-kind");

    private final SearchParameters parameters = new SearchParameters(Fhir.CONTEXT);
    private final Random random = new Random(20261122);
    private final Sandbox gateway;
    private final int queries;
    private final List<User> asking;
    private final List<String> masked = new ArrayList<>();
    private final List<String> beside = new ArrayList<>();
    private final List<String> denied = new ArrayList<>();
    private final List<String> numbers = new ArrayList<>();

    LeakQueriesTest(Store store) {
        gateway = Sandbox.on(store);
        queries = store == Store.H2 ? QUERIES : QUERIES / 10;
        asking = List.of(
                gateway.as("council"),
                gateway.as("community"),
                gateway.as("gp-2"),
                gateway.as("carers-centre"),
                gateway.as("council-children"),
                gateway.as("fire"));
    }

    @Test
    void theSecretShowsInNoAnswer() {
        fill();
        for (int i = 0; i < queries; i++) {
            User user = pick(asking);
            Asked asked = asked();
            Answer answer = asked.by(user);
            String told = (answer.text() + answer.response().headers().map()).toLowerCase(Locale.ROOT);
            assertThat(told).as("query %d: %s", i, asked).doesNotContain(SECRET);
            assertThat(answer.status()).as("query %d: %s", i, asked).isLessThan(500);
            for (String id : denied) {
                assertThat(told).as("query %d: %s", i, asked).doesNotContain(signs(id));
            }
            if (asked.isByUntold()) {
                for (String id : masked) {
                    assertThat(told).as("query %d: %s", i, asked).doesNotContain(signs(id));
                }
            }
            if (asked.isByHome()) {
                for (String id : beside) {
                    assertThat(told).as("query %d: %s", i, asked).doesNotContain(signs(id));
                }
            }
        }
    }

    /** That a resource, or a link to it, is in an answer; the question is repeated in none of these forms. */
    private static String[] signs(String id) {
        return new String[] {
            "\"id\":\"" + id + "\"", "\"reference\":\"patient/" + id, "\"reference\":\"relatedperson/" + id
        };
    }

    /**
     * @param isByUntold whether it filters people by what is masked, and asks for nothing else
     * @param isByHome whether it filters them so by where they live
     */
    private record Asked(
            String method,
            String path,
            String accept,
            String header,
            String body,
            boolean isByUntold,
            boolean isByHome) {

        static Asked get(String path) {
            return new Asked("GET", path, "application/fhir+json", "", "", false, false);
        }

        Answer by(User user) {
            User asking = user.with("Accept", accept);
            if (!header.isEmpty()) {
                asking = asking.with(
                        header.substring(0, header.indexOf('=')), header.substring(header.indexOf('=') + 1));
            }
            if (!body.isEmpty()) {
                asking = asking.with(
                        "Content-Type",
                        method.equals("PATCH") ? "application/json-patch+json" : "application/fhir+json");
            }
            return asking.ask(method, path, body.getBytes(UTF_8));
        }
    }

    /** People of whom the askers know something, and people of whom they may know nothing. */
    private void fill() {
        User hospital = gateway.as("hospital");
        String number = People.nhsNumber();
        Patient restricted = secret(Fhir.patient(number));
        masked.add(created(hospital, restricted));
        Patient again = labelled(restricted.copy(), "R");
        again.setId(masked.getFirst());
        assertThat(hospital.fhir("PUT", "/fhir/Patient/" + masked.getFirst(), Fhir.json(again))
                        .status())
                .isEqualTo(200);
        RelatedPerson carer = Fhir.carer(People.nhsNumber(), "Patient/" + masked.getFirst());
        carer.addAddress().addLine("Hideaway " + SECRET).setPostalCode("ZZ99 8" + SECRET);
        carer.addIdentifier().setSystem("urn:hideaway").setValue(SECRET);
        masked.add(created(hospital, hidden(labelled(carer, "R"))));
        denied.add(created(hospital, encounter("Patient/" + masked.getFirst())));
        Patient bare = new Patient();
        bare.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(number);
        gateway.as("community").fhir("POST", "/fhir/Patient", Fhir.json(bare));
        gateway.as("council-children").fhir("POST", "/fhir/Patient", Fhir.json(bare));
        gateway.as("council").get("/fhir/Patient?identifier=" + User.NHS_NUMBER + number);

        String besides = People.nhsNumber();
        numbers.addAll(List.of(number, besides));
        Patient sharing = hidden(Fhir.patient(besides));
        sharing.getAddress().clear();
        sharing.addAddress().addLine("Hideaway " + SECRET).setPostalCode("ZZ99 8" + SECRET);
        sharing.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960" + SECRET);
        sharing.addContact().getName().setText("Hideaway " + SECRET);
        beside.add(created(hospital, sharing));
        created(hospital, labelled(Fhir.carer(People.nhsNumber(), "Patient/" + beside.getFirst()), "R"));
        gateway.as("council").get("/fhir/Patient?identifier=" + User.NHS_NUMBER + besides);

        Patient stranger = secret(Fhir.patient(People.nhsNumber()));
        stranger.getNameFirstRep().setFamily("Hidden" + SECRET);
        denied.add(created(hospital, stranger));
        RelatedPerson ofStranger = Fhir.carer(People.nhsNumber(), "Patient/" + denied.getLast());
        ofStranger.getNameFirstRep().setFamily("Hidden" + SECRET);
        denied.add(created(hospital, ofStranger));

        String known = People.nhsNumber();
        numbers.add(known);
        String patient = created(hospital, Fhir.patient(known));
        gateway.as("council").get("/fhir/Patient?identifier=" + User.NHS_NUMBER + known);
        RelatedPerson very = Fhir.carer(People.nhsNumber(), "Patient/" + patient);
        very.getNameFirstRep().setFamily("Hidden" + SECRET);
        denied.add(created(hospital, hidden(labelled(very, "V"))));
        String parted = People.nhsNumber();
        numbers.add(parted);
        String marked = created(hospital, Fhir.patient(parted));
        created(hospital, doNotConnect("Patient/" + marked));
        gateway.as("council").get("/fhir/Patient?identifier=" + User.NHS_NUMBER + parted);
        RelatedPerson other = Fhir.carer(People.nhsNumber(), "Patient/" + marked);
        other.getNameFirstRep().setFamily("Hidden" + SECRET);
        denied.add(created(hospital, other));
        RelatedPerson possible = Fhir.carer(People.nhsNumber(), "Patient/" + patient);
        possible.getNameFirstRep().setFamily("Hidden" + SECRET);
        possible.addExtension(Canonical.Extension.STATEMENT_STATUS, new CodeType("possible"));
        denied.add(created(hospital, possible));
        RelatedPerson young = Fhir.carer(People.nhsNumber(), "Patient/" + patient);
        young.getNameFirstRep().setFamily("Hidden" + SECRET);
        young.addExtension(
                Canonical.Extension.CARER_KIND,
                new CodeableConcept(new Coding(Canonical.CodeSystem.CARER_KIND, "young", null)));
        denied.add(created(hospital, young));
    }

    private static Flag doNotConnect(String patient) {
        Flag flag = Fhir.hasCarer(patient);
        flag.getCode().getCodingFirstRep().setCode("do-not-connect");
        return flag;
    }

    private static Patient secret(Patient patient) {
        patient.getAddress().clear();
        patient.addAddress()
                .addLine("Hideaway " + SECRET)
                .setCity("Hideaway " + SECRET)
                .setPostalCode("ZZ99 8" + SECRET);
        patient.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960" + SECRET);
        patient.addTelecom().setSystem(ContactPointSystem.EMAIL).setValue("hideaway." + SECRET);
        patient.addIdentifier().setSystem("urn:hideaway").setValue(SECRET);
        patient.getMaritalStatus().setText("Hideaway " + SECRET);
        patient.addContact().getName().setText("Hideaway " + SECRET);
        patient.addGeneralPractitioner()
                .getIdentifier()
                .setSystem("urn:hideaway")
                .setValue(SECRET);
        patient.getManagingOrganization().setDisplay("Hideaway " + SECRET);
        patient.getMeta().setSource("urn:hideaway:" + SECRET);
        return hidden(patient);
    }

    /** With the secret where any resource may have it. */
    private static <T extends DomainResource> T hidden(T resource) {
        resource.addExtension("urn:hideaway", new StringType("Hideaway " + SECRET));
        resource.getText().setStatus(NarrativeStatus.GENERATED);
        resource.getText().setDivAsString("<div xmlns=\"http://www.w3.org/1999/xhtml\">Hideaway " + SECRET + "</div>");
        return resource;
    }

    private static <T extends Resource> T labelled(T resource, String code) {
        resource.getMeta().addSecurity(Systems.V3_CONFIDENTIALITY, code, null);
        return resource;
    }

    private static Encounter encounter(String patient) {
        Encounter stay = hidden(new Encounter());
        stay.setStatus(EncounterStatus.FINISHED);
        stay.getClass_().setCode("IMP");
        stay.setSubject(new Reference(patient));
        stay.addIdentifier().setSystem("urn:hideaway").setValue(SECRET);
        return stay;
    }

    private static String created(User user, Resource resource) {
        Answer answer = user.fhir("POST", "/fhir/" + resource.fhirType(), Fhir.json(resource));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.header("Location").replaceFirst(".*/" + resource.fhirType() + "/([^/]+)/.*", "$1");
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private String id() {
        return pick(List.of(pick(masked), pick(denied), pick(beside)));
    }

    private SearchParameter parameter(String type) {
        return pick(List.copyOf(parameters.of(type).values()));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private String value(String modifier) {
        return escaped(modifier.equals(":missing") ? String.valueOf(random.nextBoolean()) : pick(GUESSES));
    }

    private String condition(String type) {
        String modifier = pick(MODIFIERS);
        return parameter(type).code() + modifier + "=" + value(modifier);
    }

    private Asked asked() {
        String person = random.nextBoolean() ? "Patient" : "RelatedPerson";
        String type = pick(TYPES);
        return switch (random.nextInt(14)) {
            case 0, 1 -> filtered(person);
            case 2 -> Asked.get("/fhir/RelatedPerson?patient." + condition("Patient"));
            case 3 -> Asked.get("/fhir/" + pick(List.of("Flag", "Encounter")) + "?patient." + condition("Patient"));
            case 4 -> Asked.get("/fhir/Patient?_has:RelatedPerson:patient:" + condition("RelatedPerson"));
            case 5 ->
                Asked.get("/fhir/" + person + "?_count=" + (1 + random.nextInt(3)) + "&_total=accurate&_sort="
                        + (random.nextBoolean() ? "-" : "") + parameter(person).code());
            case 6 -> Asked.get("/fhir/" + type + "?_summary=count&" + condition(type));
            case 7 ->
                Asked.get("/fhir/" + type + "?" + pick(List.of("_include", "_include:iterate", "_revinclude")) + "="
                        + pick(List.of(
                                "*",
                                type + ":*",
                                "Patient:general-practitioner",
                                "Patient:organization",
                                "RelatedPerson:patient",
                                "Encounter:patient",
                                "Provenance:target")));
            case 8 ->
                Asked.get("/fhir/"
                        + pick(List.of(
                                person + "/" + id() + "/_history",
                                person + "/" + id() + "/_history/" + (1 + random.nextInt(3)),
                                person + "/_history?_count=" + (1 + random.nextInt(9)),
                                "_history?_count=9",
                                "Provenance?target=" + person + "/" + id())));
            case 9 ->
                Asked.get(pick(List.of(
                        "/fhir/Patient/" + id() + "/$everything",
                        "/fhir/Patient/" + id() + "/$carer-record",
                        "/export/gp?patient=" + id(),
                        "/export/hl7v2?patient=" + id())));
            case 10 -> read(person);
            case 11 ->
                Asked.get("/fhir/"
                        + pick(List.of(
                                person + "/" + id() + "/$contributions",
                                "Task?focus=" + person + "/" + id(),
                                "Task?patient=" + id(),
                                "Task?patient." + condition("Patient"))));
            case 12 -> random.nextBoolean() ? matched() : narrow();
            default -> tried(person);
        };
    }

    private Asked filtered(String person) {
        String modifier = pick(MODIFIERS);
        SearchParameter parameter = parameter(person);
        return new Asked(
                "GET",
                "/fhir/" + person + "?" + parameter.code() + modifier + "=" + value(modifier),
                "application/fhir+json",
                "",
                "",
                !TOLD.contains(parameter.code()),
                parameter.code().matches("address.*|phone|email|telecom"));
    }

    /** By an address or a telephone alone, which nobody is told, and with a name. */
    private Asked matched() {
        boolean named = random.nextBoolean();
        Person described = new Person();
        described.addAddress().addLine(pick(GUESSES)).setPostalCode(pick(List.of("ZZ99 8", "ZZ99 8ZQ", "ZZ99")));
        described.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("01632960" + random.nextInt(1000));
        described.addIdentifier().setSystem("urn:hideaway").setValue(pick(GUESSES));
        if (named) {
            described.setName(Fhir.carer(People.nhsNumber(), "Patient/1").getName());
        }
        Parameters asked = new Parameters();
        asked.addParameter().setName("resource").setResource(described);
        return new Asked("POST", "/fhir/Person/$match", "application/fhir+json", "", Fhir.json(asked), !named, false);
    }

    private Asked read(String person) {
        String part = pick(List.of("", "?_elements=address", "?_summary=text", "?_summary=data", "?_pretty=true"));
        return new Asked(
                "GET",
                "/fhir/" + person + "/" + id() + part,
                pick(List.of("application/fhir+json", "application/fhir+xml")),
                pick(List.of("", "If-None-Match=W/\"1\"", "If-None-Match=W/\"2\"", "Prefer=handling=lenient")),
                "",
                false,
                false);
    }

    /** Referrals, of the people and their carers, and the one question. */
    private Asked narrow() {
        boolean refers = random.nextBoolean();
        Parameters asked = new Parameters();
        if (refers) {
            asked.addParameter("recipient", new CodeType(pick(List.of("ZV1", "ZL1", "ZL1C", "ZH1"))));
        } else {
            asked.addParameter("nhsNumber", new StringType(pick(numbers)))
                    .addParameter("question", new CodeType(pick(List.of("has-carer", "is-carer"))))
                    .addParameter("reason", new StringType("a guess of hideaway"));
        }
        return new Asked(
                "POST",
                refers ? "/fhir/RelatedPerson/" + id() + "/$refer" : "/fhir/Patient/$carer-known",
                "application/fhir+json",
                "",
                Fhir.json(asked),
                false,
                false);
    }

    /** Guesses, in what is refused with a reason or finds nothing. */
    private Asked tried(String person) {
        String guess = pick(GUESSES).replace("\\", "").replace("'", "");
        return random.nextBoolean()
                ? new Asked(
                        "PATCH",
                        "/fhir/" + person + "/" + id(),
                        "application/fhir+json",
                        "",
                        "[{\"op\":\"test\",\"path\":\""
                                + pick(List.of("/address/0/line/0", "/telecom/0/value", "/text/div"))
                                + "\",\"value\":\"" + guess + "\"}]",
                        false,
                        false)
                : new Asked(
                        "POST",
                        "/fhir",
                        "application/fhir+json",
                        "",
                        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\""
                                + person + "?" + condition(person) + "\"}},{\"request\":{\"method\":\"GET\",\"url\":\""
                                + person
                                + "/" + id() + "\"}}]}",
                        false,
                        false);
    }
}
