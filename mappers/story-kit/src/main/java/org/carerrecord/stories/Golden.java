package org.carerrecord.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a story is expected to come to; {@code -Dgolden.accept=true} accepts what it comes to now, to be reviewed as a diff. */
public final class Golden {

    private Golden() {}

    public static void check(Path expected, String actual) throws IOException {
        if (Boolean.getBoolean("golden.accept")) {
            Files.writeString(expected, actual);
        }
        assertThat(expected).as("a story is whole").exists();
        assertThat(actual).as(expected.toString()).isEqualTo(Files.readString(expected));
    }
}
