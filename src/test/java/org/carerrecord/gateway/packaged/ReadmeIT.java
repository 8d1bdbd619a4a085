package org.carerrecord.gateway.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * README.md is true: each {@code sh} block that a {@code text} block follows is run, and answers what stands there.
 *
 * <p>The number beside {@code text} is the HTTP status; {@code ...} stands for what is left out; white space does not
 * count.
 */
class ReadmeIT {

    private static final Pattern CALL =
            Pattern.compile("```sh\\n((?:(?!```).)*)```\\s*```text ?(\\d*)\\n(.*?)```", Pattern.DOTALL);

    /** Silent, and with the status at the end. */
    private static final String CURL = "curl() { command curl -sS -w '\\n%{http_code}\\n' \"$@\"; }\n";

    @Test
    void everyCallOfTheReadmeAnswersAsItSays() throws Exception {
        assumeTrue(Files.isExecutable(java.nio.file.Path.of("/usr/bin/curl")), "the calls need curl");
        List<Matcher> calls = CALL.matcher(readme())
                .results()
                .map(result -> call(result.group()))
                .toList();
        assertThat(calls).hasSizeGreaterThanOrEqualTo(6);
        try (PackagedGateway gateway = PackagedGateway.sandbox()) {
            for (Matcher call : calls) {
                String answer = run(call.group(1)
                        .replace("localhost:8080", "localhost:" + gateway.port())
                        .replace("localhost:2575", "localhost:" + gateway.mllpPort()));
                int status = answer.lastIndexOf('\n');
                if (!call.group(2).isEmpty()) {
                    assertThat(answer.substring(status + 1)).as(call.group(1)).isEqualTo(call.group(2));
                }
                assertThat(dense(answer.substring(0, status).replace(":" + gateway.port(), ":8080")))
                        .as(call.group(1))
                        .matches(pattern(call.group(3)));
            }
        }
    }

    @Test
    void theVerbsOfTheMakefileAreTheCommandsOfTheReadme() throws IOException {
        String makefile = Files.readString(PackagedGateway.ROOT.resolve("Makefile"));
        for (String verb : List.of("run", "test", "format", "proof")) {
            Matcher recipe = Pattern.compile("(?m)^" + verb + ":\\n\\t(.*)$").matcher(makefile);
            assertThat(recipe.find()).as(verb).isTrue();
            assertThat(readme().lines()).contains(recipe.group(1));
        }
    }

    private static Matcher call(String text) {
        Matcher call = CALL.matcher(text);
        assertThat(call.matches()).isTrue();
        return call;
    }

    private static Pattern pattern(String shown) {
        return Pattern.compile(Arrays.stream(dense(shown).split("\\.\\.\\.", -1))
                .map(String::strip)
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
    }

    private static String dense(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static String run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", CURL + command)
                .directory(PackagedGateway.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(command + "\n" + answer).isZero();
        return answer;
    }

    private static String readme() throws IOException {
        return Files.readString(PackagedGateway.ROOT.resolve("README.md"));
    }
}
