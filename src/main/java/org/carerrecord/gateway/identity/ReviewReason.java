package org.carerrecord.gateway.identity;

import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;

/** Why people are asked to look: CodeSystem CarerRecord-ReviewReason. */
public enum ReviewReason {
    UNSUPPORTED("Nobody states it any more"),
    NO_LONGER_A_CARER("No longer a carer, says their practice"),
    SAME_PERSON("Are they the same person?"),
    ANOTHER_NUMBER("Another NHS number than before");

    private final String display;

    ReviewReason(String display) {
        this.display = display;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isOf(Task task) {
        return task.getCode().hasCoding(Canonical.CodeSystem.REVIEW_REASON, code());
    }

    /**
     * A question that nobody answered yet.
     *
     * @param focus what is looked into
     * @param patient the person cared for
     */
    public Task task(Reference focus, Reference patient, Instant asked) {
        Task task = Resources.serverMade(new Task());
        task.setStatus(TaskStatus.REQUESTED).setIntent(TaskIntent.ORDER);
        task.getCode().addCoding(new Coding(Canonical.CodeSystem.REVIEW_REASON, code(), display));
        task.setFocus(focus).setFor(patient);
        task.setAuthoredOn(Date.from(asked)).setLastModified(Date.from(asked));
        return task;
    }
}
