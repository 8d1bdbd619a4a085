package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.search.ReferenceText;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Resource;

/**
 * Makes references to this server's own address relative before anything is written (R4, 2.3.0.1), so that they are found,
 * checked and followed as what they are; and those within a transaction links of it ({@link FullUrls}).
 */
@Interceptor
public final class OwnLinks {

    private final Resources resources;

    OwnLinks(Resources resources) {
        this.resources = resources;
    }

    /** Before the request's resource, or Bundle of them, comes to its provider. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    public void shorten(RequestDetails request) {
        String base = request.getFhirServerBase();
        if (isDone(request)
                && request.getResource() instanceof Bundle bundle
                && bundle.getType() == BundleType.TRANSACTION) {
            // As long as it can be told what is relative to which address.
            new FullUrls(base, resources).follow(bundle);
        }
        if (request.getResource() instanceof Resource resource && isNamed(base, request)) {
            written(resource, request)
                    .flatMap(one -> resources.references(one).stream())
                    .forEach(reference -> {
                        if (reference.getReference() != null) {
                            String text = ReferenceText.withoutOwn(base, reference.getReference());
                            if (!text.equals(reference.getReference())) {
                                reference.setReference(text);
                            }
                        }
                    });
        }
    }

    /** A resource, or those of the entries that are done; what is stored as a Bundle is stored as it is. */
    private static Stream<Resource> written(Resource resource, RequestDetails request) {
        if (!(resource instanceof Bundle bundle) || request.getOperation() != null) {
            return Stream.of(resource);
        }
        return isDone(request)
                ? bundle.getEntry().stream()
                        .map(BundleEntryComponent::getResource)
                        .flatMap(Stream::ofNullable)
                : Stream.empty();
    }

    private static boolean isDone(RequestDetails request) {
        return request.getRestOperationType() == RestOperationTypeEnum.TRANSACTION;
    }

    /** Whether the server's address is anywhere in what was sent; most bodies have relative references only. */
    private static boolean isNamed(String base, RequestDetails request) {
        return new String(request.loadRequestContents(), StandardCharsets.UTF_8)
                .contains(URI.create(base).getAuthority());
    }
}
