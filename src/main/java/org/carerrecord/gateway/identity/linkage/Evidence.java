package org.carerrecord.gateway.identity.linkage;

import java.util.ArrayList;
import java.util.List;
import org.carerrecord.gateway.identity.linkage.BirthDate.Likeness;
import org.carerrecord.gateway.identity.linkage.Comparison.Decision;
import org.carerrecord.gateway.identity.linkage.Comparison.Element;

/** What is found while two descriptions are compared. */
final class Evidence {

    private static final double NO_VALUE = Double.NaN;

    private final Weights weights;
    private final boolean ofKin;
    private final List<Element> elements = new ArrayList<>();
    private double sum;
    private double household;
    private Decision most = Decision.LINK;

    Evidence(Weights weights, boolean ofKin) {
        this.weights = weights;
        this.ofKin = ofKin;
    }

    /** Of the same weights, with nothing in it. */
    Evidence another() {
        return new Evidence(weights, ofKin);
    }

    void add(String element, String level) {
        add(element, level, NO_VALUE);
    }

    /** @param chance the value's own, where the table says so */
    void add(String element, String level, double chance) {
        Weights.Level its = weights.level(element, level);
        double weight = its.weight(chance, ofKin);
        elements.add(new Element(element, level, weight));
        if (element.equals("landline")) {
            household += weight;
        } else {
            sum += weight;
        }
        most = most.atMost(its.most());
    }

    void addAll(Evidence other) {
        elements.addAll(other.elements);
        sum += other.sum;
        most = most.atMost(other.most);
    }

    void addHousehold(Evidence home) {
        elements.addAll(home.elements);
        household += home.sum;
        most = most.atMost(home.most);
    }

    double sum() {
        return sum;
    }

    double household() {
        return household;
    }

    boolean has(String element, String level) {
        return elements.stream()
                .anyMatch(one -> one.element().equals(element) && one.level().equals(level));
    }

    /** What an element says; 0 where it is not told on both sides. */
    double weight(String element) {
        return elements.stream()
                .filter(one -> one.element().equals(element))
                .mapToDouble(Element::weight)
                .sum();
    }

    /**
     * Whether it is no relative: two of a given name, a birth date and a number agree; of those who care for one person a given
     * name is enough. An initial is of too many, and so is the first of January.
     */
    private boolean isOfOnePerson() {
        boolean named = weight("given") > 0 && !has("given", "initial");
        boolean born = weight("birth date") > 0 && !has("birth date", Likeness.SAME_FIRST_OF_JANUARY.level());
        boolean numbered = weight("number") > 0;
        return named ? ofKin || born || numbered : born && numbered;
    }

    /** @param prior bits that chance alone takes */
    Comparison comparison(double prior) {
        double total = sum + Math.min(household, weights.bits("household"));
        Decision byWeight = total >= prior + weights.bits("link") && isOfOnePerson()
                ? Decision.LINK
                : total >= prior + weights.bits("review") ? Decision.REVIEW : Decision.NEW;
        return new Comparison(List.copyOf(elements), total, byWeight.atMost(most));
    }
}
