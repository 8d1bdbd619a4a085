package org.carerrecord.gateway.identity.linkage;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Compares descriptions of people (Fellegi and Sunter 1969): the weights of what both tell are added, what one does not tell
 * says nothing, and the sum is held against how many people there are.
 */
public final class Linkage {

    /** Among whom a person is looked for. */
    public enum Among {
        /** All people of the record. */
        PEOPLE,
        /** Those who care for the same person: few, and often of one family and household. */
        CARERS_OF_ONE
    }

    /** Given names that may be two of one family as well as one of one person. */
    private static final List<String> ALIKE = List.of("similar", "sound", "beginning");

    private final Weights weights = new Weights();
    private final Frequencies frequencies;
    private final double people;

    /** @param people how many descriptions there are, of one or of several people */
    public Linkage(Frequencies frequencies, long people) {
        this.frequencies = frequencies;
        this.people = Weights.log2((double) people);
    }

    /** As in the gateway: names of England and Wales, a million people. */
    public Linkage() {
        this.frequencies = Frequencies.ofEnglandAndWales();
        this.people = weights.bits("people");
    }

    /** From how many bits on two are linked. */
    public double linkedFrom(Among among) {
        return prior(among) + weights.bits("link");
    }

    private double prior(Among among) {
        return among == Among.CARERS_OF_ONE ? weights.bits("kin") : people;
    }

    public Comparison compare(Particulars one, Particulars other, Among among) {
        Evidence evidence = new Evidence(weights, among == Among.CARERS_OF_ONE);
        bestNames(evidence, one, other);
        Optional<BirthDate.Likeness> births =
                one.born().flatMap(born -> other.born().map(born::likeness));
        births.ifPresent(likeness -> evidence.add("birth date", likeness.level()));
        if (one.sex().isPresent() && other.sex().isPresent()) {
            evidence.add("sex", one.sex().equals(other.sex()) ? "same" : "different");
        }
        evidence.addHousehold(household(evidence, one, other));
        Contacts.compare(evidence, one, other);
        kin(evidence, one, other);
        return evidence.comparison(prior(among));
    }

    /** Whether an element alone keeps two from being linked unseen, whatever the rest says. */
    public boolean isHeldBack(Comparison comparison, String element) {
        return comparison.elements().stream()
                .filter(one -> one.element().equals(element))
                .anyMatch(one -> weights.level(element, one.level()).most() != Comparison.Decision.LINK);
    }

    /** How likely it is that a pair with so many bits is one person, from 0 to 1. */
    public double probability(Comparison comparison, Among among) {
        return 1 / (1 + Math.pow(2, prior(among) - comparison.total()));
    }

    /** People have several names; the two that are most alike count. */
    private void bestNames(Evidence evidence, Particulars one, Particulars other) {
        one.names().stream()
                .flatMap(a -> other.names().stream().map(b -> names(evidence.another(), a, b)))
                .max(Comparator.comparingDouble(Evidence::sum))
                .ifPresent(evidence::addAll);
    }

    private Evidence names(Evidence evidence, FullName one, FullName other) {
        Optional<String> given = NameLikeness.given(one, other);
        Optional<String> family = NameLikeness.family(one, other);
        if (given.filter("different"::equals).isPresent() && NameLikeness.areSwapped(one, other)) {
            evidence.add("order", "swapped");
            evidence.add("given", "same", frequencies.ofGiven(other.family()));
            evidence.add("family", "same", frequencies.ofFamily(one.family()));
            return evidence;
        }
        given.ifPresent(level -> evidence.add("given", level, one.hasGiven() ? frequencies.ofGiven(one.first()) : 1));
        family.ifPresent(level -> evidence.add("family", level, frequencies.ofFamily(one.family())));
        return evidence;
    }

    private Evidence household(Evidence evidence, Particulars one, Particulars other) {
        return one.homes().stream()
                .flatMap(a -> other.homes().stream().map(b -> home(evidence.another(), a, b)))
                .max(Comparator.comparingDouble(Evidence::sum))
                .orElseGet(evidence::another);
    }

    private static Evidence home(Evidence evidence, Home one, Home other) {
        one.postcodeLevel(other).ifPresent(level -> evidence.add("postcode", level));
        text(evidence, "street", one.street(), other.street());
        text(evidence, "town", one.town(), other.town());
        if (!one.house().isEmpty() && !other.house().isEmpty()) {
            evidence.add("house", one.house().equals(other.house()) ? "same" : "different");
        }
        return evidence;
    }

    private static void text(Evidence evidence, String element, String one, String other) {
        if (!one.isEmpty() && !other.isEmpty()) {
            evidence.add(
                    element,
                    one.equals(other) ? "same" : NameLikeness.areSimilar(one, other) ? "similar" : "different");
        }
    }

    /**
     * Likenesses that relatives have (twins, a parent and child of one name, any two who live together) are none of one
     * person, unless a number says otherwise.
     */
    private static void kin(Evidence evidence, Particulars one, Particulars other) {
        if (evidence.weight("number") > 0) {
            return;
        }
        boolean together =
                evidence.household() > 0 || evidence.has("mobile", "same") || evidence.has("landline", "same");
        boolean otherGiven = evidence.has("given", "different") || evidence.has("given", "other initial");
        boolean otherBirth = evidence.has("birth date", BirthDate.Likeness.DIFFERENT.level());
        if (otherGiven && evidence.weight("birth date") > 0 && (together || evidence.weight("family") > 0)) {
            evidence.add("kin", "twin");
        } else if (together && (otherGiven || (otherBirth && evidence.weight("given") <= 0))) {
            evidence.add("kin", "relative");
        } else if (together && otherBirth && isAGeneration(one, other)) {
            evidence.add("kin", "parent and child");
        } else if (together
                && evidence.weight("family") > 0
                && ALIKE.stream().anyMatch(level -> evidence.has("given", level))
                && isSameDay(evidence)) {
            evidence.add("kin", "alike");
        }
    }

    private static boolean isSameDay(Evidence evidence) {
        return evidence.has("birth date", BirthDate.Likeness.SAME.level())
                || evidence.has("birth date", BirthDate.Likeness.SAME_FIRST_OF_JANUARY.level());
    }

    private static boolean isAGeneration(Particulars one, Particulars other) {
        return one.born().orElseThrow().isAGenerationFrom(other.born().orElseThrow());
    }
}
