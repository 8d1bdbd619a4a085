package org.carerrecord.fhirserver.validation;

import ca.uhn.fhir.context.FhirContext;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UriType;

/** Takes what one resource holds out of what the validator says of it; names of profiles and systems may stay. */
final class Discretion {

    private static final String NARRATIVE = "the narrative is not the XHTML that R4 allows";
    private static final String HIDDEN = "…";

    private final Pattern content;

    Discretion(FhirContext context, Resource resource) {
        List<? extends PrimitiveType<?>> values =
                context.newTerser().getAllPopulatedChildElementsOfType(resource, PrimitiveType.class).stream()
                        .map(value -> (PrimitiveType<?>) value)
                        .toList();
        String alternatives = values.stream()
                .filter(value -> !(value instanceof UriType)
                        && !(value instanceof BooleanType)
                        && !(value instanceof IntegerType))
                .map(PrimitiveType::getValueAsString)
                .filter(value -> value != null && !value.isBlank())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        content = Pattern.compile(alternatives.isEmpty() ? "(?!)" : "(?<![\\w])(?:" + alternatives + ")(?![\\w])");
    }

    String of(String place, String message) {
        return place.contains(".div")
                ? NARRATIVE
                : content.matcher(message).replaceAll(Matcher.quoteReplacement(HIDDEN));
    }
}
