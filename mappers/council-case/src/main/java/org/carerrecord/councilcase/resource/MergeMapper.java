package org.carerrecord.councilcase.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;
import org.carerrecord.mapping.CarerKeys;
import org.carerrecord.mapping.Merged;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Unlinked;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;

/**
 * The numbers that the council has merged into the person's, and those that it takes out again.
 *
 * <p>A case system keeps the number that goes on and says which others were merged into it; no case system publishes how its
 * extract says so: the columns are our own ({@code tables/council-columns.csv}).
 */
final class MergeMapper {

    /** Nobody is recorded so often: more is a mistake, and a wrong link is far worse than a refused message. */
    private static final int MOST = 50;

    /** Characters of a number; no case system has one that is half as long. */
    private static final int LONGEST = 100;

    private final Telling telling;
    private final String number;
    private final RowLosses losses;
    private final SequencedMap<String, String> merged;
    private final SequencedMap<String, String> unmerged;

    /** @throws Fault INVALID at a row that names too many others */
    MergeMapper(Telling telling, Facts facts, RowLosses losses) {
        this.telling = telling;
        this.number = facts.text(Field.LA_PERSON_UNIQUE_IDENTIFIER).orElseThrow();
        this.losses = losses;
        if (number.length() > LONGEST) {
            facts.rows().stream()
                    .filter(row -> row.text(Field.MERGED_PERSONS).isPresent())
                    .findFirst()
                    .ifPresent(row -> losses.addOnce(
                            row, Field.MERGED_PERSONS, "the person's own number is too long to be a carer's key"));
        }
        this.merged = others(facts.rows(), Field.MERGED_PERSONS);
        this.unmerged = others(facts.rows(), Field.UNMERGED_PERSONS);
        unmerged.entrySet().removeIf(other -> {
            boolean isMerged = merged.remove(other.getKey()) != null;
            if (isMerged) {
                losses.add(other.getValue(), "it is said to be the person's too: neither is taken");
            }
            return isMerged;
        });
    }

    List<Merged> merged() {
        return merged.entrySet().stream()
                .map(one -> new Merged(
                        Said.PATIENT,
                        telling.person(one.getKey()).setUse(IdentifierUse.OLD),
                        keys(one.getKey()),
                        one.getValue()))
                .toList();
    }

    List<Unlinked> unlinked() {
        return unmerged.entrySet().stream()
                .map(one -> new Unlinked(person(number), person(one.getKey()), keys(one.getKey()), one.getValue()))
                .toList();
    }

    /** Of whom they care for, people are told under the council's number of the carer. */
    private Optional<CarerKeys> keys(String former) {
        return Optional.of(new CarerKeys(former, number))
                .filter(keys -> keys.now().length() <= LONGEST);
    }

    private Patient person(String other) {
        return new Patient().addIdentifier(telling.person(other));
    }

    /** A word such as N/A, or nothing but zeros, stands where there is no number (carer-model.md, identity). */
    private void placeholder(Row row, Field field, String other) {
        if (!other.isEmpty()) {
            losses.addOnce(row, field, "it is no number of a person");
        }
    }

    /** Each with the place that names it first. */
    private SequencedMap<String, String> others(List<Row> rows, Field field) {
        SequencedMap<String, String> others = new LinkedHashMap<>();
        for (Row row : rows) {
            for (String other : row.text(field).orElse("").split("[\\s;,|]+")) {
                if (other.equals(number)) {
                    losses.addOnce(row, field, "it is the person's own number");
                } else if (other.length() > LONGEST) {
                    losses.addOnce(row, field, "no number of a person is so long");
                } else if (other.chars().noneMatch(letter -> letter >= '1' && letter <= '9')) {
                    placeholder(row, field, other);
                } else {
                    others.putIfAbsent(other, row.place(field));
                }
            }
            if (others.size() > MOST) {
                throw new Fault(FaultKind.INVALID, row.place(field), "nobody has more than " + MOST + " other records");
            }
        }
        return others;
    }
}
