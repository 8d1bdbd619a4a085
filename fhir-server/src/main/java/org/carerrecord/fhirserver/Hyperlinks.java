package org.carerrecord.fhirserver;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The links in narratives, which are the values of attributes (R4, RESTful API, "Replacing hyperlinks and full-urls"). */
public final class Hyperlinks {

    private static final Pattern QUOTED = Pattern.compile("\"([^\"<>]+)\"");

    private Hyperlinks() {}

    /** What stands between quotes in a resource's narrative. */
    static Stream<String> of(@Nullable Resource resource) {
        return resource instanceof DomainResource domain && domain.hasText()
                ? QUOTED.matcher(String.valueOf(domain.getText().getDivAsString()))
                        .results()
                        .map(found -> found.group(1))
                : Stream.of();
    }

    /**
     * Puts other links into a resource's narrative.
     *
     * @param other what stands for a link; null for what stays
     */
    public static void follow(Resource resource, Function<String, @Nullable String> other) {
        if (!(resource instanceof DomainResource domain) || !domain.hasText()) {
            return;
        }
        @Nullable String written = domain.getText().getDivAsString();
        if (written == null) {
            return;
        }
        String followed = QUOTED.matcher(written).replaceAll(found -> {
            @Nullable String instead = other.apply(found.group(1));
            return Matcher.quoteReplacement(instead == null ? found.group() : '"' + instead + '"');
        });
        if (!followed.equals(written)) {
            domain.getText().setDivAsString(followed);
        }
    }
}
