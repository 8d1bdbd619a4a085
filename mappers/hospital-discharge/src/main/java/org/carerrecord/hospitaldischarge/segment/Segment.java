package org.carerrecord.hospitaldischarge.segment;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Composite;
import ca.uhn.hl7v2.model.GenericSegment;
import ca.uhn.hl7v2.model.Primitive;
import ca.uhn.hl7v2.model.Type;
import ca.uhn.hl7v2.model.Varies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;

/**
 * One segment by field numbers, for example {@code NK1|1|SMITH^ANN||...}; fields, repetitions and components count from 1.
 *
 * <p>HAPI's generic model underneath: it reads every version and every Z segment alike.
 */
public final class Segment {

    private final String name;
    private final String place;
    private final List<List<Repetition>> fields;

    /** @param number which segment of its name in the message, from 1; PID, PD1 and the like have none in their place */
    Segment(String name, int number, boolean repeats, GenericSegment fields) {
        this.name = name;
        this.place = repeats ? name + "[" + number + "]" : name;
        this.fields = read(fields);
    }

    /** All at once: each is asked for several times. */
    private List<List<Repetition>> read(GenericSegment written) {
        List<List<Repetition>> read = new ArrayList<>(written.numFields());
        for (int number = 1; number <= written.numFields(); number++) {
            read.add(field(written, number));
        }
        return read;
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

    private List<Repetition> field(GenericSegment segment, int number) {
        try {
            Type[] written = segment.getField(number);
            List<Repetition> repetitions = new ArrayList<>(written.length);
            for (int i = 0; i < written.length; i++) {
                String where = written.length == 1 ? place(number) : place(number) + "[" + (i + 1) + "]";
                Repetition repetition = new Repetition(where, components(written[i]));
                if (!repetition.isEmpty()) {
                    repetitions.add(repetition);
                }
            }
            return repetitions;
        } catch (HL7Exception quotesTheField) {
            // HAPI's message repeats what the field holds, and a cause ends in logs.
            throw new Fault(FaultKind.UNREADABLE, place(number), "the field cannot be read");
        }
    }

    /** The field's first repetition that holds something other than the HL7 null. */
    public Optional<Repetition> first(int number) {
        return field(number).stream().filter(repetition -> !repetition.isNull()).findFirst();
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

    private static List<List<String>> components(Type type) throws HL7Exception {
        List<List<String>> components = new ArrayList<>();
        for (Type component : parts(type)) {
            List<String> subcomponents = new ArrayList<>();
            for (Type subcomponent : parts(component)) {
                subcomponents.add(value(subcomponent));
            }
            components.add(subcomponents);
        }
        return components;
    }

    /** A generic composite's parts, or the thing itself, followed by what HAPI calls extra components. */
    private static List<Type> parts(Type type) throws HL7Exception {
        Type held = type instanceof Varies varies ? varies.getData() : type;
        List<Type> parts = new ArrayList<>();
        if (held instanceof Composite composite) {
            parts.addAll(Arrays.asList(composite.getComponents()));
        } else {
            parts.add(held);
        }
        for (int i = 0; i < held.getExtraComponents().numComponents(); i++) {
            parts.add(held.getExtraComponents().getComponent(i));
        }
        return parts;
    }

    private static String value(Type type) throws HL7Exception {
        List<Type> parts = parts(type);
        Type first = parts.get(0);
        if (first instanceof Primitive primitive) {
            String value = primitive.getValue();
            return value == null ? "" : value.strip();
        }
        return first == type ? "" : value(first);
    }

    /** Never the content: an object's text ends in logs. */
    @Override
    public String toString() {
        return "Segment[" + place + "]";
    }
}
