package org.carerrecord.fhirserver.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.StringReader;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Holds an agreement against {@code agreement.schema.json}, and finds the lines of what breaks it. */
final class AgreementSchema {

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Objects.requireNonNull(
                    AgreementSchema.class.getResourceAsStream("/agreement/agreement.schema.json")));

    private AgreementSchema() {}

    /** What breaks the schema, each with its line; empty when nothing does. */
    static List<String> broken(JsonNode agreement, String text) {
        return SCHEMA.validate(agreement).stream()
                .map(message -> "line " + line(message, text) + ": " + message.getMessage())
                .sorted()
                .toList();
    }

    private static int line(ValidationMessage message, String text) {
        Node node = new Yaml().compose(new StringReader(text));
        JsonNodePath path = message.getInstanceLocation();
        for (int i = 0; i < path.getNameCount() && node != null; i++) {
            node = child(node, path.getElement(i)).orElse(node);
        }
        if (node != null && message.getProperty() != null) {
            // A property that may not be there is named by the key, one that is missing by what misses it.
            node = key(node, message.getProperty()).orElse(node);
        }
        return node == null ? 1 : node.getStartMark().getLine() + 1;
    }

    private static Optional<Node> child(Node node, Object step) {
        return switch (node) {
            case SequenceNode list
            when step instanceof Integer index -> Optional.of(list.getValue().get(index));
            case MappingNode map -> tuple(map, step.toString()).map(NodeTuple::getValueNode);
            default -> Optional.empty();
        };
    }

    private static Optional<Node> key(Node node, String name) {
        return node instanceof MappingNode map ? tuple(map, name).map(NodeTuple::getKeyNode) : Optional.empty();
    }

    private static Optional<NodeTuple> tuple(MappingNode map, String name) {
        return map.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name))
                .findFirst();
    }
}
