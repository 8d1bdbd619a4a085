package org.carerrecord.mapping.person;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Sender;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.NhsNumber;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;

/**
 * Identifiers as the record holds them: NHS numbers whose check digit holds, with the verification status that the source
 * stated; national numbers as they are; any other as a local number of the sender.
 */
public final class Identifiers {

    private static final List<String> NATIONAL =
            List.of("https://fhir.nhs.uk/Id/", "https://fhir.hl7.org.uk/Id/", Canonical.BASE + "Id/");

    /** Of no nation: by its name it is the sender's own (CareConnect). */
    private static final String LOCAL = "https://fhir.nhs.uk/Id/local-patient-identifier";

    private static final CodeTable STATUS = CodeTable.load("nhs-number-status");

    private final Sender sender;
    private final Losses losses;

    public Identifiers(Sender sender, Losses losses) {
        this.sender = sender;
        this.losses = losses;
    }

    /** The identifiers that can be carried, each once, the NHS number without blanks and hyphens. */
    public List<Identifier> of(List<Identifier> said, String place) {
        List<Identifier> carried = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            carried(said.get(i), place + "[" + i + "]")
                    .filter(identifier -> carried.stream().noneMatch(held -> isSame(held, identifier)))
                    .ifPresent(carried::add);
        }
        return carried;
    }

    private Optional<Identifier> carried(Identifier said, String place) {
        if (said.getValue() == null || said.getSystem() == null) {
            losses.add(place, "an identifier needs a system and a value");
            return Optional.empty();
        }
        if (said.getSystem().equals(Systems.NHS_NUMBER)) {
            return nhsNumber(said, place);
        }
        boolean national = NATIONAL.stream().anyMatch(said.getSystem()::startsWith) && !LOCAL.equals(said.getSystem());
        return Optional.of(copy(said, place)
                .setSystem(national ? said.getSystem() : Systems.local(sender.ods(), said.getSystem())));
    }

    private Optional<Identifier> nhsNumber(Identifier said, String place) {
        Optional<NhsNumber> number = NhsNumber.of(said.getValue());
        if (number.isEmpty()) {
            losses.add(place + ".value", "this cannot be an NHS number: the check digit fails, or it is a placeholder");
            return Optional.empty();
        }
        Identifier identifier = copy(said, place).setValue(number.get().value());
        identifier.setExtension(new ArrayList<>());
        for (Extension extension : said.getExtension()) {
            (Extensions.url(extension).equals(Extensions.NHS_NUMBER_STATUS)
                            ? status(extension, place)
                            : Optional.of(extension))
                    .ifPresent(identifier::addExtension);
        }
        return Optional.of(identifier);
    }

    private Identifier copy(Identifier said, String place) {
        Identifier copy = said.copy();
        if (copy.hasAssigner()) {
            losses.add(place + ".assigner", "who gave the number is told by its system only");
            copy.setAssigner(null);
        }
        return copy;
    }

    /** As it was stated, by England's numbers: an older list has the same in words. */
    private Optional<Extension> status(Extension extension, String place) {
        if (!(extension.getValue() instanceof CodeableConcept concept)) {
            return Optional.empty();
        }
        Optional<Coding> status = concept.getCoding().stream()
                .filter(Coding::hasCode)
                .flatMap(coding -> STATUS.targets(coding.getCode()).stream())
                .findFirst()
                .map(CodeTable.Target::coding);
        if (status.isEmpty()) {
            losses.add(place + ".extension", "the verification status is in no table");
        }
        return status.map(coding -> new Extension(Extensions.NHS_NUMBER_STATUS, new CodeableConcept(coding)));
    }

    private static boolean isSame(Identifier one, Identifier other) {
        return one.getSystem().equals(other.getSystem()) && one.getValue().equals(other.getValue());
    }
}
