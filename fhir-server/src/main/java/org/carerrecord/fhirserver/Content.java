package org.carerrecord.fhirserver;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.carerrecord.fhirserver.store.Hash;
import org.hl7.fhir.r4.model.Resource;

/**
 * What a resource says, written once: FHIR JSON with its id, without version and time.
 *
 * @param start how the JSON begins: its type and id
 */
record Content(String json, String start) {

    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");

    private static final String META = ",\"meta\":{";

    /** Version and time are gone from the resource afterwards. */
    static Content of(Resources resources, Resource resource) {
        resource.getMeta().setVersionId(null).setLastUpdated(null);
        resource.setId(resource.getIdElement().toUnqualifiedVersionless());
        return new Content(
                resources.text(resource),
                "{\"resourceType\":\"" + resource.fhirType() + "\",\"id\":\"" + resource.getIdPart() + "\"");
    }

    UUID digest() {
        return Hash.key(json);
    }

    /** The JSON in UTF-8 with version and time, as it is stored. */
    byte[] stored(int version, Instant updated) {
        if (!json.startsWith(start)) {
            throw new IllegalStateException("the writer begins with something else than type and id");
        }
        String rest = json.substring(start.length());
        String meta = META + "\"versionId\":\"" + version + "\",\"lastUpdated\":\""
                + INSTANT.format(updated.atOffset(ZoneOffset.UTC)) + '"';
        String whole =
                rest.startsWith(META) ? start + meta + ',' + rest.substring(META.length()) : start + meta + '}' + rest;
        return whole.getBytes(StandardCharsets.UTF_8);
    }
}
