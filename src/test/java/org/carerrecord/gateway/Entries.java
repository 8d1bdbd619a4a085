package org.carerrecord.gateway;

import java.util.List;
import org.hl7.fhir.r4.model.Bundle;

/** Entries of batches and transactions, as they are written. */
final class Entries {

    private Entries() {}

    static String bundle(String type, String... entries) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\""
                + (entries.length == 0 ? "" : ",\"entry\":[" + String.join(",", entries) + "]") + "}";
    }

    static String entry(String method, String url, String more) {
        return "{\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url + "\"" + more;
    }

    static String read(String url) {
        return entry("GET", url, "}}");
    }

    static String delete(String url) {
        return entry("DELETE", url, "}}");
    }

    static String write(String method, String url, String resource) {
        return entry(method, url, "},\"resource\":" + resource + "}");
    }

    /** The same with the URL by which other entries refer to it. */
    static String linked(String fullUrl, String method, String url, String resource) {
        return "{\"fullUrl\":\"" + fullUrl + "\","
                + write(method, url, resource).substring(1);
    }

    /** The first three digits of each status. */
    static List<String> statuses(Bundle answer) {
        return answer.getEntry().stream()
                .map(entry -> entry.getResponse().getStatus().substring(0, 3))
                .toList();
    }
}
