package org.carerrecord.hospitaldischarge.datatype;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.segment.Repetition;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Losses;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/**
 * CE and CWE to CodeableConcept, for example {@code 84114007^Heart failure^SCT} (v2-to-FHIR, CWE[CodeableConcept]).
 *
 * <p>Parts: 1 code, 2 words, 3 system, 7 its version; 4, 5, 6 and 8 the same once more; 9 the original words. A code whose
 * system is not named, or named by a word that only the sender knows, is no coding.
 */
public final class Concepts {

    private static final Set<Integer> CARRIED = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9);

    /** HL7 table 0396, SNOMED CT. */
    private static final String SNOMED_CT = "SCT";

    private static final Pattern SNOMED_ID = Pattern.compile("\\d{6,18}");
    private static final Pattern URI = Pattern.compile("(https?://|urn:)\\S+");

    private Concepts() {}

    /** Of the field's first repetition. */
    public static Optional<CodeableConcept> of(Segment segment, int field, Losses losses) {
        return segment.first(field).flatMap(coded -> of(coded, losses));
    }

    private static Optional<CodeableConcept> of(Repetition coded, Losses losses) {
        Optional<String> text = Stream.of(9, 2, 5, 1, 4)
                .flatMap(part -> coded.component(part).stream())
                .findFirst();
        if (text.isEmpty()) {
            losses.add(coded.place(), "neither a code nor words");
            return Optional.empty();
        }
        CodeableConcept concept = new CodeableConcept().setText(text.get());
        coding(coded, 1, 7, text.get(), losses).ifPresent(concept::addCoding);
        coding(coded, 4, 8, text.get(), losses).ifPresent(concept::addCoding);
        Components.unread(coded, CARRIED, losses);
        return Optional.of(concept);
    }

    private static Optional<Coding> coding(Repetition coded, int first, int version, String text, Losses losses) {
        Optional<String> code = coded.component(first);
        Optional<String> words = coded.component(first + 1);
        Optional<Coding> coding = code.flatMap(known -> system(known, coded.text(first + 2))
                .map(system -> new Coding(system, known, words.orElse(null))
                        .setVersion(coded.component(version).orElse(null))));
        boolean wordsAreEnough =
                Stream.of(code, words).flatMap(Optional::stream).allMatch(text::equals);
        if (coding.isEmpty() && !wordsAreEnough) {
            losses.add(coded.place() + "." + first, "no known code system is named; only the words are carried");
        }
        return coding;
    }

    private static Optional<String> system(String code, String named) {
        if (named.equalsIgnoreCase(SNOMED_CT) && SNOMED_ID.matcher(code).matches()) {
            return Optional.of(Systems.SNOMED_CT);
        }
        return Optional.of(named).filter(URI.asMatchPredicate());
    }
}
