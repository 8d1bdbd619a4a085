package org.carerrecord.gprecord;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;

/** The stories of general practice, and what is written of them. */
final class Story {

    static final Path FOLDER = Golden.ROOT.resolve("test-data/gp-record");

    static final FhirContext FHIR = FhirContext.forR4Cached();

    static final GpRecords RECORDS = new GpRecords(FHIR);

    static final Sender PRACTICE = new Sender("Z00001", "Hill Top Surgery");

    private Story() {}

    static List<Path> all() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** The records of a story: {@code 1-<what>.stu3.json}, {@code .r4.xml} or, where the content has to tell, {@code .json}. */
    static List<Path> records(Path story) throws IOException {
        try (Stream<Path> files = Files.list(story)) {
            return files.filter(file -> name(file).matches("\\d-[a-z0-9-]+(\\.(stu3|r4|dstu2))?\\.(json|xml)"))
                    .sorted()
                    .toList();
        }
    }

    static String name(Path file) {
        return Objects.requireNonNull(file.getFileName()).toString();
    }

    static Mapped<Understood> understand(Path record) throws IOException {
        return RECORDS.understand(Files.readAllBytes(record), version(record), PRACTICE);
    }

    /** The fhirVersion that the sender names. */
    static Optional<String> version(Path record) {
        String name = name(record);
        if (name.contains(".stu3.")) {
            return Optional.of("3.0");
        }
        if (name.contains(".dstu2.")) {
            return Optional.of("1.0");
        }
        return name.contains(".r4.") ? Optional.of("4.0") : Optional.empty();
    }

    static Bundle bundle(Understood understood) {
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        for (Said said : understood.said()) {
            bundle.addEntry().setFullUrl(said.link()).setResource(said.resource());
        }
        return bundle;
    }

    static String json(Bundle bundle) {
        return FHIR.newJsonParser().setPrettyPrint(true).encodeResourceToString(bundle) + "\n";
    }

    static String losses(List<Loss> losses) {
        return losses.stream()
                .map(loss -> loss.place() + ": " + loss.reason() + "\n")
                .collect(Collectors.joining());
    }
}
