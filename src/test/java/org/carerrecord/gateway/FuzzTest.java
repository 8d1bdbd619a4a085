package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.Test;

/**
 * Bodies that a seed makes of good ones: cut, doubled, swapped, of wrong types, deep, not UTF-8. Whatever they are, the
 * answer is no mistake of the gateway's own. {@code -Dfuzz.bodies=} says how many, {@code -Dfuzz.seed=} which.
 */
@OnEachStore
class FuzzTest {

    private static final int BODIES = Integer.getInteger("fuzz.bodies", 400);

    private static final String[] ODD = {
        "null",
        "[]",
        "{}",
        "[[]]",
        "[[[]]]",
        "\"\"",
        "0",
        "-1",
        "1e9",
        "1e99999",
        "1.00",
        "true",
        "\"x\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"2026-99-99\"",
        "\"urn:uuid:\"",
        "\"Patient/\"",
        "\"#\"",
        "\"Patient?identifier=\"",
        "[null]",
        "{\"resourceType\":\"Patient\"}",
        "\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">&x;</div>\"",
        "{\"extension\":[{\"url\":\"x\"}]}",
        "\"' or 1=1 --\"",
        "99999999999999999999",
        "\"../../Patient/1\"",
        "\"W/\\\"1\\\"\""
    };

    private final Sandbox gateway;
    private final Random random = new Random(Long.getLong("fuzz.seed", 20261122));

    FuzzTest(Store store) {
        gateway = Sandbox.on(store);
    }

    @Test
    void noBodyIsAMistakeOfTheGateway() {
        List<String> good = good();
        for (int i = 0; i < BODIES; i++) {
            byte[] body = broken(good.get(random.nextInt(good.size())));
            User user = gateway.as(random.nextBoolean() ? "tester" : "hospital");
            boolean isXml = body.length > 0 && body[0] == '<';
            String[] target = target(isXml);
            Answer answer = user.with("Content-Type", target[2]).ask(target[0], target[1], body);

            assertThat(answer.status())
                    .as("body %d to %s %s: %s", i, target[0], target[1], new String(body, UTF_8))
                    .isLessThan(500);
            if (answer.status() >= 400) {
                assertThat(answer.text()).contains("OperationOutcome");
            } else if (answer.text().startsWith("{\"resourceType\":\"Bundle\"")) {
                assertThat(answer.text())
                        .as("entry of body %d: %s", i, new String(body, UTF_8))
                        .doesNotContain("\"status\":\"500\"");
            }
        }
    }

    private String[] target(boolean isXml) {
        String type = isXml ? "application/fhir+xml" : "application/fhir+json";
        return switch (random.nextInt(6)) {
            case 0 -> new String[] {"POST", "/fhir/Patient", type};
            case 1 -> new String[] {"PUT", "/fhir/Patient/fuzz", type};
            case 2 -> new String[] {"POST", "/fhir/RelatedPerson", type};
            case 3 -> new String[] {"PATCH", "/fhir/Patient/fuzz", "application/json-patch+json"};
            case 4 -> new String[] {"POST", "/fhir/Patient", isXml ? "application/fhir+json" : "application/fhir+xml"};
            default -> new String[] {"POST", "/fhir", type};
        };
    }

    private List<String> good() {
        List<String> good = new ArrayList<>();
        good.add(Fhir.json(Fhir.patient(People.nhsNumber()).setId("fuzz")));
        good.add(Fhir.json(Fhir.carer(People.nhsNumber(), "Patient/fuzz")));
        Bundle push = Fhir.push(People.nhsNumber(), People.nhsNumber());
        good.add(Fhir.json(push));
        good.add(Fhir.json(push).replace("\"transaction\"", "\"batch\""));
        good.add(
                "[{\"op\":\"replace\",\"path\":\"/name/0/family\",\"value\":\"x\"},{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]");
        good.add(
                "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"request\":{\"method\":\"GET\",\"url\":\"Patient?name=x&_count=1\"}},"
                    + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/fuzz/_history/1\"}},{\"request\":{\"method\":\"DELETE\",\"url\":\"Patient/fuzz\",\"ifMatch\":\"W/\\\"1\\\"\"}}]}");
        good.add(Fhir.CONTEXT
                .newXmlParser()
                .encodeResourceToString(Fhir.patient(People.nhsNumber()).setId("fuzz")));
        return good;
    }

    private byte[] broken(String body) {
        StringBuilder text = new StringBuilder(body);
        for (int times = random.nextInt(4); times >= 0; times--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(9)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, text.substring(at, to));
                case 2 -> text.insert(at, (char) random.nextInt(0x300));
                case 3, 4, 5 -> value(text, at);
                case 6 -> text.insert(at, "[".repeat(random.nextInt(150)));
                case 7 ->
                    text.insert(
                            0,
                            random.nextBoolean()
                                    ? "<!DOCTYPE x [<!ENTITY x SYSTEM \"file:///etc/hosts\">]>"
                                    : "\uFEFF");
                default -> text.setLength(at);
            }
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        if (bytes.length > 0 && random.nextInt(20) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** Another value behind the next colon. */
    private void value(StringBuilder text, int from) {
        int colon = text.indexOf("\":", from);
        if (colon < 0) {
            return;
        }
        int end = colon + 2;
        while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        text.replace(colon + 2, end, ODD[random.nextInt(ODD.length)]);
    }
}
