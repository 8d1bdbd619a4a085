package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;

/** That a body belongs to the URL to which it was sent: its type, and the id of an update. */
final class Addressed {

    private Addressed() {}

    /**
     * When it does not.
     *
     * @throws Fault UNREADABLE
     */
    static void require(Resource resource, RequestDetails request) {
        String type = request.getResourceName();
        if (request.getOperation() != null) {
            return;
        }
        if (type != null && !type.equals(resource.fhirType())) {
            throw new Fault(FaultKind.UNREADABLE, "body", "the resource is not of the URL's type");
        }
        if (type == null && !(resource instanceof Bundle)) {
            throw new Fault(FaultKind.UNREADABLE, "body", "send a Bundle here");
        }
        // R4, RESTful API, "update": the body's id is that of the URL, else 400.
        if (request.getRequestType() == RequestTypeEnum.PUT
                && request.getId() != null
                && request.getId().hasIdPart()
                && !request.getId().getIdPart().equals(resource.getIdElement().getIdPart())) {
            throw new Fault(
                    FaultKind.UNREADABLE,
                    type + ".id",
                    resource.hasId()
                            ? "the id of the body is not the id of the URL"
                            : "an update has the id of the URL in its body");
        }
    }
}
