package org.carerrecord.hospitaldischarge.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.carerrecord.hospitaldischarge.document.CaringWords.Kind;
import org.carerrecord.hospitaldischarge.document.Sentence.Word;
import org.carerrecord.mapping.Letters;
import org.carerrecord.mapping.PaidCare;
import org.carerrecord.mapping.RelatedRole;
import org.carerrecord.mapping.Relationships;
import org.carerrecord.mapping.Relationships.Meaning;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;

/**
 * Reads a sentence for who cares for the patient, and would rather not understand than misunderstand: no sentence is a fact
 * (the rule for Transfer of Care), and a person decides on what is read here.
 */
final class CarerReader {

    /** So far from the words for caring a name may stand. */
    private static final int FARTHEST = 8;

    private static final int LONGEST_RELATIONSHIP = 3;

    private static final CaringWords WORDS = new CaringWords();
    private static final Relationships RELATIONSHIPS = new Relationships();
    private static final PaidCare PAID_CARE = new PaidCare();

    private final Set<String> patient;

    /** @param patientNames each part of the patient's names: somebody of the same surname is told apart by the rest */
    CarerReader(Set<String> patientNames) {
        this.patient = patientNames.stream().map(Letters::of).collect(Collectors.toUnmodifiableSet());
    }

    Reading read(Sentence sentence) {
        if (!WORDS.has(sentence, Kind.CARES, Kind.CARED_BY, Kind.CARER) && !speaksOfCarers(sentence)) {
            return new Reading.Silent();
        }
        if (WORDS.has(sentence, Kind.UNSURE)) {
            return new Reading.Unclear();
        }
        for (int at = 0; at < sentence.words().size(); at++) {
            Optional<List<Word>> who = whoCares(sentence, at);
            if (who.isPresent()) {
                return named(who.get(), sentence);
            }
        }
        return new Reading.Unclear();
    }

    private static boolean speaksOfCarers(Sentence sentence) {
        return sentence.words().stream().anyMatch(word -> word.plain().equals("carers"));
    }

    /** The words about who cares, where the sentence is of a form that is understood. */
    private Optional<List<Word>> whoCares(Sentence sentence, int at) {
        int cares = WORDS.at(Kind.CARES, sentence, at);
        if (cares > 0 && isPatient(sentence, at + cares)) {
            return Optional.of(before(sentence, at));
        }
        int caredBy = WORDS.at(Kind.CARED_BY, sentence, at);
        if (caredBy > 0) {
            return Optional.of(after(sentence, at + caredBy));
        }
        int carer = WORDS.at(Kind.CARER, sentence, at);
        return carer == 0 ? Optional.empty() : noun(sentence, at, at + carer);
    }

    /** {@code Ruth is his main carer}, {@code his main carer is Ruth}, {@code Carer: Ruth Hale}. */
    private Optional<List<Word>> noun(Sentence sentence, int begin, int end) {
        List<Word> words = sentence.words();
        boolean ofSomebodyElse = end < words.size()
                && Set.of("for", "of", "to").contains(words.get(end).plain())
                && !isPatient(sentence, end + 1);
        if (ofSomebodyElse) {
            return Optional.empty();
        }
        int first = begin;
        while (WORDS.at(Kind.BEFORE, sentence, first - 1) > 0) {
            first--;
        }
        int verb = first;
        while (verb > 0 && verb > first - 2) {
            verb--;
            if (verb + WORDS.at(Kind.JOINS, sentence, verb) == first) {
                return Optional.of(before(sentence, verb));
            }
        }
        int joined = WORDS.at(Kind.JOINS, sentence, end);
        boolean introduces = joined > 0
                || words.get(end - 1).stop().equals(":")
                || (end < words.size() && words.get(end).isCapital());
        return introduces ? Optional.of(after(sentence, end + joined)) : Optional.empty();
    }

