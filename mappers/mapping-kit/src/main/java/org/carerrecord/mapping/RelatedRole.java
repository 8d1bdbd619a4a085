package org.carerrecord.mapping;

import java.util.Locale;

/**
 * What a person is to the patient beyond kinship.
 *
 * <p>Separate facts: none implies another, and none alone gives a right to information.
 */
public enum RelatedRole {
    /** Cares unpaid, as far as a code can say: see {@link PaidCare}. */
    CARER,
    /** Cares most: a claim of whoever says so. */
    MAIN_CARER,
    NEXT_OF_KIN,
    EMERGENCY_CONTACT,
    /** Nearest relative (Mental Health Act 1983 s26). */
    NEAREST_RELATIVE,
    /** Has parental responsibility (Children Act 1989 s3). */
    PARENTAL_RESPONSIBILITY,
    GUARDIAN,
    ATTORNEY,
    /** To be contacted or communicated with instead of the patient. */
    PROXY,
    /** Cares or acts by contract, employment, fostering or voluntary work (Care Act 2014 s10(9)). */
    PROFESSIONAL,
    /** Not a person. */
    ORGANISATION,
    /** The patient. */
    SELF,
    /** The sender says that it does not know, or does not say. */
    UNSPECIFIED;

    /** The role by the word of a code table, for example {@code next-of-kin}. */
    static RelatedRole of(String word) {
        return valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT));
    }
}
