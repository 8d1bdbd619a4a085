package org.carerrecord.gateway.outbound;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.councilcase.clientlevel.CarersCase;
import org.carerrecord.fhirserver.Found;
import org.carerrecord.fhirserver.ReadPath;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.Attempt;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;

/**
 * The clients of a council who are carers, page by page: whom it knows by a number of its own, with what it may see of them. Each
 * page is read by the one road out of the record, and audited.
 */
final class CouncilClients {

    private static final int PAGE = 100;

    private final ReadPath read;
    private final QueryParser queries;
    private final Resources resources;
    private final Caller council;
    private final String numbers;

    CouncilClients(ReadPath read, QueryParser queries, Resources resources, Caller council) {
        this.read = read;
        this.queries = queries;
        this.resources = resources;
        this.council = council;
        this.numbers = Systems.local(council.partner().ods(), "");
    }

    /**
     * A page of them.
     *
     * @param next the place at which the next page begins, if there is one
     */
    record Page(List<CarersCase> carers, Optional<String> next) {

        Page {
            carers = List.copyOf(carers);
        }
    }

    /** @param after the place at which the page before ended; empty for the first */
    Page page(Optional<String> after) {
        Found found = search("Patient", Map.of("identifier", numbers + "|"), after);
        List<Patient> people = of(found.matches().stream().map(resources::of), Patient.class);
        return new Page(people.isEmpty() ? List.of() : carers(people), found.next());
    }

    private List<CarersCase> carers(List<Patient> people) {
        List<Resource> caring = caring(people);
        Map<String, Patient> caredFor = of(caring.stream(), Patient.class).stream()
                .collect(Collectors.toMap(CouncilClients::reference, Function.identity(), (one, same) -> one));
        Map<String, List<RelatedPerson>> byNumber = new HashMap<>();
        of(caring.stream(), RelatedPerson.class).forEach(one -> own(one.getIdentifier())
                .forEach(number -> byNumber.computeIfAbsent(number, any -> new ArrayList<>())
                        .add(one)));
        String ids = joined(people, CouncilClients::reference);
        Map<String, List<Task>> events = of(all("Task", "patient", ids, "").stream(), Task.class).stream()
                .sorted(Comparator.comparing(CouncilClients::begun))
                .collect(Collectors.groupingBy(task -> task.getFor().getReference()));
        Map<String, Observation> details =
                of(all("Observation", "patient", ids, "").stream(), Observation.class).stream()
                        .filter(CouncilClients::isOfClientLevelData)
                        .collect(Collectors.toMap(
                                one -> one.getSubject().getReference(), Function.identity(), (one, later) -> later));
        return people.stream()
                .map(person -> new CarersCase(
                        person,
                        List.copyOf(own(person.getIdentifier())
                                .flatMap(number -> byNumber.getOrDefault(number, List.of()).stream())
                                .collect(Collectors.toMap(
                                        RelatedPerson::getId, Function.identity(), (one, same) -> one, TreeMap::new))
                                .values()),
                        caredFor,
                        events.getOrDefault(reference(person), List.of()),
                        Optional.ofNullable(details.get(reference(person)))))
                .filter(CarersCase::isOfCarer)
                .toList();
    }

    /**
     * By the numbers that were merged into the people's too: the council may have told of some caring under those alone. A
     * search has so many values at most.
     */
    private List<Resource> caring(List<Patient> people) {
        List<String> tokens = people.stream()
                .flatMap(person -> own(person.getIdentifier()))
                .map(number -> numbers + "|" + number.replaceAll("([\\\\,$|])", "\\\\$1"))
                .toList();
        List<Resource> caring = new ArrayList<>();
        for (int from = 0; from < tokens.size(); from += PAGE) {
            String some = String.join(",", tokens.subList(from, Math.min(tokens.size(), from + PAGE)));
            caring.addAll(all("RelatedPerson", "identifier", some, "RelatedPerson:patient"));
        }
        return caring;
    }

    /** In the order in which things happened; what does not say when comes first. */
    private static String begun(Task task) {
        return Objects.requireNonNullElse(
                task.getExecutionPeriod().getStartElement().getValueAsString(), "");
    }

    private static boolean isOfClientLevelData(Observation observation) {
        return observation.getComponent().stream()
                .flatMap(component -> component.getCode().getCoding().stream())
                .anyMatch(coding -> Canonical.CodeSystem.CLIENT_LEVEL_DATA.equals(coding.getSystem()));
    }

    /** All pages of a search, with what it includes. */
    private List<Resource> all(String type, String parameter, String value, String include) {
        Map<String, String> asked =
                include.isEmpty() ? Map.of(parameter, value) : Map.of(parameter, value, "_include", include);
        List<Resource> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Found found = search(type, asked, after);
            Stream.concat(found.matches().stream(), found.included().stream())
                    .map(resources::of)
                    .forEach(all::add);
            after = found.next();
        } while (after.isPresent());
        return all;
    }

    private Found search(String type, Map<String, String> asked, Optional<String> after) {
        Map<String, String[]> parameters = new HashMap<>();
        asked.forEach((name, value) -> parameters.put(name, new String[] {value}));
        parameters.put("_count", new String[] {Integer.toString(PAGE)});
        return read.search(
                council, Attempt.of(council, "export-cld", type), queries.parse(type, parameters, after), people -> {});
    }

    private static String joined(List<Patient> people, Function<Patient, String> part) {
        return people.stream().map(part).collect(Collectors.joining(","));
    }

    private Stream<String> own(List<Identifier> identifiers) {
        return identifiers.stream()
                .filter(identifier -> numbers.equals(identifier.getSystem()) && identifier.getValue() != null)
                .map(Identifier::getValue);
    }

    private static String reference(Patient person) {
        return "Patient/" + person.getIdElement().getIdPart();
    }

    private static <T extends Resource> List<T> of(Stream<Resource> resources, Class<T> type) {
        return resources.filter(type::isInstance).map(type::cast).toList();
    }
}
