package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;

/** What the gateway answered. */
record Answer(HttpResponse<byte[]> response) {

    int status() {
        return response.statusCode();
    }

    byte[] bytes() {
        return response.body();
    }

    String text() {
        return new String(response.body(), UTF_8);
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** {@code Patient/1} of what was written. */
    String written() {
        assertThat(status()).as(text()).isIn(200, 201);
        return new IdType(header("Content-Location")).toUnqualifiedVersionless().getValue();
    }

    Bundle bundle() {
        return resource(Bundle.class);
    }

    <T extends Resource> T resource(Class<T> type) {
        return Fhir.CONTEXT.newJsonParser().parseResource(type, text());
    }

    <T extends Resource> List<T> found(Class<T> type) {
        return bundle().getEntry().stream()
                .map(BundleEntryComponent::getResource)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Where each issue of an OperationOutcome lies. */
    List<String> places() {
        return resource(OperationOutcome.class).getIssue().stream()
                .map(OperationOutcomeIssueComponent::getExpression)
                .flatMap(List::stream)
                .map(StringType::getValue)
                .toList();
    }

    /** MSA-1, the acknowledgement code. */
    String acknowledged() {
        return text().lines()
                .flatMap(line -> java.util.Arrays.stream(line.split("\r")))
                .filter(segment -> segment.startsWith("MSA|"))
                .map(msa -> msa.split("\\|", -1)[1])
                .findFirst()
                .orElse("no MSA");
    }
}
