package org.carerrecord.councilcase;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.carerrecord.councilcase.clientlevel.CarersCase;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Withdrawn;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Task;

/** What a record would have of several messages of one council, by its own numbers: the last word on each statement. */
final class Remembered {

    private final String system;
    private final SequencedMap<String, Patient> people = new LinkedHashMap<>();
    private final Map<String, RelatedPerson> carers = new TreeMap<>();
    private final Map<String, SequencedMap<String, Task>> events = new HashMap<>();
    private final Map<String, Observation> details = new HashMap<>();

    Remembered(Sender council) {
        this.system = Systems.local(council.ods(), "");
    }

    void take(Understood understood) {
        Map<String, String> numbers = new HashMap<>();
        for (Said said : understood.said()) {
            switch (said.resource()) {
                case Patient patient -> {
                    String number = number(patient.getIdentifier());
                    numbers.put(said.link(), number);
                    people.merge(number, patient, (held, told) -> told.hasBirthDate() || told.hasName() ? told : held);
                }
                case RelatedPerson carer -> {
                    String cared = Objects.requireNonNull(
                            numbers.get(carer.getPatient().getReference()));
                    carers.put(said.key() + "/" + cared, carer.copy().setPatient(new Reference(cared)));
                }
                case Task task ->
                    events.computeIfAbsent(about(numbers, task.getFor()), first -> new LinkedHashMap<>())
                            .put(said.key(), task);
                case Observation told -> details.put(about(numbers, told.getSubject()), told);
                default -> throw new IllegalStateException(said.resource().fhirType());
            }
        }
        for (Withdrawn withdrawn : understood.withdrawn()) {
            if (withdrawn.which() instanceof Withdrawn.Which.Keyed(String key)) {
                carers.remove(key + "/" + numbers.get(withdrawn.patient()));
            }
        }
    }

    private static String about(Map<String, String> numbers, Reference person) {
        return Objects.requireNonNull(numbers.get(person.getReference()));
    }

    private String number(List<Identifier> identifiers) {
        return identifiers.stream()
                .filter(identifier -> identifier.getSystem().equals(system))
                .map(Identifier::getValue)
                .findFirst()
                .orElseThrow();
    }

    /** Of everybody who is said to care, or has dealings as a carer, in the order in which they were first told of. */
    List<CarersCase> carers() {
        List<CarersCase> cases = new ArrayList<>();
        people.forEach((number, person) -> {
            List<RelatedPerson> caring = carers.values().stream()
                    .filter(carer -> number(carer.getIdentifier()).equals(number))
                    .toList();
            List<Task> own = List.copyOf(
                    events.getOrDefault(number, new LinkedHashMap<>()).values());
            CarersCase known = new CarersCase(person, caring, people, own, Optional.ofNullable(details.get(number)));
            if (known.isOfCarer()) {
                cases.add(known);
            }
        });
        return cases;
    }
}
