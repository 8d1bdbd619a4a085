package org.carerrecord.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.carerrecord.fhirserver.agreement.AgreementVersions;
import org.carerrecord.fhirserver.agreement.Agreements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.unit.DataSize;

/** An agreement that changes while the gateway runs, and who is shown it. */
@OnEachStore
class AgreementWatchTest {

    private static final String TEXT =
            """
            version: VERSION
            dated: 2026-11-22
            selfStatedFor: PT1H
            categories: {identity: [Patient]}
            withoutConsent: {}
            partners:
              - ods: RZ1
                name: Hospital
                kind: acute
                purpose: direct-care
                carersAreAsked: true
                asItIs: false
                fullyValidated: false
                grants: []
            """;

    private final Sandbox gateway;
    /** Begins with a letter: YAML takes {@code 1234567e-1} for a number. */
    private final String name = "v" + People.mark();

    AgreementWatchTest(Store store) {
        gateway = Sandbox.on(store);
    }

    private String text(String version) {
        return TEXT.replace("VERSION", name + version);
    }

    private record Watched(Path file, AgreementWatch watch, Agreements agreements) {

        String version() {
            return agreements.current().version();
        }

        void write(String text) throws IOException {
            Files.writeString(file, text);
            watch.look();
        }
    }

    private Watched watched(Path folder, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("agreement.yaml"), text);
        GatewaySettings settings = new GatewaySettings(
                false,
                file.toString(),
                Duration.ofHours(1),
                "",
                DataSize.ofMegabytes(1),
                DataSize.ofMegabytes(1),
                DataSize.ofMegabytes(1),
                Duration.ofSeconds(1),
                1,
                1,
                new GatewaySettings.OAuth2("ods", Map.of(), ""),
                new GatewaySettings.Fhir(List.of()));
        AgreementSource source = new AgreementSource(settings);
        Agreements agreements = new Agreements(source.understood(source.text()), Clock.systemUTC());
        return new Watched(
                file,
                new AgreementWatch(source, gateway.part(AgreementVersions.class), agreements, settings),
                agreements);
    }

    private List<String> kept() {
        return gateway.jdbc()
                .sql("select version from agreement_version where version like ? order by version")
                .param(name + "%")
                .query(String.class)
                .list();
    }

    @Test
    void aChangedOneComesIntoForceAndThePastOnesAreKept(@TempDir Path folder) throws IOException {
        Watched watched = watched(folder, text("-1"));
        watched.watch().start();
        assertThat(kept()).containsExactly(name + "-1");

        watched.write(text("-2"));

        assertThat(watched.version()).isEqualTo(name + "-2");
        assertThat(kept()).containsExactly(name + "-1", name + "-2");
        watched.write(text("-1"));
        assertThat(watched.version())
                .as("an earlier one may come again, as it was")
                .isEqualTo(name + "-1");
        watched.watch().stop();
        assertThat(watched.watch().isRunning()).isFalse();
    }

    @Test
    void oneThatIsNotValidNeverReplacesAValidOne(@TempDir Path folder) throws IOException {
        Watched watched = watched(folder, text("-1"));
        watched.watch().start();
        assertThat(watched.watch().health().getStatus()).isEqualTo(Status.UP);

        for (String bad : List.of(
                text("-2").replace("kind: acute", "kind: circus"),
                text("-2").replace("asItIs: false", "asItIs: true"),
                text("-1").replace("Hospital", "Other Hospital"),
                "")) {
            watched.write(bad);
            assertThat(watched.version()).isEqualTo(name + "-1");
            assertThat(watched.watch().health().getStatus().getCode()).isEqualTo("WARNING");
        }
        Files.delete(watched.file());
        watched.watch().look();
        assertThat(watched.version()).isEqualTo(name + "-1");

        watched.write(text("-1"));
        assertThat(watched.watch().health().getStatus())
                .as("what is in force was put back")
                .isEqualTo(Status.UP);

        watched.write(text("-2"));
        assertThat(watched.version()).isEqualTo(name + "-2");
        assertThat(watched.watch().health().getStatus()).isEqualTo(Status.UP);
        watched.watch().stop();
    }

    @Test
    void oneThatIsNotValidStopsTheStartWithItsLine(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> watched(folder, text("-1").replace("kind: acute", "kind: circus")))
                .hasMessageContaining("line 9: ");
        Watched first = watched(folder, text("-1"));
        first.watch().start();
        first.watch().stop();
        Watched other = watched(folder, text("-1").replace("Hospital", "Other Hospital"));
        assertThatThrownBy(other.watch()::start).hasMessageContaining("give what is changed another version");
    }

    @Test
    void aPartnerIsShownItsOwnPartAndTheAdminAll() throws IOException {
        JsonNode own = new ObjectMapper()
                .readTree(gateway.as("carers-centre").get("/agreement").text());
        JsonNode all = new ObjectMapper()
                .readTree(gateway.as("admin").get("/agreement").text());

        assertThat(own.at("/version")).isEqualTo(all.at("/version"));
        assertThat(own.at("/partners").findValuesAsText("ods")).containsExactly("ZV1");
        assertThat(own.at("/withoutConsent/voluntary/contact").asText()).isEqualTo("share");
        assertThat(all.at("/partners").size()).isGreaterThan(10);
        assertThat(gateway.stranger().get("/agreement").status()).isEqualTo(401);
        assertThat(gateway.jdbc()
                        .sql("select count(*) from audit where interaction = 'agreement' and agreement = ?")
                        .param(own.at("/version").asText())
                        .query(Integer.class)
                        .single())
                .isGreaterThanOrEqualTo(2);
    }
}
