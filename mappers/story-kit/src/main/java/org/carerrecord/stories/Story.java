package org.carerrecord.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Understood;
import org.carerrecord.profiles.Fault;

/**
 * A folder of {@code test-data}: what came in, in files {@code 1-<what>}, {@code 2-<what>} and so on, and the golden files of
 * what it comes to.
 */
public record Story(Path folder) {

    private static final Path PROJECT =
            Path.of(Objects.requireNonNullElse(System.getProperty("project.root"), "../.."));

    private static final Map<String, String> VERSIONS = Map.of("dstu2", "1.0", "stu3", "3.0", "r4", "4.0");

    /** Understands one file that came in. */
    public interface Reader {

        /** @throws Fault when it cannot be taken */
        Mapped<Understood> read(Path message) throws IOException;
    }

    /** A place below the project's folder, or beside it, for example {@code test-data} or {@code ../shared/data}. */
    public static Path project(String place) {
        return PROJECT.resolve(place);
    }

    /** The stories of a folder of {@code test-data}, by name. */
    public static List<Story> all(String kind) throws IOException {
        try (Stream<Path> folders = Files.list(project("test-data").resolve(kind))) {
            return folders.filter(Files::isDirectory).sorted().map(Story::new).toList();
        }
    }

    /** What came in, in the order of the names: the files whose whole name matches. */
    public List<Path> messages(String pattern) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> name(file).matches(pattern)).sorted().toList();
        }
    }

    /** The contents of what came in with all stories of a kind. */
    public static List<byte[]> contents(String kind, String pattern) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (Story story : all(kind)) {
            for (Path message : story.messages(pattern)) {
                contents.add(Files.readAllBytes(message));
            }
        }
        return contents;
    }

    /** A file's name, for example {@code 1-admission.hl7}. */
    public static String name(Path file) {
        return Objects.requireNonNull(file.getFileName()).toString();
    }

    /** A file's name without what follows its first dot, for example {@code 1-admission}. */
    public static String stem(Path file) {
        return name(file).replaceFirst("\\..*", "");
    }

    /** The fhirVersion that a sender names, by the file's name: {@code 1-record.stu3.xml}; empty where the content has to tell. */
    public static Optional<String> fhirVersion(Path file) {
        return VERSIONS.entrySet().stream()
                .filter(version -> name(file).contains("." + version.getKey() + "."))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    public void check(String golden, String actual) throws IOException {
        Golden.check(folder.resolve(golden), actual);
    }

    /** Each message says what its golden files expect, as FHIR and as statements; what was lost, or the faults. */
    public void checkUnderstood(List<Path> messages, Reader reader) throws IOException {
        List<String> losses = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Path message : messages) {
            try {
                Mapped<Understood> mapped = reader.read(message);
                check(stem(message) + ".understood.json", Told.json(Told.bundle(mapped.value())));
                check(stem(message) + ".statements.txt", Told.lines(Told.statements(mapped.value())));
                mapped.losses().forEach(loss -> losses.add(name(message) + " " + Told.line(loss)));
            } catch (Fault fault) {
                faults.add(name(message) + " " + Told.line(fault));
            }
        }
        if (faults.isEmpty()) {
            check("losses.txt", Told.lines(losses));
        } else {
            check("fault.txt", Told.lines(faults));
        }
    }

    /** It is told in three sentences, has something that came in, and no golden file without what it is of. */
    public void checkWhole(List<Path> messages) throws IOException {
        assertThat(Files.readAllLines(folder.resolve("README.md")))
                .as("who, what happened, why")
                .hasSize(3)
                .allMatch(sentence -> sentence.endsWith("."));
        assertThat(messages).isNotEmpty();
        assertThat(messages("\\d-.*").stream().map(Story::stem).distinct())
                .as("no golden file without its message")
                .hasSameSizeAs(messages);
    }

    /** Either everything was taken, and it is told what was lost, or something was refused. */
    public void checkOutcome() {
        assertThat(Stream.of("losses.txt", "fault.txt").filter(file -> Files.exists(folder.resolve(file))))
                .hasSize(1);
    }

    @Override
    public String toString() {
        return name(folder);
    }
}