    /** Whether the patient is spoken of; {@code her} is, unless it is whose: {@code her husband}. */
    private boolean isPatient(Sentence sentence, int at) {
        List<Word> words = sentence.words();
        int length = WORDS.at(Kind.PATIENT, sentence, at);
        if (length > 0) {
            int next = at + length;
            return next == words.size()
                    || !words.get(at).plain().equals("her")
                    || !words.get(at).stop().isEmpty()
                    || WORDS.at(Kind.ENDS, sentence, next) > 0;
        }
        int name = at;
        while (WORDS.at(Kind.NOBODY, sentence, name) > 0) {
            name++;
        }
        return name < words.size()
                && patient.contains(Letters.of(words.get(name).said()));
    }

    private static List<Word> before(Sentence sentence, int end) {
        int begin = end;
        while (begin > 0 && end - begin < FARTHEST && WORDS.at(Kind.ENDS, sentence, begin - 1) == 0) {
            begin--;
        }
        return sentence.words().subList(begin, end);
    }

    private static List<Word> after(Sentence sentence, int begin) {
        List<Word> words = sentence.words();
        int end = begin;
        while (end < words.size()
                && end - begin < FARTHEST
                && WORDS.at(Kind.ENDS, sentence, end) == 0
                && !words.get(end).isNumber()) {
            end++;
        }
        return words.subList(Math.min(begin, end), end);
    }

    /** Somebody by words that are about one person. */
    Reading named(List<Word> who, Sentence sentence) {
        List<Coding> kinship = new ArrayList<>();
        Set<Integer> used = new HashSet<>();
        for (int at = 0; at < who.size(); at++) {
            for (int length = Math.min(LONGEST_RELATIONSHIP, who.size() - at); length > 0; length--) {
                Optional<Meaning> meaning = RELATIONSHIPS.ofText(
                        who.subList(at, at + length).stream().map(Word::said).collect(Collectors.joining(" ")));
                if (meaning.isPresent() && !used.contains(at)) {
                    if (meaning.get().is(RelatedRole.PROFESSIONAL)
                            || meaning.get().is(RelatedRole.ORGANISATION)) {
                        return new Reading.Unclear();
                    }
                    meaning.get().codings().stream()
                            .filter(coding -> Systems.V3_ROLE_CODE.equals(coding.getSystem()))
                            .forEach(kinship::add);
                    for (int i = at; i < at + length; i++) {
                        used.add(i);
                    }
                }
            }
        }
        List<String> names = names(who, used, !kinship.isEmpty(), new Sentence(sentence.text(), who));
        boolean clear = names.size() + kinship.size() > 0 && names.size() <= 1 && kinship.size() <= 1;
        boolean paid = names.stream().anyMatch(name -> PAID_CARE.kind(name).isPresent());
        return clear && !paid
                ? new Reading.Names(names.stream().findFirst(), kinship, sentence.text())
                : new Reading.Unclear();
    }

    /** Runs of words with capital letters; one alone is a name only beside a relationship. */
    private List<String> names(List<Word> who, Set<Integer> used, boolean related, Sentence words) {
        List<String> names = new ArrayList<>();
        List<String> run = new ArrayList<>();
        for (int at = 0; at <= who.size(); at++) {
            boolean isName = at < who.size()
                    && !used.contains(at)
                    && who.get(at).isCapital()
                    && WORDS.at(Kind.NOBODY, words, at) == 0
                    && WORDS.at(Kind.BEFORE, words, at) == 0
                    && WORDS.at(Kind.PATIENT, words, at) == 0;
            if (isName) {
                run.add(who.get(at).said());
            }
            if (!isName || !who.get(at).stop().isEmpty()) {
                boolean isThePatient = run.stream().map(Letters::of).allMatch(patient::contains);
                if (!isThePatient && (run.size() > 1 || related)) {
                    names.add(String.join(" ", run));
                }
                run.clear();
            }
        }
        return names;
    }
}
