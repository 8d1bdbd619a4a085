package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.carerrecord.fhirserver.search.SearchParameter;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Person;
import org.hl7.fhir.r4.model.StringType;

/** Questions that somebody asks who is after a secret; none holds the whole of it. */
final class LeakQuestions {

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

    private final SearchParameters parameters = new SearchParameters(Fhir.CONTEXT.getResourceTypes());
    private final Random random;
    private final List<List<String>> people;
    private final List<String> numbers;

    /**
     * @param people ids of whom is asked
     * @param numbers NHS numbers of whom is asked one question
     */
    LeakQuestions(Random random, List<List<String>> people, List<String> numbers) {
        this.random = random;
        this.people = people;
        this.numbers = numbers;
    }

    /**
     * @param isByUntold whether it filters people by what is masked, and asks for nothing else
     * @param isByHome whether it filters them so by where they live
     */
    record Asked(
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

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private String id() {
        return pick(pick(people));
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

    Asked next() {
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
                                + pick(List.of(
                                        "/address/0/line/0", "/telecom/0/value", "/text/div", "/identifier/0/value"))
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
