package org.carerrecord.gprecord.coded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.gprecord.coded.Statement.Kind;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.StatedTime;
import org.carerrecord.mapping.document.Entry;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;

/**
 * The entries of one person to at most one Flag for each meaning: the newest of is and no longer a carer wins, by effective date
 * (carer-model.md, "What is held where": "is a carer" on the carer's own Patient).
 *
 * <p>The end of it is a Flag that is inactive, and an entry made in error one that is entered in error: both are said, and
 * what follows for each relationship is for a person to review.
 */
public final class FlagMapper {

    private static final String HAS_CARER = "has-carer";

    private static final CodeTable ENTRIES = CodeTable.load("coded-entries");

    /** The newest last: by date, then by when it was written down; of two that contradict each other nobody's care ends. */
    private static final Comparator<Statement> NEWEST_LAST = Comparator.<Statement, Instant>comparing(
                    said -> moment(said.at()))
            .thenComparing(said -> moment(said.recorded()))
            .thenComparing(said -> said.kind() == Kind.SAYS);

    private final StatementReader reader;
    private final Sender sender;
    private final Losses losses;

    public FlagMapper(Sender sender, Losses losses) {
        this.reader = new StatementReader(losses);
        this.sender = sender;
        this.losses = losses;
    }

    /**
     * The Flags of one person by their meaning.
     *
     * @param patient the link of the person
     * @param entries the entries about carers on that person's record
     */
    public Map<String, Flag> map(String patient, List<Entry> entries) {
        Map<String, List<Statement>> said = new LinkedHashMap<>();
        for (Entry entry : entries) {
            reader.read(entry, patient)
                    .ifPresent(statement -> said.computeIfAbsent(statement.meaning(), any -> new ArrayList<>())
                            .add(statement));
        }
        Map<String, Flag> flags = new LinkedHashMap<>();
        said.forEach((meaning, statements) -> flags.put(meaning, flag(newest(statements))));
        return flags;
    }

    private Statement newest(List<Statement> statements) {
        List<Statement> valid = statements.stream()
                .filter(statement -> statement.kind() != Kind.IN_ERROR)
                .toList();
        List<Statement> compared = valid.isEmpty() ? statements : valid;
        Statement newest = compared.stream().max(NEWEST_LAST).orElseThrow();
        for (Statement other : statements) {
            if (!other.equals(newest)) {
                losses.add(other.place(), superseded(other, newest));
            }
        }
        return newest;
    }

    private static String superseded(Statement other, Statement newest) {
        if (other.kind() == Kind.IN_ERROR) {
            return "it was made in error, and another entry says the same kind of thing";
        }
        boolean tied = moment(other.at()).equals(moment(newest.at()))
                && moment(other.recorded()).equals(moment(newest.recorded()));
        return tied && other.kind() != newest.kind()
                ? "another entry of the same date contradicts it, and is carried: a person has to look"
                : "a newer entry of the same kind of thing is carried";
    }

    private static Instant moment(Optional<StatedTime> time) {
        return time.map(StatedTime::instant).orElse(Instant.MIN);
    }

    private Flag flag(Statement said) {
        Flag flag = new Flag();
        flag.getMeta().addProfile(Canonical.Profile.HAS_CARER_FLAG);
        flag.setStatus(
                switch (said.kind()) {
                    case SAYS -> FlagStatus.ACTIVE;
                    case ENDED -> FlagStatus.INACTIVE;
                    case IN_ERROR -> FlagStatus.ENTEREDINERROR;
                });
        boolean isOfCaredFor = said.meaning().equals(HAS_CARER);
        flag.getCode()
                .addCoding(new Coding(
                        Canonical.CodeSystem.FLAG_MEANING,
                        said.meaning(),
                        isOfCaredFor ? "Has a carer" : "Is a carer"));
        snomed(said, isOfCaredFor).ifPresent(flag.getCode()::addCoding);
        flag.setSubject(new Reference(said.patient()));
        Period period = new Period();
        said.from().ifPresent(from -> period.setStartElement(from.toFhir()));
        if (said.kind() == Kind.ENDED) {
            said.at().ifPresent(at -> period.setEndElement(at.toFhir()));
        }
        flag.setPeriod(period.isEmpty() ? null : period);
        flag.setAuthor(sender.reference());
        return flag;
    }

    /** Beside has-carer only one code may stand (profile CarerRecord-HasCarerFlag, crf-1). */
    private static Optional<Coding> snomed(Statement said, boolean isOfCaredFor) {
        return isOfCaredFor
                ? ENTRIES.target(HAS_CARER, Systems.SNOMED_CT).map(CodeTable.Target::coding)
                : said.snomed();
    }
}
