package org.carerrecord.councilcase.clientlevel;

import java.util.Locale;
import java.util.Set;
import org.carerrecord.councilcase.row.Field;

/**
 * The conditions under which a field of Client Level Data applies or is mandatory, of release 1 and in release 2's words
 * (DataS-DHSC/ASC-CLD-LA-Dashboard, create_GetDQValues_procedure.sql).
 */
enum When {
    ALWAYS,
    NEVER,
    SERVICE_USER,
    CARER,
    EVENT,
    UNLESS_REQUEST,
    ENDED_EVENT,
    EVENT_WITH_OUTCOME,
    REQUEST,
    ASSESSMENT,
    CARE_ASSESSMENT,
    SERVICE,
    COSTED_SERVICE,
    REVIEW,
    PLANNED_REVIEW,
    /** Of service users, whose rows are not written. */
    WORKING_AGE_LEARNING_DISABILITY,
    /** Of service users, whose rows are not written. */
    FUNDED_SERVICE_USER;

    private static final String FINANCIAL = "financial assessment";

    private static final Set<String> COSTED_COMPONENTS =
            Set.of("short term residential care", "short term nursing care", "carer respite");

    /** The condition by the word of the table, for example {@code care-assessment}. */
    static When of(String word) {
        return valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    boolean holds(ClientLevelRow row) {
        return switch (this) {
            case ALWAYS -> true;
            case NEVER -> false;
            case SERVICE_USER, WORKING_AGE_LEARNING_DISABILITY, FUNDED_SERVICE_USER ->
                row.is(Field.CLIENT_TYPE, ClientType.SERVICE_USER.value());
            case CARER -> !SERVICE_USER.holds(row);
            case EVENT -> !row.is(Field.CLIENT_TYPE, ClientType.CARER_BY_ASSOCIATION.value());
            case UNLESS_REQUEST -> !row.is(Field.EVENT_TYPE, "Request");
            case ENDED_EVENT ->
                !row.is(Field.EVENT_TYPE, "Service")
                        || row.text(Field.DATE_OF_DEATH).isPresent();
            case EVENT_WITH_OUTCOME ->
                EVENT.holds(row) && !small(row, Field.ASSESSMENT_TYPE).equals(FINANCIAL);
            case REQUEST -> EVENT.holds(row) && row.is(Field.EVENT_TYPE, "Request");
            case ASSESSMENT -> EVENT.holds(row) && row.is(Field.EVENT_TYPE, "Assessment");
            case CARE_ASSESSMENT ->
                ASSESSMENT.holds(row) && !small(row, Field.ASSESSMENT_TYPE).startsWith(FINANCIAL);
            case SERVICE -> EVENT.holds(row) && row.is(Field.EVENT_TYPE, "Service");
            case COSTED_SERVICE -> SERVICE.holds(row) && isCosted(row);
            case REVIEW -> EVENT.holds(row) && row.is(Field.EVENT_TYPE, "Review");
            case PLANNED_REVIEW -> REVIEW.holds(row) && row.is(Field.REVIEW_REASON, "Planned");
        };
    }

    private static boolean isCosted(ClientLevelRow row) {
        String type = small(row, Field.SERVICE_TYPE);
        return !row.is(Field.DELIVERY_MECHANISM, "CASSR commissioned support")
                && (type.startsWith("long term")
                        || type.startsWith("unpaid carer support")
                        || COSTED_COMPONENTS.contains(small(row, Field.SERVICE_COMPONENT)));
    }

    private static String small(ClientLevelRow row, Field field) {
        return row.text(field).orElse("").toLowerCase(Locale.ROOT);
    }
}
