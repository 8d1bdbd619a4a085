package org.carerrecord.fhirserver.rest;

import java.util.List;
import org.carerrecord.profiles.Canonical;

/**
 * An operation that is offered.
 *
 * @param code without the {@code $}
 * @param definition canonical URL of its OperationDefinition
 * @param does what it does here
 */
record Operations(String code, String definition, String does) {

    static final Operations PROCESS_MESSAGE = new Operations(
            "process-message",
            "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message",
            "A Bundle of type message as the body; answered by one with MessageHeader.response, never asynchronously");

    static final Operations VALIDATE = new Operations(
            "validate",
            "http://hl7.org/fhir/OperationDefinition/Resource-validate",
            "On the type and on an instance, with mode and profile; R4, the gateway's profiles, and the operator's"
                    + " packages");

    static final Operations EVERYTHING = new Operations(
            "everything",
            "http://hl7.org/fhir/OperationDefinition/Patient-everything",
            "On an instance, with _since, _type and _count; not start and end");

    static final Operations CONTRIBUTIONS = new Operations(
            "contributions",
            Canonical.Operation.CONTRIBUTIONS,
            "On an instance: who says what of it, since when and in which message, and where they differ");

    private static final Operations REFER = new Operations(
            "refer",
            Canonical.Operation.REFER,
            "On an instance: one call refers the carer to a partner; answers the request and its Task");

    private static final Operations CARER_RECORD = new Operations(
            "carer-record",
            Canonical.Operation.CARER_RECORD,
            "On an instance: one Bundle of all that the caller may see of a person's carer record");

    private static final List<Operations> OF_PATIENT = List.of(
            VALIDATE,
            EVERYTHING,
            CARER_RECORD,
            CONTRIBUTIONS,
            new Operations(
                    "refer-carer",
                    Canonical.Operation.REFER_CARER,
                    "On the type: one call refers a carer who is described, known or not"),
            new Operations(
                    "carer-known",
                    Canonical.Operation.CARER_KNOWN,
                    "On the type, by POST: one question about one person, with a reason"));

    private static final List<Operations> OF_PERSON = List.of(
            VALIDATE,
            CARER_RECORD,
            new Operations(
                    "match",
                    Canonical.Operation.PERSON_MATCH,
                    "On the type, as R4's Patient-match: who a described carer may be, of those whom the caller may"
                            + " read"));

    static List<Operations> of(String type) {
        return switch (type) {
            case "Patient" -> OF_PATIENT;
            case "RelatedPerson" -> List.of(VALIDATE, CONTRIBUTIONS, REFER);
            case "Flag" -> List.of(VALIDATE, CONTRIBUTIONS);
            case "Person" -> OF_PERSON;
            default -> List.of(VALIDATE);
        };
    }
}
