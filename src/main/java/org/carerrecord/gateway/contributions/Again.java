package org.carerrecord.gateway.contributions;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceFactory;

/** What a sender's statement comes to when a message says it again; pure. */
final class Again {

    private static final Set<String> NOT_SAID = Set.of("id", "meta", "text");

    /** Of these one that is said leaves the others that were said before. */
    private static final Set<String> BESIDE_EARLIER_ONES = Set.of("identifier", "extension", "link");

    private Again() {}

    /**
     * A sender's statement after a message said it again: what the message carries replaces what was said, what it empties
     * is gone, and its silence withdraws nothing (carer-model.md, contributions 2). The status follows the relationship, and
     * a stay that is over stays over until its end is taken back.
     */
    static Resource words(Resource said, Resource before, Set<String> emptied) {
        Resource merged = said.copy();
        Resource old = before.copy();
        emptied.stream().filter(path -> path.contains(".")).forEach(path -> remove(old, path));
        if (said instanceof RelatedPerson related
                && related.hasRelationship()
                && old instanceof RelatedPerson earlier) {
            earlier.getExtension().removeIf(held -> Canonical.Extension.STATEMENT_STATUS.equals(held.getUrl()));
        }
        if (old instanceof Flag earlier) {
            // A flag's period belongs to its status: somebody who cares again has no end any more.
            earlier.setPeriod(null);
        }
        fill(merged, old, name -> !emptied.contains(name) && !NOT_SAID.contains(name));
        labels(merged, old);
        if (merged instanceof Encounter stay
                && before instanceof Encounter earlier
                && earlier.getStatus() == EncounterStatus.FINISHED
                && !emptied.contains("status")) {
            stay.setStatus(EncounterStatus.FINISHED);
        }
        return merged;
    }

    /** Words without what is emptied of them. */
    static Resource without(Resource words, Set<String> emptied) {
        Resource old = words.copy();
        emptied.stream().filter(path -> path.contains(".")).forEach(path -> remove(old, path));
        Resource left = ResourceFactory.createResource(words.fhirType());
        fill(left, old, name -> !emptied.contains(name));
        return left;
    }

    /** Takes away an element inside of another, for example {@code period.end}. */
    private static void remove(Base from, String path) {
        int dot = path.indexOf('.');
        for (Base value : from.listChildrenByName(dot < 0 ? path : path.substring(0, dot), false)) {
            if (dot < 0) {
                from.removeChild(path, value);
            } else {
                remove(value, path.substring(dot + 1));
            }
        }
    }

    /** Adds to an element what it does not say and the older one said; inside of single elements too. */
    private static void fill(Base merged, Base older, Predicate<String> taken) {
        for (Property property : older.children()) {
            String name = element(property);
            if (property.getValues().isEmpty() || !taken.test(name)) {
                continue;
            }
            Base[] held = merged.listChildrenByName(name, false);
            if (held.length == 0) {
                property.getValues().forEach(value -> merged.setProperty(property.getName(), value));
            } else if (BESIDE_EARLIER_ONES.contains(name)) {
                stillFormer(property.getValues(), held);
                others(property.getValues(), held).forEach(value -> merged.setProperty(name, value));
            } else if (property.getMaxCardinality() == 1 && !held[0].isPrimitive() && !(held[0] instanceof Reference)) {
                fill(held[0], property.getValues().getFirst(), any -> true);
            }
        }
    }

    /** The name under which HAPI finds an element; it lists one of several types as {@code deceased[x]}. */
    private static String element(Property property) {
        return property.getName().replace("[x]", "");
    }

    /** The strictest label stays, whoever set it (carer-model.md, contributions 4). */
    private static void labels(Resource merged, Resource older) {
        for (Coding label : older.getMeta().getSecurity()) {
            if (merged.getMeta().getSecurity(label.getSystem(), label.getCode()) == null) {
                merged.getMeta().addSecurity(label.copy());
            }
        }
    }

    /** A number that was merged into another stays a former one when it is used again, unless that is a merge too. */
    private static void stillFormer(List<Base> before, Base[] said) {
        Set<String> former = former(before.stream());
        if (!former.isEmpty() && former(Stream.of(said)).isEmpty()) {
            Stream.of(said)
                    .map(Identifier.class::cast)
                    .filter(identifier -> former.contains(number(identifier)))
                    .forEach(identifier -> identifier.setUse(IdentifierUse.OLD));
        }
    }

    private static Set<String> former(Stream<Base> values) {
        return values.filter(
                        value -> value instanceof Identifier identifier && identifier.getUse() == IdentifierUse.OLD)
                .map(value -> number((Identifier) value))
                .collect(Collectors.toSet());
    }

    /** Identifiers of systems, extensions, and links to others, that the held ones do not speak of. */
    private static List<Base> others(List<Base> values, Base[] held) {
        Set<String> spoken = new HashSet<>();
        for (Base one : held) {
            spoken.add(about(one));
            if (one instanceof Identifier identifier) {
                spoken.add(number(identifier));
            }
        }
        return values.stream().filter(value -> !spoken.contains(about(value))).toList();
    }

    private static String about(Base value) {
        return switch (value) {
            // A former number stands until it is itself spoken of; a new one of its series does not take it back.
            case Identifier identifier when identifier.getUse() == IdentifierUse.OLD -> number(identifier);
            case Identifier identifier -> String.valueOf(identifier.getSystem());
            case Extension extension -> extension.getUrl();
            case PatientLinkComponent link -> link.getOther().getReference();
            default -> "";
        };
    }

    private static String number(Identifier identifier) {
        return identifier.getSystem() + "|" + identifier.getValue();
    }
}
