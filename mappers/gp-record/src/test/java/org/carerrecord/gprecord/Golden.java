package org.carerrecord.gprecord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What a story is expected to come to; {@code -Dgolden.accept=true} accepts what it comes to now, to be reviewed as a diff. */
final class Golden {

    /** The project's folder. */
    static final Path ROOT = Path.of(Objects.requireNonNullElse(System.getProperty("project.root"), "../.."));

    private Golden() {}

    static void check(Path expected, String actual) throws IOException {
        if (Boolean.getBoolean("golden.accept")) {
            Files.writeString(expected, actual);
        }
        assertThat(expected).as("a story is whole").exists();
        assertThat(actual).as(expected.toString()).isEqualTo(Files.readString(expected));
    }
}
