package org.carerrecord.fhirserver.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Reference;

/**
 * The part of FHIRPath that R4's search parameters use, compiled once.
 *
 * <p>Steps: element names, {@code as}, {@code as()}, {@code ofType()}, {@code where(element='value')},
 * {@code where(resolve() is Type)} (decided from the reference's text, never fetched), {@code [n]}, unions, and the one
 * {@code x.exists() and x != false} of Patient.deceased.
 */
final class ElementPath {

    private static final Pattern RESOLVES = Pattern.compile("where\\(resolve\\(\\) is (\\w+)\\)");
    private static final Pattern WHERE = Pattern.compile("where\\((\\w+)='([^']*)'\\)");
    private static final Pattern AS = Pattern.compile("(?:as|ofType)\\((\\w+)\\)");
    private static final Pattern ELEMENT = Pattern.compile("(\\w+)(?:\\[(\\d+)])?");
    private static final Pattern PRESENT = Pattern.compile("\\w+\\.(\\w+)\\.exists\\(\\) and \\w+\\.\\1 != false");

    private static final Set<String> ABSTRACT = Set.of("Resource", "DomainResource");

    private interface Step extends Function<Base, Stream<? extends Base>> {}

    private final List<List<Step>> alternatives;

    private ElementPath(List<List<Step>> alternatives) {
        this.alternatives = alternatives;
    }

    /**
     * The compiled path from a resource of a type.
     *
     * @throws IllegalArgumentException for an expression outside of the subset, or from another type
     */
    static ElementPath compile(String type, String expression) {
        return compile(Optional.of(type), expression);
    }

    /** The same for a path that begins with an element, not with the type that has it. */
    static ElementPath relative(String expression) {
        return compile(Optional.empty(), expression);
    }

    private static ElementPath compile(Optional<String> root, String expression) {
        return new ElementPath(split(expression, '|').stream()
                .map(alternative -> steps(alternative.strip(), root))
                .toList());
    }

    List<Base> of(Base start) {
        return alternatives.stream().flatMap(steps -> walk(start, steps)).toList();
    }

    private static Stream<Base> walk(Base start, List<Step> steps) {
        Stream<Base> found = Stream.of(start);
        for (Step step : steps) {
            found = found.flatMap(step);
        }
        return found;
    }

    private static List<Step> steps(String path, Optional<String> type) {
        Matcher present = PRESENT.matcher(path);
        if (present.matches()) {
            return List.of(present(present.group(1)));
        }
        List<Step> steps = new ArrayList<>();
        String rest = path;
        Optional<String> root = type;
        if (path.startsWith("(")) {
            int end = closing(path);
            steps.addAll(steps(path.substring(1, end), type));
            rest = path.substring(end + 1);
            rest = rest.startsWith(".") ? rest.substring(1) : rest;
            root = Optional.empty();
        }
        int as = rest.indexOf(" as ");
        String dotted = as < 0 ? rest : rest.substring(0, as);
        for (String segment : dotted.isEmpty() ? List.<String>of() : split(dotted, '.')) {
            if (root.isEmpty() || !isType(root.get(), segment.strip())) {
                steps.add(step(segment.strip()));
            }
            root = Optional.empty();
        }
        if (as >= 0) {
            steps.add(typed(rest.substring(as + 4).strip()));
        }
        return steps;
    }

    /** A path begins with the type of the resource, or at once with an element of it (FHIRPath, "Path selection"). */
    private static boolean isType(String type, String segment) {
        if (Character.isLowerCase(segment.charAt(0))) {
            return false;
        }
        if (segment.equals(type) || ABSTRACT.contains(segment)) {
            return true;
        }
        throw new IllegalArgumentException("no path of a " + type + ": " + segment);
    }

    private static Step step(String segment) {
        Matcher resolves = RESOLVES.matcher(segment);
        if (resolves.matches()) {
            String type = resolves.group(1);
            return base -> base instanceof Reference reference && type.equals(typeOf(reference))
                    ? Stream.of(base)
                    : Stream.empty();
        }
        Matcher where = WHERE.matcher(segment);
        if (where.matches()) {
            return base -> children(base, where.group(1))
                            .anyMatch(child -> where.group(2).equals(child.primitiveValue()))
                    ? Stream.of(base)
                    : Stream.empty();
        }
        Matcher as = AS.matcher(segment);
        if (as.matches()) {
            return typed(as.group(1));
        }
        Matcher element = ELEMENT.matcher(segment);
        if (!element.matches()) {
            throw new IllegalArgumentException("no search path of R4: " + segment);
        }
        String name = element.group(1);
        if (element.group(2) == null) {
            return base -> children(base, name);
        }
        int index = Integer.parseInt(element.group(2));
        return base -> children(base, name).skip(index).limit(1);
    }

    private static Stream<Base> children(Base base, String name) {
        Base[] children = base.listChildrenByName(name, false);
        return children == null ? Stream.empty() : Arrays.stream(children);
    }

    private static Step typed(String type) {
        return base -> base.fhirType().equals(type) ? Stream.of(base) : Stream.empty();
    }

    private static Step present(String element) {
        return base -> Stream.of(new BooleanType(children(base, element)
                .anyMatch(child -> !child.isEmpty() && !"false".equals(child.primitiveValue()))));
    }

    /** The type that a reference's own text names; empty when it names none. */
    static String typeOf(Reference reference) {
        String named = reference.getReferenceElement().getResourceType();
        if (named != null) {
            return named;
        }
        return Objects.requireNonNullElse(reference.getType(), "");
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == separator && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static int closing(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("a bracket is not closed: " + text);
    }
}
