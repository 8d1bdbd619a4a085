package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.context.FhirContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.validation.Artefacts;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.hl7.fhir.r4.model.OperationDefinition.OperationKind;
import org.hl7.fhir.r4.model.OperationDefinition.OperationParameterUse;
import org.jspecify.annotations.Nullable;

/** How the operations that are offered are called: those that we publish, and of R4's own as much as is offered. */
final class OperationDefinitions {

    private final FhirContext context;
    private @Nullable Map<String, OperationDefinition> read;

    OperationDefinitions(FhirContext context) {
        this.context = context;
    }

    /** By its canonical URL; read when first asked for. */
    synchronized Optional<OperationDefinition> at(String canonical) {
        @Nullable Map<String, OperationDefinition> known = read;
        if (known == null) {
            known = Stream.concat(
                            Artefacts.all(context).stream()
                                    .filter(OperationDefinition.class::isInstance)
                                    .map(OperationDefinition.class::cast),
                            Stream.of(validate(), everything(), processMessage()))
                    .collect(Collectors.toUnmodifiableMap(OperationDefinition::getUrl, Function.identity()));
            read = known;
        }
        return Optional.ofNullable(known.get(canonical));
    }

    private static OperationDefinition validate() {
        OperationDefinition validate = of(Operations.VALIDATE).setType(true).setInstance(true);
        in(validate, "resource", "Resource");
        in(validate, "mode", "code");
        in(validate, "profile", "uri");
        return validate;
    }

    private static OperationDefinition everything() {
        OperationDefinition everything = of(Operations.EVERYTHING).setInstance(true);
        in(everything, "_since", "instant");
        in(everything, "_type", "code");
        in(everything, "_count", "integer");
        return everything;
    }

    private static OperationDefinition processMessage() {
        OperationDefinition message =
                of(Operations.PROCESS_MESSAGE).setSystem(true).setAffectsState(true);
        in(message, "content", "Resource");
        return message;
    }

    private static OperationDefinition of(Operations operation) {
        OperationDefinition definition = new OperationDefinition();
        definition.setUrl(operation.definition()).setName(operation.code()).setCode(operation.code());
        definition.setStatus(PublicationStatus.ACTIVE).setKind(OperationKind.OPERATION);
        return definition.setDescription(operation.does());
    }

    private static void in(OperationDefinition operation, String name, String type) {
        operation
                .addParameter()
                .setName(name)
                .setUse(OperationParameterUse.IN)
                .setMin(0)
                .setMax("1")
                .setType(type);
    }
}
