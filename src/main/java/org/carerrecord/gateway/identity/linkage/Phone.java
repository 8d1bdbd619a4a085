package org.carerrecord.gateway.identity.linkage;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;

/**
 * A telephone number.
 *
 * @param e164 for example {@code +447700900123} (ITU-T E.164)
 * @param mobile whether it is one person's rather than a household's
 */
public record Phone(String e164, boolean mobile) {

    /** The number in a text, read as in the United Kingdom; empty for what is none and for a placeholder. */
    public static Optional<Phone> of(String text) {
        String digits = text.replace(" ", "");
        return isMobile(digits) ? told(digits.substring(1), "+44" + digits.substring(1), true) : parsed(text);
    }

    /** As most mobile numbers are written; the library takes a twentieth of a whole write to say the same. */
    private static boolean isMobile(String digits) {
        return digits.length() == 11
                && digits.startsWith("07")
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private static Optional<Phone> parsed(String text) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber number = numbers.parse(text, "GB");
            if (!numbers.isPossibleNumber(number)) {
                return Optional.empty();
            }
            String e164 = numbers.format(number, PhoneNumberFormat.E164);
            return told(
                    Long.toString(number.getNationalNumber()),
                    e164,
                    numbers.getNumberType(number) == PhoneNumberType.MOBILE || e164.startsWith("+447"));
        } catch (NumberParseException noNumber) {
            return Optional.empty();
        }
    }

    private static Optional<Phone> told(String national, String e164, boolean mobile) {
        return Placeholders.isNumber(national) || Placeholders.isNumber(national.substring(1))
                ? Optional.empty()
                : Optional.of(new Phone(e164, mobile));
    }
}
