package org.carerrecord.fhirserver.validation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The types to which the references of one resource may lead, decided from their texts (R4, 2.3.0); nothing is fetched. */
final class ReferenceTypes {

    /** {@code Patient/1}, {@code Patient/1/_history/2}, {@code Patient?identifier=1}. */
    private static final Pattern LOCAL =
            Pattern.compile("([A-Z][A-Za-z]+)(?:/[A-Za-z0-9\\-.]{1,64}(?:/_history/[A-Za-z0-9\\-.]{1,64})?|\\?.+)");

    private static final Pattern CONDITIONAL = Pattern.compile("[A-Z]\\w+\\?.+");

    private final Shapes shapes;
    private final List<Resource> contained;

    ReferenceTypes(Shapes shapes, List<Resource> contained) {
        this.shapes = shapes;
        this.contained = contained;
    }

    /**
     * What is wrong with a reference.
     *
     * @param allowed types; empty for any
     */
    Optional<String> wrong(Reference reference, Set<String> allowed) {
        @Nullable String stated = reference.getType();
        if (stated != null && shapes.isType(stated) && !fits(stated, allowed)) {
            return Optional.of("the reference may not be to this type");
        }
        @Nullable String text = reference.getReference();
        if (text == null || text.isEmpty() || text.equals("#") || (text.indexOf(':') >= 0 && text.indexOf('?') < 0)) {
            return Optional.empty();
        }
        if (text.startsWith("#")) {
            return contained(text.substring(1))
                    .map(target -> fits(target.fhirType(), allowed)
                            ? Optional.<String>empty()
                            : Optional.of("the reference may not be to this type"))
                    .orElse(Optional.of("it refers to nothing that is contained"));
        }
        Matcher local = LOCAL.matcher(text);
        if (!local.matches() || !shapes.isType(local.group(1))) {
            return text.indexOf(':') >= 0 && !CONDITIONAL.matcher(text).matches()
                    ? Optional.empty()
                    : Optional.of("write the reference as Type/id, or as an absolute URL");
        }
        if (!fits(local.group(1), allowed)) {
            return Optional.of("the reference may not be to this type");
        }
        return stated != null && shapes.isType(stated) && !stated.equals(local.group(1))
                ? Optional.of("the reference's type is another one than it says")
                : Optional.empty();
    }

    private static boolean fits(String type, Set<String> allowed) {
        return allowed.isEmpty() || allowed.contains(type);
    }

    private Optional<Resource> contained(String id) {
        return contained.stream()
                .filter(one -> id.equals(one.getIdElement().getIdPart())
                        || ("#" + id).equals(one.getIdElement().getIdPart()))
                .findFirst();
    }
}
