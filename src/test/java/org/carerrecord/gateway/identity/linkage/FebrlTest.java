package org.carerrecord.gateway.identity.linkage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FEBRL's sets of described people; the floors lie a little below what is reached (docs/linkage.md). */
class FebrlTest {

    private static final Path FOLDER = Path.of(Objects.requireNonNullElse(System.getProperty("project.root"), ".."))
            .resolve("../shared/data/linkage");

    @ParameterizedTest
    @CsvSource({
        "dataset1, true, 0.99",
        "dataset2, true, 0.99",
        "dataset3, true, 0.985",
        "dataset1, false, 0.92",
        "dataset2, false, 0.89",
        "dataset3, false, 0.88"
    })
    void peopleDescribedTwiceAreFound(String set, boolean withNumbers, double floor) throws IOException {
        Path file = FOLDER.resolve(set + ".csv");
        assumeTrue(Files.exists(file), "no " + file);
        Evaluation evaluation = new Evaluation(new PeopleFile(withNumbers).read(file));
        Evaluation.Figures figures = evaluation.run((one, other) -> {});
        assertThat(figures.f1()).as(figures.line(set)).isGreaterThan(floor);
        assertThat(figures.linkedPrecision()).as(figures.line(set)).isGreaterThanOrEqualTo(0.999);
    }
}
