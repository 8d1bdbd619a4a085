package org.carerrecord.gprecord.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * One person's carer Flags as coded entries for systems that import codes: a row of NHS number, SNOMED CT concept, its term,
 * the date as far as known, and who said so (CSV of RFC 4180).
 *
 * <p>The codes are those of {@code tables/coded-entries.csv}. "Is a carer" stands on the carer's own record and never says for
 * whom; "has a carer" stands on the cared-for person's and never says who.
 */
public final class CodedEntries {

    private static final List<String> HEADER =
            List.of("nhs_number", "concept_id", "term", "date", "recorded_by_ods", "recorded_by");

    private static final CodeTable ENTRIES = CodeTable.load("coded-entries");

    private static final int DAY = 10;

    private final Losses losses = new Losses();
    private final SharedRecord shared;

    private CodedEntries(SharedRecord shared) {
        this.shared = shared;
    }

    public static Mapped<String> of(SharedRecord shared) {
        CodedEntries entries = new CodedEntries(shared);
        String csv = csv(entries.rows());
        return new Mapped<>(csv, entries.losses.all());
    }

    private static String csv(List<List<String>> rows) {
        return Stream.concat(Stream.of(HEADER), rows.stream())
                .map(row -> CSVFormat.RFC4180.format(row.toArray()) + "\r\n")
                .collect(Collectors.joining());
    }

    private List<List<String>> rows() {
        Optional<String> number = shared.patient().getIdentifier().stream()
                .filter(identifier -> Systems.NHS_NUMBER.equals(identifier.getSystem()))
                .map(Identifier::getValue)
                .filter(Objects::nonNull)
                .findFirst();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < shared.flags().size(); i++) {
            Flag flag = shared.flags().get(i);
            String place = "Flag[" + i + "]";
            if (number.isEmpty()) {
                losses.add(place, "the person has no NHS number by which a system could import it");
            } else if (!shared.isOf(flag.getSubject())) {
                losses.add(place, "it stands on another person's record");
            } else {
                row(number.get(), flag, place).ifPresent(rows::add);
            }
        }
        return rows;
    }

    private Optional<List<String>> row(String number, Flag flag, String place) {
        Optional<CodeTable.Target> entry = meaning(flag).flatMap(meaning -> ENTRIES.target(meaning, Systems.SNOMED_CT));
        if (entry.isEmpty()) {
            losses.add(place, "no confirmed code says this");
            return Optional.empty();
        }
        Optional<String> date = date(flag);
        if (date.isEmpty()) {
            losses.add(place, "without a date no system imports it");
            return Optional.empty();
        }
        Reference author = flag.getAuthor();
        return Optional.of(List.of(
                number,
                entry.get().code(),
                entry.get().display(),
                date.get(),
                Systems.ODS_ORGANIZATION.equals(author.getIdentifier().getSystem())
                        ? text(author.getIdentifier().getValue())
                        : "",
                plain(text(author.getDisplay()))));
    }

    /** The key of the table: there is no code for "has no carer any more", nor for what was an error. */
    private static Optional<String> meaning(Flag flag) {
        Optional<String> meaning = flag.getCode().getCoding().stream()
                .filter(coding -> Canonical.CodeSystem.FLAG_MEANING.equals(coding.getSystem()))
                .map(Coding::getCode)
                .findFirst();
        if (flag.getStatus() == FlagStatus.ACTIVE) {
            return meaning;
        }
        return meaning.filter(code -> flag.getStatus() == FlagStatus.INACTIVE && code.equals("is-carer"))
                .map(code -> "is-no-longer-carer");
    }

    /** Since when it is so, or is so no longer; else when the record came to hold it. */
    private static Optional<String> date(Flag flag) {
        boolean active = flag.getStatus() == FlagStatus.ACTIVE;
        BaseDateTimeType said =
                active ? flag.getPeriod().getStartElement() : flag.getPeriod().getEndElement();
        return Optional.ofNullable(said.getValueAsString())
                .or(() -> Optional.ofNullable(
                        flag.getMeta().getLastUpdatedElement().getValueAsString()))
                .map(date -> date.substring(0, Math.min(DAY, date.length())));
    }

    /** A spreadsheet takes a cell that begins so for a formula. */
    private static String plain(String text) {
        return text.replaceAll("^[=+\\-@\\t\\r]+", "").strip();
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
