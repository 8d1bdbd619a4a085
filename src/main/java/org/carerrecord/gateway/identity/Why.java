package org.carerrecord.gateway.identity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalDouble;
import org.carerrecord.gateway.identity.linkage.Comparison;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * Why two were linked.
 *
 * @param elements what each element says; none where the rule looks at no weights
 * @param total in bits
 * @param threshold from how many bits on they are linked
 */
public record Why(Rule rule, List<Comparison.Element> elements, OptionalDouble total, OptionalDouble threshold) {

    private static final int DECIMALS = 2;

    /** By what they were linked. */
    public enum Rule {
        /** The same NHS number: of carers of one patient, or verified and with a birth date or family name that agrees. */
        NHS_NUMBER("nhs-number"),
        /** What their descriptions have in common. */
        WEIGHTS("weights"),
        /** The organisation that gives the numbers merged them. */
        MERGE("merge"),
        /** The writer named the resource itself. */
        NAMED("named"),
        /** People said so. */
        PEOPLE("people");

        private final String code;

        Rule(String code) {
            this.code = code;
        }
    }

    public static Why of(Rule rule) {
        return new Why(rule, List.of(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** @param threshold from how many bits on they are linked */
    public static Why of(Rule rule, Comparison comparison, double threshold) {
        return new Why(
                rule, comparison.elements(), OptionalDouble.of(comparison.total()), OptionalDouble.of(threshold));
    }

    /** As a Provenance tells it. */
    public Provenance told(List<Reference> with) {
        Extension why = new Extension(Canonical.Extension.LINK_REASON);
        why.addExtension("rule", new CodeType(rule.code));
        with.forEach(one -> why.addExtension("with", one));
        total.ifPresent(bits -> why.addExtension("total", bits(bits)));
        threshold.ifPresent(bits -> why.addExtension("threshold", bits(bits)));
        elements.forEach(one -> why.addExtension(element(one)));
        Provenance told = new Provenance();
        told.addExtension(why);
        return told;
    }

    private static Extension element(Comparison.Element one) {
        Extension element = new Extension("element");
        element.addExtension("name", new StringType(one.element()));
        element.addExtension("level", new StringType(one.level()));
        element.addExtension("weight", bits(one.weight()));
        return element;
    }

    /** Bits with two decimals. */
    public static DecimalType bits(double bits) {
        return new DecimalType(BigDecimal.valueOf(bits).setScale(DECIMALS, RoundingMode.HALF_UP));
    }
}
