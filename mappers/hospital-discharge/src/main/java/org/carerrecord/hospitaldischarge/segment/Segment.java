package org.carerrecord.hospitaldischarge.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One segment by field numbers, for example {@code NK1|1|SMITH^ANN||...}; fields, repetitions and components count from 1, whatever
 * the segment and its version.
 */
public final class Segment {

    private final String name;
    private final String place;
    private final List<List<Repetition>> fields;

    /** @param number which segment of its name in the message, from 1; PID, PD1 and the like have none in their place */
    Segment(String name, int number, boolean repeats) {
        this(name, number, repeats, List.of());
    }

    private Segment(String name, int number, boolean repeats, List<List<Repetition>> fields) {
        this.name = name;
        this.place = repeats ? name + "[" + number + "]" : name;
        this.fields = fields;
    }

    /** A segment of its line, which begins with its name. */
    static Segment of(String name, int number, boolean repeats, String line, Delimiters delimiters) {
        List<List<Repetition>> fields = new ArrayList<>();
        Segment segment = new Segment(name, number, repeats, fields);
        List<String> written = split(line, Math.min(4, line.length()), delimiters.field());
        if (name.equals("MSH")) {
            fields.add(List.of(segment.whole(1, String.valueOf(delimiters.field()))));
        }
        for (String text : written) {
            int field = fields.size() + 1;
            fields.add(
                    name.equals("MSH") && field == 2
                            ? List.of(segment.whole(field, text))
                            : segment.repetitions(field, text, delimiters));
        }
        return segment;
    }

    /** MSH-1 and MSH-2, whose characters part nothing. */
    private Repetition whole(int field, String text) {
        return new Repetition(place(field), List.of(List.of(text)));
    }

    private List<Repetition> repetitions(int field, String text, Delimiters delimiters) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> written = split(text, 0, delimiters.repetition());
        List<Repetition> repetitions = new ArrayList<>(written.size());
        for (int i = 0; i < written.size(); i++) {
            if (!written.get(i).isBlank()) {
                String where = written.size() == 1 ? place(field) : place(field) + "[" + (i + 1) + "]";
                Repetition repetition = new Repetition(where, components(written.get(i), delimiters));
                if (!repetition.isEmpty()) {
                    repetitions.add(repetition);
                }
            }
        }
        return repetitions;
    }

    private static List<List<String>> components(String text, Delimiters delimiters) {
        List<List<String>> components = new ArrayList<>();
        for (String component : split(text, 0, delimiters.component())) {
            List<String> subcomponents = new ArrayList<>(1);
            for (String subcomponent : split(component, 0, delimiters.subcomponent())) {
                subcomponents.add(Escapes.unescape(subcomponent, delimiters).strip());
            }
            components.add(subcomponents);
        }
        return components;
    }

    /** The parts of a text from a position on; what stands behind the last delimiter counts when it is not empty. */
    private static List<String> split(String text, int from, char by) {
        int end = text.indexOf(by, from);
        if (end < 0) {
            return from < text.length() ? List.of(text.substring(from)) : List.of();
        }
        List<String> parts = new ArrayList<>();
        int begin = from;
        for (; end >= 0; end = text.indexOf(by, begin)) {
            parts.add(text.substring(begin, end));
            begin = end + 1;
        }
        if (begin < text.length()) {
            parts.add(text.substring(begin));
        }
        return parts;
    }

    public String name() {
        return name;
    }

    /** For example {@code PID} or {@code NK1[2]}. */
    public String place() {
        return place;
    }

    /** For example {@code NK1[2]-3}. */
    public String place(int field) {
        return place + "-" + field;
    }

    /** How many fields are written. */
    public int size() {
        return fields.size();
    }

    /** The field's repetitions that hold something, the HL7 null included. */
    public List<Repetition> field(int number) {
        return number > fields.size() ? List.of() : fields.get(number - 1);
    }

    /** The field's first repetition that holds something other than the HL7 null. */
    public Optional<Repetition> first(int number) {
        for (Repetition repetition : field(number)) {
            if (!repetition.isNull()) {
                return Optional.of(repetition);
            }
        }
        return Optional.empty();
    }

    /** The first component of the field's first repetition; empty when absent or the HL7 null. */
    public Optional<String> text(int number) {
        return first(number).flatMap(repetition -> repetition.component(1));
    }

    /** Whether the field is the HL7 null {@code ""}: delete what is held. */
    public boolean isNull(int number) {
        List<Repetition> repetitions = field(number);
        return !repetitions.isEmpty() && repetitions.stream().allMatch(Repetition::isNull);
    }

    public boolean isPresent(int number) {
        return first(number).isPresent();
    }

    /** Never the content: an object's text ends in logs. */
    @Override
    public String toString() {
        return "Segment[" + place + "]";
    }
}
