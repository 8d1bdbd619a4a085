package org.carerrecord.fhirserver.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.carerrecord.fhirserver.validation.Place;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/** What is wrong in a body, each fault with its place; and what has to be left out, that the rest may be looked at too. */
final class Noted {

    /** Whoever made more mistakes learns of the others next time. */
    static final int MOST = 100;

    private static final Pattern PARAMETER = Pattern.compile("^Parameters\\.parameter\\[[0-9]+]\\.resource(?=\\.)");

    private final List<Fault.Issue> issues = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    private boolean indented;

    private record LeftOut(String place, ObjectNode owner, String property) {}

    void fault(Place place, String reason) {
        if (issues.size() < MOST) {
            issues.add(new Fault.Issue(place.toString(), reason));
        }
    }

    /**
     * Marks a property as one that cannot be read.
     *
     * @param place that of the element
     * @throws Fault UNREADABLE where so much is left out that nothing is to be learnt of the rest
     */
    void leaveOut(Place place, ObjectNode owner, String property) {
        if (leftOut.size() == MOST) {
            throw new Fault(FaultKind.UNREADABLE, issues);
        }
        leftOut.add(new LeftOut(place.toString(), owner, property));
    }

    /** Says that a markdown begins or ends with blanks. */
    void indented() {
        indented = true;
    }

    boolean isIndented() {
        return indented;
    }

    /** What is wrong; empty when nothing is. */
    List<Fault.Issue> issues() {
        return issues;
    }

    /** Takes out of the tree what cannot be read. */
    void takeOut() {
        leftOut.forEach(one -> one.owner().remove(List.of(one.property(), "_" + one.property())));
    }

    /** Adds what else is wrong, but for what is wrong only because something was left out. */
    List<Fault.Issue> with(List<Fault.Issue> others) {
        List<Fault.Issue> all = new ArrayList<>(issues);
        others.stream()
                .filter(one -> !isOfLeftOut(one.place()))
                .limit(Math.max(0, MOST - all.size()))
                .forEach(all::add);
        return all;
    }

    /** The same of a resource that was a parameter of an operation, as if it had been sent alone. */
    Noted ofParameter(String type) {
        Noted alone = new Noted();
        issues.forEach(one -> alone.issues.add(new Fault.Issue(alone(one.place(), type), one.reason())));
        leftOut.forEach(one -> alone.leftOut.add(new LeftOut(alone(one.place(), type), one.owner(), one.property())));
        return alone;
    }

    private static String alone(String place, String type) {
        return PARAMETER.matcher(place).replaceFirst(type);
    }

    /** Whether a place is, holds, or lies within something that was left out. */
    boolean isOfLeftOut(String place) {
        return leftOut.stream().anyMatch(one -> within(one.place(), place) || within(place, one.place()));
    }

    private static boolean within(String inner, String outer) {
        return inner.startsWith(outer)
                && (inner.length() == outer.length() || ".[".indexOf(inner.charAt(outer.length())) >= 0);
    }
}
