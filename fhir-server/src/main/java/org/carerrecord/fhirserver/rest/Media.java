package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.EncodingEnum;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A media type or range of a header (RFC 9110, 8.3.1 and 12.5.1), for example {@code application/fhir+xml; charset=utf-8}.
 *
 * @param type without its parameters, in lower case
 */
record Media(String type, Map<String, String> parameters) {

    static final String JSON_PATCH = "application/json-patch+json";
    static final String FORM = "application/x-www-form-urlencoded";

    Media {
        parameters = Map.copyOf(parameters);
    }

    static Optional<Media> of(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        String[] parts = header.toLowerCase(Locale.ROOT).split(";");
        Map<String, String> parameters = new HashMap<>();
        for (String part : Arrays.asList(parts).subList(Math.min(1, parts.length), parts.length)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip().replace("\"", ""));
            }
        }
        return Optional.of(new Media(parts.length == 0 ? "" : parts[0].strip(), parameters));
    }

    /** JSON or XML, the formats of FHIR that are spoken here; R4 only (R4, RESTful API, "Content Types and encodings"). */
    Optional<EncodingEnum> encoding() {
        boolean isR4 = Optional.ofNullable(parameters.get("fhirversion"))
                .map(version -> version.startsWith("4.0"))
                .orElse(true);
        return Optional.ofNullable(EncodingEnum.forContentType(type))
                .filter(one -> isR4 && (one == EncodingEnum.JSON || one == EncodingEnum.XML));
    }

    /** FHIR is UTF-8 always (R4, RESTful API, "Content Types and encodings"). */
    boolean isUtf8() {
        return Optional.ofNullable(parameters.get("charset"))
                .map("utf-8"::equals)
                .orElse(true);
    }

    /** Whether a range of Accept covers what is spoken here. */
    boolean isAcceptable() {
        boolean isRefused = "0".equals(parameters.get("q"));
        return !isRefused
                && (type.equals("*/*")
                        || type.equals("application/*")
                        || type.equals("text/*")
                        || encoding().isPresent());
    }
}
