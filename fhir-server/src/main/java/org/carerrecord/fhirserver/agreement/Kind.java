package org.carerrecord.fhirserver.agreement;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What kind of organisation a partner is (carer-model.md, "The agreement"), and two of the gateway's own. */
public enum Kind {
    @JsonProperty("acute")
    ACUTE,
    @JsonProperty("community")
    COMMUNITY,
    @JsonProperty("mental health")
    MENTAL_HEALTH,
    @JsonProperty("ambulance")
    AMBULANCE,
    @JsonProperty("GP practice")
    GP_PRACTICE,
    @JsonProperty("adult social care")
    ADULT_SOCIAL_CARE,
    @JsonProperty("children's services")
    CHILDRENS_SERVICES,
    @JsonProperty("integrated care board")
    INTEGRATED_CARE_BOARD,
    @JsonProperty("voluntary")
    VOLUNTARY,
    @JsonProperty("hospice")
    HOSPICE,
    @JsonProperty("education")
    EDUCATION,
    @JsonProperty("housing")
    HOUSING,
    @JsonProperty("library")
    LIBRARY,
    @JsonProperty("fire")
    FIRE,
    @JsonProperty("police")
    POLICE,
    /** Loads bundles and compares servers; sandbox only. */
    @JsonProperty("tester")
    TESTER,
    /** Audit and operations; no care data. */
    @JsonProperty("operations")
    OPERATIONS,
    /** The gateway itself, where it publishes its definitions. */
    @JsonProperty("gateway")
    GATEWAY;

    /** The code of CodeSystem CarerRecord-PartnerKind, for example {@code gp-practice}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The kind with a code.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Kind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
