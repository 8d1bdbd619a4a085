package org.carerrecord.stories;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.mapping.CarerKeys;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Understood;
import org.carerrecord.mapping.Withdrawn;
import org.carerrecord.mapping.Withdrawn.Which;
import org.carerrecord.profiles.Fault;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Patient;

/** What was understood, as golden files have it. */
public final class Told {

    private static final FhirContext FHIR = FhirContext.forR4Cached();

    private Told() {}

    public static Bundle bundle(Understood understood) {
        Bundle bundle = new Bundle().setType(BundleType.COLLECTION);
        for (Said said : understood.said()) {
            bundle.addEntry().setFullUrl(said.link()).setResource(said.resource());
        }
        return bundle;
    }

    public static String json(Bundle bundle) {
        return FHIR.newJsonParser().setPrettyPrint(true).encodeResourceToString(bundle) + "\n";
    }

    /** When it was so, and each statement with its key. */
    public static List<String> statements(Understood understood) {
        return Stream.of(
                        Stream.of("at "
                                + understood.saidAt().map(Object::toString).orElse("no readable time")),
                        understood.said().stream()
                                .map(said -> "said " + said.resource().fhirType() + " " + said.key() + emptied(said)),
                        understood.withdrawn().stream().map(Told::statement),
                        understood.merged().stream()
                                .map(merged -> "merged " + merged.former().getSystem() + "|"
                                        + merged.former().getValue() + carer(merged.carer()) + " (" + merged.place()
                                        + ")"),
                        understood.unlinked().stream()
                                .map(two -> "unlinked " + numbers(two.one()) + " and " + numbers(two.other())
                                        + carer(two.carer()) + " (" + two.place() + ")"))
                .flatMap(lines -> lines)
                .map(String::strip)
                .toList();
    }

    private static String carer(Optional<CarerKeys> keys) {
        return keys.map(one -> ", as carers " + one.former() + " and " + one.now())
                .orElse("");
    }

    private static String numbers(Patient patient) {
        return patient.getIdentifier().stream()
                .map(number -> number.getSystem() + "|" + number.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String emptied(Said said) {
        return said.emptied().isEmpty()
                ? ""
                : said.emptied().stream().sorted().collect(Collectors.joining(", ", " without what was said of ", ""));
    }

    private static String statement(Withdrawn withdrawn) {
        String which =
                switch (withdrawn.which()) {
                    case Which.All() -> "all";
                    case Which.OnlyOne() -> "the only one";
                    case Which.Rest() -> "the rest";
                    case Which.Keyed(String key) -> key;
                };
        return "withdrawn " + withdrawn.type() + " " + which + " (" + withdrawn.place() + ")";
    }

    public static String line(Loss loss) {
        return loss.place() + ": " + loss.reason();
    }

    public static String line(Fault fault) {
        return fault.kind() + " at " + fault.place() + ": " + fault.reason();
    }

    public static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
