package org.carerrecord.profiles;

/**
 * Every way in which a request or message can stop, and what its sender is told: the table of stops is the manual.
 *
 * <p>Columns: the acknowledgement code (HL7 table 0008), the error code of ERR-3 (HL7 table 0357), the HTTP status, the
 * FHIR issue type (http://hl7.org/fhir/issue-type), the NHS error code (Spine-ErrorOrWarningCode, empty where none fits),
 * and whether the same request may succeed when it is sent again.
 */
public enum FaultKind {
    UNREADABLE("AR", "100", 400, "structure", "INVALID_VALUE", false),
    MISSING("AR", "101", 400, "required", "MISSING_VALUE", false),
    UNSUPPORTED("AR", "201", 422, "not-supported", "UNSUPPORTED_SERVICE", false),
    UNSUPPORTED_VERSION("AR", "203", 422, "not-supported", "UNSUPPORTED_SERVICE", false),
    NOT_ALLOWED("AR", "200", 405, "not-supported", "INVALID_METHOD", false),
    NOT_ACCEPTABLE("AR", "207", 406, "not-supported", "", false),
    UNSUPPORTED_MEDIA("AR", "207", 415, "not-supported", "", false),
    UNAUTHENTICATED("AR", "207", 401, "login", "ACCESS_DENIED", false),
    FORBIDDEN("AR", "207", 403, "forbidden", "ACCESS_DENIED", false),
    TOO_MANY("AR", "207", 429, "throttled", "TOO_MANY_REQUESTS", true),
    TOO_SLOW("AR", "207", 408, "timeout", "UNABLE_TO_CALL_SERVICE", true),
    TOO_LARGE("AR", "207", 413, "too-long", "", false),
    TOO_COSTLY("AR", "207", 400, "too-costly", "INVALID_VALUE", false),
    INVALID_SEARCH("AR", "207", 400, "value", "INVALID_SEARCH_DATA", false),
    INVALID("AE", "102", 422, "value", "INVALID_VALUE", false),
    INVALID_ID("AE", "102", 400, "value", "INVALID_RESOURCE_ID", false),
    DUPLICATE("AE", "205", 409, "duplicate", "", false),
    NOT_FOUND("AE", "204", 404, "not-found", "RESOURCE_NOT_FOUND", false),
    GONE("AE", "204", 410, "deleted", "INVALIDATED_RESOURCE", false),
    VERSION_MISMATCH("AE", "206", 412, "conflict", "RESOURCE_VERSION_MISMATCH", false),
    MULTIPLE_MATCHES("AE", "204", 412, "multiple-matches", "PRECONDITION_FAILED", false),
    CONTENDED("AE", "206", 409, "lock-error", "", true),
    UNAVAILABLE("AR", "207", 503, "transient", "", true),
    INTERNAL("AE", "207", 500, "exception", "", true);

    private final String acknowledgement;
    private final String hl7Error;
    private final int httpStatus;
    private final String issueType;
    private final String nhsCode;
    private final boolean retryable;

    FaultKind(
            String acknowledgement,
            String hl7Error,
            int httpStatus,
            String issueType,
            String nhsCode,
            boolean retryable) {
        this.acknowledgement = acknowledgement;
        this.hl7Error = hl7Error;
        this.httpStatus = httpStatus;
        this.issueType = issueType;
        this.nhsCode = nhsCode;
        this.retryable = retryable;
    }

    public String acknowledgement() {
        return acknowledgement;
    }

    public String hl7Error() {
        return hl7Error;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public String issueType() {
        return issueType;
    }

    public String nhsCode() {
        return nhsCode;
    }

    public boolean retryable() {
        return retryable;
    }
}
