package org.carerrecord.fhirserver.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.utilities.npm.NpmPackage;
import org.jspecify.annotations.Nullable;

/** FHIR packages as HL7 publishes them: NPM packages ({@code .tgz}) with definitions in folder {@code package}. */
final class PackageFile {

    private static final Set<String> KINDS =
            Set.of("StructureDefinition", "ValueSet", "CodeSystem", "ConceptMap", "SearchParameter");

    private static final Pattern TYPE = Pattern.compile("\"resourceType\"\\s*:\\s*\"(\\w+)\"");

    private PackageFile() {}

    /**
     * The packages in a file or a folder.
     *
     * @throws UncheckedIOException when there is no such file
     */
    static List<Path> in(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            if (!Files.isReadable(fileOrFolder)) {
                throw new UncheckedIOException(new NoSuchFileException(
                        fileOrFolder.toString(), null, "gateway.fhir.packages names a file that cannot be read"));
            }
            return List.of(fileOrFolder);
        }
        try (Stream<Path> files = Files.list(fileOrFolder)) {
            return files.filter(file -> file.toString().endsWith(".tgz"))
                    .sorted()
                    .toList();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** The definitions in a package. */
    static List<IBaseResource> definitions(FhirContext context, Path file) {
        List<IBaseResource> definitions = new ArrayList<>();
        try (InputStream stream = Files.newInputStream(file)) {
            NpmPackage.@Nullable NpmPackageFolder folder =
                    NpmPackage.fromPackage(stream).getFolders().get("package");
            if (folder == null) {
                throw new IOException("there is no folder package in it");
            }
            IParser parser = context.newJsonParser();
            parser.setParserErrorHandler(new LenientErrorHandler(false));
            for (String name : folder.listFiles()) {
                String json = name.endsWith(".json") ? new String(folder.fetchFile(name), StandardCharsets.UTF_8) : "";
                Matcher type = TYPE.matcher(json);
                if (type.find() && KINDS.contains(type.group(1))) {
                    definitions.add(parser.parseResource(json));
                }
            }
        } catch (IOException cause) {
            throw new UncheckedIOException("the package " + file.getFileName() + " cannot be read", cause);
        }
        return definitions;
    }
}
