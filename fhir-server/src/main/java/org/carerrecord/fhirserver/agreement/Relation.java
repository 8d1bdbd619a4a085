package org.carerrecord.fhirserver.agreement;

import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import java.util.Locale;

/** A partner's relationship with a person. */
@EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
public enum Relation {
    /** The partner spoke of this person. */
    CONTRIBUTED,
    /** The partner is the person's registered practice. */
    REGISTERED,
    /** The person is or was lately in the partner's care. */
    ENCOUNTER,
    /** The person was referred to the partner. */
    REFERRED,
    /** The partner asked for this one person by NHS number, with a purpose. */
    SELF_STATED,
    /** No relationship is asked for: only for loading and comparing servers in the sandbox. */
    ANY;

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The code in table {@code relationship}. */
    public String code() {
        return code;
    }
}
