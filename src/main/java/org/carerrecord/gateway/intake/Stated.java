package org.carerrecord.gateway.intake;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.gateway.contributions.AnothersNumber;
import org.carerrecord.mapping.Letters;
import org.carerrecord.mapping.Said;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.StringType;

/**
 * One thing that a message says of a person.
 *
 * @param late whether the sender told of something later
 */
record Stated(Said said, About about, boolean late) {

    /** The same, of somebody who is known by their name and not by the number that was their key. */
    Stated byName() {
        RelatedPerson others = AnothersNumber.without((RelatedPerson) said.resource(), said.key());
        return new Stated(new Said(said.link(), name(others), others, said.emptied()), about, late);
    }

    /** As a message is known that gives no number. */
    private static String name(RelatedPerson person) {
        HumanName name = person.getNameFirstRep();
        return Stream.concat(
                        Stream.of(Objects.requireNonNullElse(name.getFamily(), "")),
                        name.getGiven().stream().map(StringType::getValueNotNull))
                .map(Letters::of)
                .collect(Collectors.joining("|"));
    }
}
