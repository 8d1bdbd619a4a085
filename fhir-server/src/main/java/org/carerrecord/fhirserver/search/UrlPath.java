package org.carerrecord.fhirserver.search;

import java.util.ArrayList;
import java.util.List;

/** The steps of a URL's path (R4, 3.1.1.4.13 {@code :above}, {@code :below}). */
final class UrlPath {

    private static final int MOST_STEPS = 30;

    private UrlPath() {}

    /** {@code :above} and {@code :below} are for URLs, not for URNs. */
    static boolean isUrl(String uri) {
        return uri.indexOf("://") > 0;
    }

    /** The URL itself and all above it, each with and without a slash at its end: {@code http://a/b}, {@code http://a}. */
    static List<String> upwards(String url) {
        List<String> all = new ArrayList<>();
        all.add(url);
        int authority = url.indexOf("://") + 3;
        for (int slash = url.lastIndexOf('/');
                slash >= authority && all.size() < 2 * MOST_STEPS;
                slash = url.lastIndexOf('/', slash - 1)) {
            all.add(url.substring(0, slash + 1));
            all.add(url.substring(0, slash));
        }
        return all;
    }
}
