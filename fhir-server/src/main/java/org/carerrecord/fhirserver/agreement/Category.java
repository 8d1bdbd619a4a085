package org.carerrecord.fhirserver.agreement;

import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import java.util.Locale;

/** What the agreement gives or withholds (carer-model.md, "The agreement", data categories). */
@EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
public enum Category {
    IDENTITY,
    CONTACT,
    CARING_ROLE,
    OWN_RECORD,
    YOUNG_CARER,
    ASSESSMENT,
    PLAN,
    PATHWAY,
    FINANCE,
    SAFEGUARDING,
    OTHER;

    /** The code of CodeSystem CarerRecord-DataCategory, for example {@code own-record}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
