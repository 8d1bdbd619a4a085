package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceSearchParamComponent;
import org.junit.jupiter.api.Test;

/** What the CapabilityStatement names is there, and what it does not name is refused. */
@OnEachStore
class CapabilitiesTest {

    private static final String WHOLE =
            "read vread history-instance history-type search-type create update patch delete";
    private static final String READ_ONLY = "read vread history-instance history-type search-type";

    /** Of a string, a token with a system, and what has a number or a date before it. */
    private static final List<String> SQL = Stream.of(
                    "' or '1'='1",
                    "x'|x') or 1=1; drop table resource; --",
                    "1 or 1=1",
                    "2026-11-22' or '1'='1",
                    "x' union select secret from server_key --$1' or 1=1 --")
            .map(sql -> URLEncoder.encode(sql, UTF_8))
            .toList();

    private final Sandbox gateway;
    private final CapabilityStatement statement;

    CapabilitiesTest(Store store) {
        gateway = Sandbox.on(store);
        statement = gateway.stranger().get("/fhir/metadata").resource(CapabilityStatement.class);
    }

    private static List<String> codes(CapabilityStatementRestResourceComponent type) {
        return type.getInteraction().stream()
                .map(interaction -> interaction.getCode().toCode())
                .toList();
    }

    @Test
    void everyTypeHasTheInteractionsThatItIsSaidToHave() {
        User hospital = gateway.as("hospital");
        CapabilityStatementRestComponent rest = statement.getRestFirstRep();
        assertThat(rest.getResource()).hasSizeGreaterThan(140);
        for (CapabilityStatementRestResourceComponent type : rest.getResource()) {
            String path = "/fhir/" + type.getType();
            List<String> codes = codes(type);
            if (type.getType().equals("Provenance")) {
                assertThat(codes).containsExactly("read", "search-type");
                continue;
            }
            boolean isMadeHere = List.of("Person", "AuditEvent").contains(type.getType());
            assertThat(codes).as(type.getType()).containsExactly((isMadeHere ? READ_ONLY : WHOLE).split(" "));
            assertThat(hospital.get(path + "/nobody").status()).isEqualTo(404);
            assertThat(hospital.get(path + "/nobody/_history").status()).isEqualTo(404);
            assertThat(hospital.get(path + "/_history?_count=1").status()).isEqualTo(200);
            assertThat(hospital.get(path + "?_count=1").status()).isEqualTo(200);
            assertThat(hospital.delete(path + "/nobody").status() == 405).isEqualTo(isMadeHere);
        }
    }

    /** A value that is SQL is a value: it finds nobody, or is none. */
    @Test
    void sqlInASearchParameterIsAValue() {
        User tester = gateway.as("tester");
        assertThat(tester.fhir("POST", "/fhir/Patient", Fhir.json(Fhir.patient(People.nhsNumber())))
                        .status())
                .isEqualTo(201);
        int patients = patients();
        Set<String> asked = new HashSet<>();
        for (CapabilityStatementRestResourceComponent type :
                statement.getRestFirstRep().getResource()) {
            for (CapabilityStatementRestResourceSearchParamComponent parameter : type.getSearchParam()) {
                if (!asked.add(parameter.getName() + " " + parameter.getType())) {
                    continue;
                }
                String sql = SQL.get(asked.size() % SQL.size());
                Answer answer = tester.get("/fhir/" + type.getType() + "?" + parameter.getName() + "=" + sql);
                assertThat(answer.status())
                        .as("%s?%s=%s: %s", type.getType(), parameter.getName(), sql, answer.text())
                        .isIn(200, 400);
                assertThat(answer.text()).doesNotContain("\"fullUrl\"").doesNotContainIgnoringCase("syntax");
            }
        }
        assertThat(asked).hasSizeGreaterThan(400);
        assertThat(patients()).isEqualTo(patients);
    }

    private int patients() {
        return gateway.jdbc()
                .sql("select count(*) from resource where type = 'Patient'")
                .query(Integer.class)
                .single();
    }

    @Test
    void theWholeSystemHasTheInteractionsThatItIsSaidToHave() {
        assertThat(statement.getRestFirstRep().getInteraction())
                .extracting(interaction -> interaction.getCode().toCode())
                .containsExactly("transaction", "batch", "history-system");
        assertThat(gateway.as("hospital").get("/fhir/_history?_count=1").status())
                .isEqualTo(200);
    }

    @Test
    void everyFormatIsSpoken() {
        assertThat(statement.getFormat()).hasSize(2).allSatisfy(format -> {
            Answer answer = gateway.stranger().with("Accept", format.getValue()).get("/fhir/metadata");
            assertThat(answer.header("Content-Type")).startsWith(format.getValue());
        });
        String id = People.uuid();
        User tester = gateway.as("tester");
        tester.fhir(
                "PUT",
                "/fhir/Basic/" + id,
                "{\"resourceType\":\"Basic\",\"id\":\"" + id + "\",\"code\":{\"text\":\"x\"}}");
        assertThat(statement.getPatchFormat()).hasSize(1).allSatisfy(format -> assertThat(
                        tester.with("Content-Type", format.getValue())
                                .ask("PATCH", "/fhir/Basic/" + id, "[]".getBytes(UTF_8))
                                .status())
                .isEqualTo(200));
    }

    @Test
    void nobodyWritesAnAddressIntoAnothersStatement() throws IOException {
        try (HttpSocket stranger = new HttpSocket(gateway)) {
            assertThat(stranger.status(
                            "GET /fhir/metadata HTTP/1.1\r\nHost: evil.example\r\nCache-Control: no-cache\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }

        assertThat(gateway.stranger().get("/fhir/metadata").text()).doesNotContain("evil.example");
    }
}
