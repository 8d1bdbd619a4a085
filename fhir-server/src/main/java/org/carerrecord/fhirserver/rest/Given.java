package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;

/**
 * What an operation is given (R4, 3.2.0.2): in the URL, or in the body as Parameters or as the one resource.
 *
 * @param parameters the primitive ones, by name
 * @param resource parameter {@code resource}
 */
record Given(Map<String, List<String>> parameters, Optional<Resource> resource) {

    /** Those of every request; what they ask for is done elsewhere. */
    private static final Set<String> OF_THE_ANSWER = Set.of("_format", "_pretty", "_summary", "_elements", "_cursor");

    /** What a question gives. */
    static Given of(Continued question) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        question.parameters().forEach((name, values) -> parameters.put(name, Arrays.asList(values)));
        return new Given(parameters, Optional.empty());
    }

    /** What a request gives; its body was read before. */
    static Given of(RequestDetails request) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        request.getParameters().forEach((name, values) -> parameters.put(name, new ArrayList<>(Arrays.asList(values))));
        Optional<Resource> sent = Bodies.sent(request);
        if (sent.isEmpty() || !(sent.get() instanceof Parameters given)) {
            return new Given(parameters, sent);
        }
        Optional<Resource> one = Optional.empty();
        for (ParametersParameterComponent parameter : given.getParameter()) {
            if (parameter.getName() == null) {
                throw new Fault(FaultKind.UNREADABLE, "Parameters.parameter.name", "each parameter has a name");
            }
            if (parameter.getResource() != null) {
                one = Optional.of(parameter.getResource());
            } else if (parameter.hasValue() && parameter.getValue().primitiveValue() != null) {
                parameters
                        .computeIfAbsent(parameter.getName(), name -> new ArrayList<>())
                        .add(parameter.getValue().primitiveValue());
            }
        }
        return new Given(parameters, one);
    }

    /** The primitive ones, as those of a URL. */
    Map<String, String[]> asked() {
        Map<String, String[]> asked = new LinkedHashMap<>();
        parameters.forEach((name, values) -> asked.put(name, values.toArray(String[]::new)));
        return asked;
    }

    /** The one value of a parameter. */
    Optional<String> one(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new Fault(FaultKind.INVALID_SEARCH, name, "give it once");
        }
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }

    /** The values of a parameter that repeats, or lists them with commas. */
    List<String> all(String name) {
        return parameters.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /**
     * Refuses parameters that would change the answer, were they understood.
     *
     * @throws Fault INVALID_SEARCH
     */
    Given understood(Set<String> names) {
        for (String name : parameters.keySet()) {
            if (!names.contains(name) && !OF_THE_ANSWER.contains(name)) {
                throw new Fault(
                        FaultKind.INVALID_SEARCH,
                        name.matches("_?[a-zA-Z]{1,20}") ? name : "URL",
                        "this operation has no such parameter here; it has "
                                + String.join(", ", names.stream().sorted().toList()));
            }
        }
        return this;
    }
}
