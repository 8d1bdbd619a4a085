package org.carerrecord.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One question of a file, written {@code METHOD path {Header: value} <- body}.
 *
 * @param line as it stands in the file
 * @param method of HTTP, or {@code PAGES} for a GET whose {@code next} links are followed
 * @param path below the server's base, unescaped
 * @param headers besides the user's own
 * @param form the fields of a POST, unescaped; empty for a GET
 */
record SearchQuery(String line, String method, String path, Map<String, String> headers, String form) {

    private static final Pattern LINE = Pattern.compile("(\\w+) (.*?)((?: \\{[\\w-]+: [^}]*})*)(?: <- (.*))?");
    private static final Pattern HEADER = Pattern.compile("\\{([\\w-]+): ([^}]*)}");
    private static final Pattern ESCAPED = Pattern.compile("[^\\w/?&=:,%$.~+'()*!@;-]");

    /** The questions of a file, with the server's own address for {@code {base}}. */
    static List<SearchQuery> all(Path file, String base) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> of(line, base))
                .toList();
    }

    private static SearchQuery of(String line, String base) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not METHOD path {Header: value} <- body: " + line);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        HEADER.matcher(parts.group(3)).results().forEach(header -> headers.put(header.group(1), header.group(2)));
        return new SearchQuery(
                line,
                parts.group(1),
                parts.group(2).replace("{base}", base),
                headers,
                parts.group(4) == null ? "" : parts.group(4));
    }

    Answer ask(User user) {
        User asking = user;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            asking = asking.with(header.getKey(), header.getValue());
        }
        return form.isEmpty()
                ? asking.get("/fhir/" + escaped(path))
                : asking.with("Content-Type", "application/x-www-form-urlencoded")
                        .ask(method, "/fhir/" + escaped(path), escaped(form).getBytes(UTF_8));
    }

    boolean isOfAllPages() {
        return method.equals("PAGES");
    }

    /** Whether the order is fixed: the last key is one that nobody shares. */
    boolean isOrdered() {
        return Pattern.compile("_sort=(?:[^&]*,)?-?_id")
                .matcher(path + "&" + form)
                .find();
    }

    /** Whether parts of resources are asked for. */
    boolean isOfParts() {
        return path.contains("_summary=") || path.contains("_elements=");
    }

    private static String escaped(String text) {
        return ESCAPED.matcher(text).replaceAll(SearchQuery::percent);
    }

    private static String percent(MatchResult letter) {
        return URLEncoder.encode(letter.group(), UTF_8).replace("+", "%20");
    }
}
