package org.carerrecord.fhirserver.validation;

import ca.uhn.fhir.context.FhirContext;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UriType;

/** Takes what one resource holds out of what the validator says of it; names of profiles and systems may stay. */
final class Discretion {

    private static final String NARRATIVE = "the narrative is not the XHTML that R4 allows";
    private static final String LONG = "this is not as its definition says";
    private static final String HIDDEN = "…";

    /** Each part of a message is looked up; a message as long as this quotes what is not to be told anyway. */
    private static final int LONGEST = 500;

    private final Set<String> content;

    Discretion(FhirContext context, Resource resource) {
        content = context.newTerser().getAllPopulatedChildElementsOfType(resource, PrimitiveType.class).stream()
                .filter(value -> !(value instanceof UriType)
                        && !(value instanceof BooleanType)
                        && !(value instanceof IntegerType))
                .map(value -> ((PrimitiveType<?>) value).getValueAsString())
                .filter(value -> value != null && !value.isBlank() && value.length() <= LONGEST)
                .collect(Collectors.toUnmodifiableSet());
    }

    String of(String place, String message) {
        if (place.contains(".div")) {
            return NARRATIVE;
        }
        if (message.length() > LONGEST) {
            return LONG;
        }
        StringBuilder told = new StringBuilder();
        for (int at = 0; at < message.length(); ) {
            int end = endOfContent(message, at);
            told.append(end > at ? HIDDEN : message.charAt(at));
            at = Math.max(end, at + 1);
        }
        return told.toString();
    }

    /** Where the longest value ends that begins here, between words; here itself when none does. */
    private int endOfContent(String message, int begin) {
        if (begin > 0 && isWord(message.charAt(begin - 1))) {
            return begin;
        }
        for (int end = message.length(); end > begin; end--) {
            boolean isWhole = end == message.length() || !isWord(message.charAt(end));
            if (isWhole && content.contains(message.substring(begin, end))) {
                return end;
            }
        }
        return begin;
    }

    private static boolean isWord(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '_');
    }
}
