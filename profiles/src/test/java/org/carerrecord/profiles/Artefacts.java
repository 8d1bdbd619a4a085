package org.carerrecord.profiles;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Resource;

/** The JSON of this module as files and as strictly parsed resources. */
final class Artefacts {

    static final FhirContext R4 = FhirContext.forR4Cached();

    private Artefacts() {}

    static List<Path> profileFiles() {
        return files("/profiles");
    }

    static List<MetadataResource> all() {
        return profileFiles().stream()
                .map(file -> (MetadataResource) parse(file))
                .toList();
    }

    static Resource parse(Path file) {
        IParser strict = R4.newJsonParser().setParserErrorHandler(new StrictErrorHandler());
        return (Resource) strict.parseResource(text(file));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    static List<Path> files(String folder) {
        URL url = Objects.requireNonNull(Artefacts.class.getResource(folder), folder);
        try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
            return files.sorted().toList();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (URISyntaxException cause) {
            throw new IllegalStateException(cause);
        }
    }
}
