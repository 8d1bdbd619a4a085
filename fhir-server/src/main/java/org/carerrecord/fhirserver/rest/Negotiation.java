package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.jspecify.annotations.Nullable;

/** Refuses, before anything is read, what is not spoken here: paths, methods, content types, formats. */
final class Negotiation {

    private static final String FORMATS = "application/fhir+json and application/fhir+xml of R4 are spoken here";
    private static final String BINARY = "Binary";

    /** What most ask for; there is nothing to take apart in it. */
    private static final Set<String> USUAL = Set.of(Constants.CT_FHIR_JSON_NEW, Constants.CT_FHIR_XML_NEW, "*/*");

    private final Offered offered;

    Negotiation(Resources resources) {
        this.offered = new Offered(resources);
    }

    /** R4, RESTful API, "Content Types and encodings": 406 and 415; RFC 9110: 404 and 405. */
    void check(RequestDetails request) {
        String path = request.getRequestPath();
        String method = request.getRequestType().name();
        if (!offered.methods(Requests.known(request), path).contains(method)) {
            throw new Fault(FaultKind.NOT_ALLOWED, "URL", "this is not offered here; see /fhir/metadata");
        }
        if (hasBody(method)) {
            readable(request, path, method);
        }
        acceptable(request, path);
        summary(request, path);
    }

    /** What stops a request of a path and method that are known, which HAPI has no method for. */
    static Fault notOffered(String path) {
        return path.contains("$")
                ? new Fault(FaultKind.NOT_FOUND, "URL", "there is no such operation here; see /fhir/metadata")
                : new Fault(
                        FaultKind.INVALID_SEARCH,
                        "URL",
                        "this takes no parameters but _format, _pretty, _summary and _elements");
    }

    /** The methods for a path on which another one was tried. */
    String allow(RequestDetails request) {
        return String.join(", ", offered.methods(Requests.known(request), request.getRequestPath()));
    }

    static boolean hasBody(String method) {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }

    private static void readable(RequestDetails request, String path, String method) {
        Optional<Media> sent = Media.of(request.getHeader(Constants.HEADER_CONTENT_TYPE));
        boolean isReadable;
        if (method.equals("PATCH")) {
            isReadable =
                    sent.filter(media -> media.type().equals(Media.JSON_PATCH)).isPresent();
        } else if (path.endsWith("_search")) {
            isReadable = sent.map(media -> media.type().equals(Media.FORM)).orElse(true);
        } else if (sent.isEmpty()) {
            // Nothing sent is nothing wrong; what is missing is said where it is needed.
            isReadable = request.loadRequestContents().length == 0;
        } else {
            boolean isAnyFile = path.equals(BINARY) || path.startsWith(BINARY + "/");
            isReadable = sent.filter(media -> media.encoding().isPresent() || isAnyFile)
                    .isPresent();
        }
        if (!isReadable || !sent.map(Media::isUtf8).orElse(true)) {
            throw new Fault(FaultKind.UNSUPPORTED_MEDIA, "Content-Type", wanted(path, method));
        }
    }

    private static String wanted(String path, String method) {
        if (method.equals("PATCH")) {
            return "send a patch as " + Media.JSON_PATCH;
        }
        return path.endsWith("_search") ? "send a search as " + Media.FORM + ", in UTF-8" : FORMATS + ", in UTF-8";
    }

    private static void acceptable(RequestDetails request, String path) {
        String @Nullable [] format = request.getParameters().get(Constants.PARAM_FORMAT);
        if (format != null && format.length > 0) {
            // A plus that nobody encoded arrives as a space.
            if (Media.of(format[0].replace(' ', '+')).flatMap(Media::encoding).isEmpty()) {
                throw new Fault(FaultKind.NOT_ACCEPTABLE, "_format", FORMATS);
            }
            return;
        }
        List<String> headers = request.getHeaders(Constants.HEADER_ACCEPT);
        boolean isFile = path.startsWith(BINARY + "/");
        if (isFile || USUAL.containsAll(headers)) {
            return;
        }
        List<String> accepted = headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .toList();
        if (accepted.isEmpty()) {
            return;
        }
        List<String> spoken = accepted.stream()
                .filter(range -> Media.of(range).filter(Media::isAcceptable).isPresent())
                .toList();
        if (spoken.isEmpty()) {
            throw new Fault(FaultKind.NOT_ACCEPTABLE, "Accept", FORMATS);
        }
        if (spoken.size() < accepted.size()) {
            // HAPI would choose a format that it knows and we have no library for.
            request.setHeaders(Constants.HEADER_ACCEPT, spoken);
        }
    }

    /** What is told of a format that is not spoken is told in JSON. */
    static void speakJson(RequestDetails request) {
        request.removeParameter(Constants.PARAM_FORMAT);
        request.setHeaders(Constants.HEADER_ACCEPT, List.of(Constants.CT_FHIR_JSON_NEW));
    }

    /** R4, Search, "Summary" and "Elements": HAPI passes over a word that it does not know. */
    private static void summary(RequestDetails request, String path) {
        String @Nullable [] asked = request.getParameters().get(Constants.PARAM_SUMMARY);
        if (asked == null) {
            return;
        }
        if (asked.length != 1 || SummaryEnum.fromCode(asked[0]) == null) {
            throw new Fault(FaultKind.INVALID_SEARCH, "_summary", "give one of true, text, data, count and false");
        }
        if (request.getParameters().containsKey(Constants.PARAM_ELEMENTS) && !asked[0].equals("false")) {
            throw new Fault(FaultKind.INVALID_SEARCH, "_summary", "give _summary or _elements, not both");
        }
        boolean isOneResource = path.indexOf('/') > 0 && !path.endsWith("_history") && !path.endsWith("_search");
        if (isOneResource && asked[0].equals("text")) {
            InPart.text(request);
        }
    }
}
