package org.carerrecord.gateway.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What several libraries name in files of the same name is all named in the one jar, and no class comes from two. */
class PackagedJarIT {

    /** Files whose lines name classes; not those of Spring's test slices. */
    private static final Pattern LISTS = Pattern.compile("META-INF/(services/[^/]+|spring\\.factories"
            + "|spring/(?!aot|.*\\.test\\.)[^/]+|spring-autoconfigure-metadata\\.properties)");

    private static final Pattern CLASS_NAME = Pattern.compile("[a-z]\\w*(?:\\.[\\w$]+)+");

    private final List<String> libraries = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(element -> element.endsWith(".jar"))
            // Of the tests only, and it carries copies of what others have.
            .filter(element -> !element.contains("wiremock-standalone"))
            .toList();
    private JarFile packaged;

    @BeforeEach
    void open() throws IOException {
        packaged = new JarFile(
                PackagedGateway.ROOT.resolve("target/carer-record-gateway.jar").toFile());
    }

    @AfterEach
    void close() throws IOException {
        packaged.close();
    }

    @Test
    void namesEveryProviderThatItHolds() throws IOException {
        int lists = 0;
        Set<String> missing = new TreeSet<>();
        for (String file : libraries) {
            try (JarFile library = new JarFile(file)) {
                for (JarEntry list : library.stream()
                        .filter(entry -> LISTS.matcher(entry.getName()).matches())
                        .toList()) {
                    lists++;
                    Set<String> named = classes(packaged, list.getName());
                    classes(library, list.getName()).stream()
                            .filter(name -> holds(name.replace('.', '/') + ".class") && !named.contains(name))
                            .forEach(name -> missing.add(list.getName() + ": " + name));
                }
            }
        }
        assertThat(lists).as("lists looked at").isGreaterThan(50);
        assertThat(missing).isEmpty();
    }

    @Test
    void hasEachClassFromOneLibraryOnly() throws IOException {
        Set<String> once = new TreeSet<>();
        Set<String> twice = new TreeSet<>();
        for (String file : libraries) {
            try (JarFile library = new JarFile(file)) {
                library.stream()
                        .map(JarEntry::getName)
                        .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                        .filter(name -> !name.startsWith("META-INF/") && holds(name) && !once.add(name))
                        .forEach(twice::add);
            }
        }
        assertThat(once).hasSizeGreaterThan(10_000);
        assertThat(twice).isEmpty();
    }

    private boolean holds(String entry) {
        return packaged.getEntry(entry) != null;
    }

    private static Set<String> classes(JarFile jar, String list) throws IOException {
        JarEntry entry = jar.getJarEntry(list);
        if (entry == null) {
            return Set.of();
        }
        try (InputStream content = jar.getInputStream(entry)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> CLASS_NAME.matcher(line).results().map(MatchResult::group))
                    .collect(Collectors.toSet());
        }
    }
}
