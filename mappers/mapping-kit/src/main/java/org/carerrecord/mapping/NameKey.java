package org.carerrecord.mapping;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** The key of somebody of whom a sender gives no number: their name. */
public final class NameKey {

    private NameKey() {}

    /** Family and given names in capitals, no punctuation, for example {@code ONEILL|SEAN|PAT}; empty when there is none. */
    public static String of(HumanName name) {
        String parts = Stream.concat(
                        Stream.of(Objects.requireNonNullElse(name.getFamily(), "")),
                        name.getGiven().stream().map(StringType::getValue).filter(Objects::nonNull))
                .map(Letters::of)
                .collect(Collectors.joining("|"));
        return parts.chars().allMatch(letter -> letter == '|')
                ? Letters.of(Objects.requireNonNullElse(name.getText(), ""))
                : parts;
    }

    /** What tells somebody from others of one name: their birth date and sex, as far as they are told. */
    public static String apart(RelatedPerson person) {
        // HAPI makes an element that is asked for; an element of extensions alone has no value.
        @Nullable
        String born = person.hasBirthDate() ? person.getBirthDateElement().getValueAsString() : null;
        @Nullable String sex = person.hasGender() ? person.getGenderElement().getValueAsString() : null;
        return "|" + Objects.requireNonNullElse(born, "") + "|" + Objects.requireNonNullElse(sex, "");
    }
}
