package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.IRestfulResponse;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.store.Version;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Resource;

/**
 * Stored JSON goes out as it is where the client asks for no other format and no part of it; parsing it and writing it again
 * was a third of a search.
 */
@Interceptor
public final class StoredJson {

    private static final String STORED = StoredJson.class.getName();
    private static final Set<String> IN_PART = Set.of("_summary", "_elements", "_elements:exclude");
    private static final String BINARY = "Binary";

    /** Each request has a thread of its own, so that nothing is kept for the next by thread. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            .build();

    /** RFC 9110, 5.6.7 "Date/Time Formats". */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final Set<RestOperationTypeEnum> READING =
            EnumSet.of(RestOperationTypeEnum.READ, RestOperationTypeEnum.VREAD, RestOperationTypeEnum.SEARCH_TYPE);

    private final Resources resources;

    StoredJson(Resources resources) {
        this.resources = resources;
    }

    /** Whether the answer to a request may be the stored JSON. */
    static boolean fits(RequestDetails request) {
        return READING.contains(request.getRestOperationType())
                && request.getParameters().keySet().stream().noneMatch(IN_PART::contains)
                && !BINARY.equals(request.getResourceName())
                && RestfulServerUtils.determineResponseEncodingWithDefault(request)
                                .getEncoding()
                        == EncodingEnum.JSON
                && !RestfulServerUtils.prettyPrintResponse(request.getServer(), request);
    }

    /** Stands for a version until it is written: its id, and the version beside it. */
    Resource standIn(Version version) {
        Resource resource = resources.bare(version);
        resource.setUserData(STORED, version);
        return resource;
    }

    /** Writes the answer when there is a stand-in in it. */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    public boolean write(RequestDetails request, ResponseDetails details) throws IOException {
        if (!(details.getResponseResource() instanceof Resource answer) || !isStored(answer)) {
            return true;
        }
        IRestfulResponse response = request.getResponse();
        if (answer.getUserData(STORED) instanceof Version version) {
            String url = request.getFhirServerBase() + "/" + answer.getId();
            response.addHeader(Constants.HEADER_CONTENT_LOCATION, url);
            response.addHeader(Constants.HEADER_ETAG, Bundles.etag(version.version()));
            response.addHeader(Constants.HEADER_LAST_MODIFIED, HTTP_DATE.format(version.updated()));
        }
        Writer writer = response.getResponseWriter(
                details.getResponseCode(),
                RestfulServerUtils.determineResponseEncodingWithDefault(request).getResourceContentType(),
                Constants.CHARSET_NAME_UTF8,
                request.isRespondGzip());
        if (answer instanceof Bundle bundle && answer.getUserData(STORED) == null) {
            write(bundle, writer);
        } else {
            writer.write(json(answer));
        }
        response.commitResponse(writer);
        return false;
    }

    private static boolean isStored(Resource answer) {
        return answer.getUserData(STORED) != null
                || (answer instanceof Bundle bundle
                        && bundle.getEntry().stream()
                                .anyMatch(entry -> entry.hasResource()
                                        && entry.getResource().getUserData(STORED) != null));
    }

    private void write(Bundle bundle, Writer writer) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(writer).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.writeStartObject();
            json.writeStringField("resourceType", "Bundle");
            json.writeStringField("id", bundle.getIdPart());
            json.writeStringField("type", bundle.getType().toCode());
            if (bundle.hasTotal()) {
                json.writeNumberField("total", bundle.getTotal());
            }
            json.writeArrayFieldStart("link");
            for (Bundle.BundleLinkComponent link : bundle.getLink()) {
                json.writeStartObject();
                json.writeStringField("relation", link.getRelation());
                json.writeStringField("url", link.getUrl());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("entry");
            for (BundleEntryComponent entry : bundle.getEntry()) {
                json.writeStartObject();
                if (entry.hasFullUrl()) {
                    json.writeStringField("fullUrl", entry.getFullUrl());
                }
                json.writeFieldName("resource");
                json.writeRawValue(json(entry.getResource()));
                json.writeObjectFieldStart("search");
                json.writeStringField("mode", entry.getSearch().getMode().toCode());
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private String json(Resource resource) {
        byte[] json = resource.getUserData(STORED) instanceof Version version
                ? Objects.requireNonNull(version.content())
                : resources.json(resource);
        return new String(json, StandardCharsets.UTF_8);
    }
}
