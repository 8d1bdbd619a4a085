package org.carerrecord.gateway.identity.linkage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** {@code make linkage}: how good the comparison is on each file of a folder (docs/linkage.md). */
@EnabledIfSystemProperty(named = "linkage.data", matches = ".+")
class LinkageReport {

    @Test
    void saysHowGoodItIs() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("linkage.data")))) {
            files = all.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            for (boolean withNumbers : new boolean[] {true, false}) {
                Evaluation evaluation = new Evaluation(new PeopleFile(withNumbers).read(file));
                String name = file.getFileName() + (withNumbers ? "" : " without numbers");
                boolean explain = Boolean.getBoolean("linkage.explain");
                // The figures, and on demand each error, are what make linkage is run for.
                System.out.println(evaluation
                        .run((one, other) -> {
                            if (explain) {
                                System.out.println(evaluation.describe(one, other));
                            }
                        })
                        .line(name));
            }
        }
    }

    /** Half as many people are described twice as often on average. */
    @Test
    void saysHowLongFiftyThousandTake() {
        long begun = System.nanoTime();
        List<Described> people = UkPeople.described(7, 25_000);
        String line =
                new Evaluation(people).run((one, other) -> {}).line("a town of " + people.size() + " descriptions");
        // The same.
        System.out.printf(Locale.ROOT, "%s; %.0f s in all%n", line, (System.nanoTime() - begun) / 1e9);
    }
}
