package org.carerrecord.hospitaldischarge.document;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The events of notices from a hospital to a council (ADW-MessageEvent-1, SNOMED CT). */
enum NoticeEvent {
    ASSESSMENT("975701000000106", true, false),
    DISCHARGE("975731000000100", false, true),
    WITHDRAW_ALL("975841000000102", true, true),
    WITHDRAW_ASSESSMENT("1078011000000107", true, false),
    WITHDRAW_DISCHARGE("975851000000104", false, true);

    private final String code;
    private final boolean ofAssessment;
    private final boolean ofDischarge;

    NoticeEvent(String code, boolean ofAssessment, boolean ofDischarge) {
        this.code = code;
        this.ofAssessment = ofAssessment;
        this.ofDischarge = ofDischarge;
    }

    static Optional<NoticeEvent> of(String code) {
        return Stream.of(values()).filter(event -> event.code.equals(code)).findFirst();
    }

    boolean isWithdrawal() {
        return this != ASSESSMENT && this != DISCHARGE;
    }

    /** Which notices it gives or takes back. */
    List<String> notices() {
        return Stream.of(ofAssessment ? "assessment" : "", ofDischarge ? "discharge" : "")
                .filter(notice -> !notice.isEmpty())
                .toList();
    }
}
