package org.carerrecord.hospitaldischarge.segment;

import java.util.List;
import java.util.Optional;

/**
 * One repetition of a field: components of subcomponents, unescaped, for example {@code O'NEILL&VAN^SEAN^^^MR}.
 *
 * @param place where it stands, for example {@code PID-5} or {@code NK1[2]-2[2]}
 * @param components components of subcomponents, each as sent but for blanks around it
 */
public record Repetition(String place, List<List<String>> components) {

    /** What HL7 v2 sends to delete a value (chapter 2, null value). */
    static final String NULL = "\"\"";

    public Repetition {
        components = List.copyOf(components);
    }

    /** A component's first subcomponent, counted from 1; empty when absent or the HL7 null. */
    public Optional<String> component(int number) {
        return component(number, 1);
    }

    public Optional<String> component(int number, int subcomponent) {
        return raw(number, subcomponent).filter(value -> !value.equals(NULL));
    }

    public String text(int number) {
        return component(number).orElse("");
    }

    /** Whether the whole repetition is the HL7 null {@code ""}. */
    public boolean isNull() {
        return held() == 1 && raw(1, 1).filter(NULL::equals).isPresent();
    }

    public boolean isEmpty() {
        return held() == 0;
    }

    private int held() {
        int held = 0;
        for (List<String> component : components) {
            for (String subcomponent : component) {
                held += subcomponent.isEmpty() ? 0 : 1;
            }
        }
        return held;
    }

    /** How many components are written, the empty ones at the end not counted. */
    public int size() {
        return components.size();
    }

    private Optional<String> raw(int number, int subcomponent) {
        if (number > components.size()
                || subcomponent > components.get(number - 1).size()) {
            return Optional.empty();
        }
        return Optional.of(components.get(number - 1).get(subcomponent - 1)).filter(value -> !value.isEmpty());
    }

    /** Never the content: a record's text ends in logs. */
    @Override
    public String toString() {
        return "Repetition[" + place + "]";
    }
}
