package org.carerrecord.fhirserver.validation;

/**
 * What the full validation found.
 *
 * @param rule the validator's own name of the rule, for example {@code Validation_VAL_Profile_Minimum}
 * @param place as FHIRPath writes it
 * @param reason without what the resource holds
 */
public record Remark(Severity severity, String rule, String place, String reason) {

    public enum Severity {
        ERROR,
        WARNING,
        INFORMATION
    }
}
