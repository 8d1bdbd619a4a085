package org.carerrecord.fhirserver.agreement;

import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.annotation.EnumNaming;

/** A partner's relationship with a person; the codes are those of table {@code relationship}. */
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
    ANY
}
