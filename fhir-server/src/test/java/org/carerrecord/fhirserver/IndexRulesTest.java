package org.carerrecord.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carerrecord.fhirserver.TheRecord.CONTEXT;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.carerrecord.fhirserver.search.Indexer;
import org.carerrecord.fhirserver.store.Hash;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** What is made of a resource for the index does not change unnoticed: what is stored must be indexed anew then. */
class IndexRulesTest {

    /** Every so many of the specification's examples, of all its types. */
    private static final int EACH = 7;

    /** No FHIR, and what takes long. */
    private static final String LEFT_OUT =
            ".*(package-min-ver|profiles-|dataelements|valuesets|/v[23]-|extension-def).*";

    private static final int RULES = 1;
    private static final long THEIR_ROWS = 3319732117118050769L;

    @Test
    void otherRowsAreOtherRules() throws IOException {
        assertThat(Reindexing.RULES).isEqualTo(RULES);
        assertThat(Hash.word(rows()))
                .as("the index rows of the examples differ: raise Reindexing.RULES, and keep both numbers here")
                .isEqualTo(THEIR_ROWS);
    }

    private static String rows() throws IOException {
        Indexer indexer = new Indexer(TheRecord.PARAMETERS);
        List<String> rows = new ArrayList<>();
        List<String> names = names();
        for (int i = 0; i < names.size(); i += EACH) {
            String name = names.get(i).substring(names.get(i).lastIndexOf('/') + 1);
            try (InputStream file = open("/json/spec/" + name)) {
                Resource resource = (Resource)
                        CONTEXT.newJsonParser().parseResource(new String(file.readAllBytes(), StandardCharsets.UTF_8));
                rows.add(name
                        + indexer.rows(resource).stream()
                                .map(Object::toString)
                                .sorted()
                                .toList());
            }
        }
        return String.join("\n", rows);
    }

    private static List<String> names() throws IOException {
        try (BufferedReader names =
                new BufferedReader(new InputStreamReader(open("/spec-json.txt"), StandardCharsets.UTF_8))) {
            return names.lines()
                    .filter(name -> !name.matches(LEFT_OUT))
                    .sorted()
                    .toList();
        }
    }

    private static InputStream open(String path) {
        return Objects.requireNonNull(IndexRulesTest.class.getResourceAsStream(path), path);
    }
}
