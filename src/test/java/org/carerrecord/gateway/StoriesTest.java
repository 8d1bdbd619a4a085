package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.stories.Golden;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder below {@code test-data/hospital-discharge}, sent by the hospital that MSH-4 names in the order of the messages' names: what it
 * is answered, what the record holds then, and what the council gets.
 */
@OnEachStore
class StoriesTest {

    private static final Pattern SENT = Pattern.compile("^MSH(?:[^|]*\\|){6}(\\d{12})");

    /** Where there is no readable time. */
    private static final Instant SOME_TIME = Instant.parse("2026-11-20T09:30:00Z");

    private static final List<String> TYPES = List.of("Patient", "RelatedPerson", "Encounter", "Flag");

    private final Sandbox gateway;

    StoriesTest(Store store) {
        gateway = Sandbox.on(store);
    }

    static List<Path> stories() throws IOException {
        try (Stream<Path> folders = Files.list(Sandbox.project("test-data/hospital-discharge"))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    static List<Path> messages(Path story) throws IOException {
        try (Stream<Path> files = Files.list(story)) {
            return files.filter(file -> file.toString().endsWith(".hl7"))
                    .sorted()
                    .toList();
        }
    }

    @AfterEach
    void end() {
        gateway.end();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void comesToWhatIsExpected(Path story) throws IOException {
        gateway.begin(SOME_TIME, 20261122);
        Instant last = SOME_TIME;
        StringBuilder acknowledgements = new StringBuilder();
        for (Path message : messages(story)) {
            byte[] raw = Files.readAllBytes(message);
            last = received(raw);
            gateway.stand(last);
            Answer answer = fixed(isOfCommunity(raw) ? "community" : "hospital").hl7(raw);
            assertThat(answer.status()).isEqualTo(200);
            acknowledgements
                    .append(message.getFileName())
                    .append('\n')
                    .append(answer.text().replace('\r', '\n'))
                    .append('\n');
        }
        Golden.check(story.resolve("acknowledgements.txt"), acknowledgements.toString());
        gateway.stand(last.plus(Duration.ofHours(1)));
        List<Resource> record = record();
        Golden.check(story.resolve("care-record.json"), pretty(record));
        Golden.check(story.resolve("council.json"), pretty(asked(record)));
    }

    private static boolean isOfCommunity(byte[] raw) {
        return new String(raw, ISO_8859_1).contains("|RZ2|");
    }

    /** A minute after it was sent. */
    private static Instant received(byte[] raw) {
        Matcher sent = SENT.matcher(new String(raw, ISO_8859_1));
        return sent.find()
                ? LocalDateTime.parse(sent.group(1), DateTimeFormatter.ofPattern("yyyyMMddHHmm"))
                        .toInstant(ZoneOffset.UTC)
                        .plus(Duration.ofMinutes(1))
                : SOME_TIME;
    }

    /** All that lives in the record, and who said it. */
    private List<Resource> record() {
        return TYPES.stream()
                .map(type -> fixed("tester").get("/fhir/" + type + "?_count=100&_revinclude=Provenance:target"))
                .flatMap(answer -> answer.bundle().getEntry().stream())
                .map(BundleEntryComponent::getResource)
                .sorted(Comparator.comparing(StoriesTest::order)
                        .thenComparing(resource -> resource.getIdElement().getIdPart()))
                .toList();
    }

    private static int order(Resource resource) {
        int order = TYPES.indexOf(resource.fhirType());
        return order < 0 ? TYPES.size() : order;
    }

    /** What the council gets for each person of the record, asked for by the person's first number. */
    private List<Resource> asked(List<Resource> record) {
        List<Resource> answers = new ArrayList<>();
        for (Resource resource : record) {
            if (resource instanceof Patient patient) {
                Identifier number = patient.getIdentifierFirstRep();
                String token = number.getSystem() + "%7C" + number.getValue();
                answers.add(
                        council("/fhir/RelatedPerson?patient.identifier=" + token + "&_include=RelatedPerson:patient"));
                answers.add(council("/fhir/Flag?patient.identifier=" + token));
            }
        }
        return answers;
    }

    private Bundle council(String question) {
        Bundle bundle = fixed("council").get(question).bundle();
        // The answer's own, and no part of what it says.
        bundle.setId((String) null);
        bundle.setMeta(null);
        return bundle;
    }

    private User fixed(String name) {
        return gateway.as(name)
                .with("X-Request-ID", "00000000-0000-4000-8000-000000000001")
                .with("X-Forwarded-Proto", "https")
                .with("X-Forwarded-Host", "record.example");
    }

    private static String pretty(List<? extends Resource> resources) {
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        resources.forEach(resource -> bundle.addEntry().setResource(resource));
        return Fhir.CONTEXT
                .newJsonParser()
                .setPrettyPrint(true)
                .encodeResourceToString(bundle)
                .lines()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
