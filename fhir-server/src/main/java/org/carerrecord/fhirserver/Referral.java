package org.carerrecord.fhirserver;

import java.util.Optional;
import org.hl7.fhir.r4.model.Task.TaskPriority;

/**
 * What somebody says who refers a carer (journey.md, row 2); that the carer agreed is said by referring.
 *
 * @param recipient ODS code of the organisation to which
 * @param reason why, in the referrer's words
 * @param safeContact how the carer may safely be reached, in words
 * @param interpreter the language of the interpreter who is needed (BCP 47)
 */
public record Referral(
        String recipient,
        Optional<String> reason,
        TaskPriority priority,
        Optional<String> safeContact,
        Optional<String> interpreter) {}
