package org.carerrecord.gprecord.coded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.mapping.document.Entry;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;

/**
 * What codes of general practice say of carers, by {@code tables/carer-*.csv}, whose rows name their sources.
 *
 * <p>Read codes are compared with their letter case: 918A. is a carer, 918a. one of somebody who misuses substances.
 */
final class CarerCodes {

    /** What a code says. */
    enum Role {
        /** It is so. */
        SAYS,
        /** It is so no longer. */
        ENDED,
        /** Never taken for a fact: paid care, or it may be meant of either person. */
        UNCLEAR,
        /** About carers, and says neither. */
        BESIDE;

        static Role of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * What the codes of one entry say together.
     *
     * @param meaning {@code is-carer} or {@code has-carer}: the flag that they bear on
     * @param snomed the SNOMED CT code among them that says so
     */
    record Meaning(String meaning, Role role, Optional<Coding> snomed) {}

    private static final Set<String> MEANINGS = Set.of("is-carer", "has-carer");

    private static final int READ_CODE = 5;
    private static final Pattern WITH_TERM_CODE = Pattern.compile(".{5}\\d\\d");

    private final CodeTable snomed = CodeTable.load("carer-snomed");
    private final CodeTable readV2 = CodeTable.load("carer-read-v2");
    private final CodeTable ctv3 = CodeTable.load("carer-ctv3");

    /**
     * What a CodeableConcept says of carers; empty when no code of it is in the tables. Codes that differ among themselves are
     * {@link Role#UNCLEAR}, unless one is the meaning of a carer Flag: that decides.
     */
    Optional<Meaning> of(JsonNode concept) {
        List<Known> known = known(concept);
        Set<Role> roles = known.stream().map(Known::role).collect(Collectors.toSet());
        Set<String> meanings = known.stream().map(Known::meaning).collect(Collectors.toSet());
        boolean saysSo = roles.equals(Set.of(Role.SAYS));
        Optional<Coding> saying = known.stream()
                .filter(one -> saysSo)
                .flatMap(one -> one.snomed().stream())
                .findFirst();
        Optional<String> flag = flag(concept);
        if (flag.isPresent()) {
            return Optional.of(new Meaning(flag.get(), Role.SAYS, saying));
        }
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Known first = known.getFirst();
        return Optional.of(
                roles.size() == 1 && meanings.size() == 1
                        ? new Meaning(first.meaning(), first.role(), saying)
                        : new Meaning(first.meaning(), Role.UNCLEAR, Optional.empty()));
    }

    /** What one code says. */
    private record Known(String meaning, Role role, Optional<Coding> snomed) {}

    private List<Known> known(JsonNode concept) {
        List<Known> known = new ArrayList<>();
        for (JsonNode coding : concept.path("coding")) {
            String system = Entry.text(coding, "system").orElse("");
            Entry.text(coding, "code")
                    .flatMap(code -> target(system, code.strip()))
                    .map(target -> new Known(
                            target.code(),
                            Role.of(target.role()),
                            system.equals(Systems.SNOMED_CT) ? Optional.of(coding(coding)) : Optional.empty()))
                    .ifPresent(known::add);
        }
        return known;
    }

    private static Optional<String> flag(JsonNode concept) {
        return concept.path("coding")
                .valueStream()
                .filter(coding -> Entry.text(coding, "system")
                        .filter(Canonical.CodeSystem.FLAG_MEANING::equals)
                        .isPresent())
                .flatMap(coding -> Entry.text(coding, "code").stream())
                .filter(MEANINGS::contains)
                .findFirst();
    }

    private static Coding coding(JsonNode coding) {
        return new Coding(
                Systems.SNOMED_CT,
                Entry.text(coding, "code").orElseThrow().strip(),
                Entry.text(coding, "display").orElse(null));
    }

    private Optional<CodeTable.Target> target(String system, String code) {
        return switch (system) {
            case Systems.SNOMED_CT -> first(snomed, code);
            case Systems.READ_V2 -> read(readV2, code);
            case Systems.READ_CTV3 -> read(ctv3, code);
            default -> Optional.empty();
        };
    }

    /** As it stands, else without its term code, else padded with points to five characters. */
    private static Optional<CodeTable.Target> read(CodeTable table, String code) {
        return first(table, code)
                .or(() -> WITH_TERM_CODE.matcher(code).matches()
                        ? first(table, code.substring(0, READ_CODE))
                        : Optional.empty())
                .or(() -> code.length() < READ_CODE
                        ? first(table, code + ".".repeat(READ_CODE - code.length()))
                        : Optional.empty());
    }

    private static Optional<CodeTable.Target> first(CodeTable table, String code) {
        return table.targets(code).stream().findFirst();
    }
}
