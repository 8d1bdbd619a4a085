package org.carerrecord.fhirserver.agreement;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.jspecify.annotations.Nullable;

/**
 * A person's Consents as arithmetic: the latest wins, deny wins ties (carer-model.md, agreement 1). Pure.
 *
 * <p>Provisions name kinds of partner ({@code actor.role}) and categories of data ({@code class}); one that names none is
 * about all. A nested provision is an exception from the one around it, and the outermost one from the policy ({@link Sense}).
 * A condition that is not understood permits nothing and narrows no denial. A rejected Consent denies all that it names; an inactive one is withdrawn: it denies what it permitted, or may have permitted.
 */
final class Permissions {

    private static final Permission DENIED = new Permission(false, null, null, false);

    private static final String SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope";
    private static final String PRIVACY = "patient-privacy";

    private Permissions() {}

    /** What is said, by cells; a cell of which nothing is said is not there. */
    static Map<Permission.Cell, Permission> of(List<Consent> consents) {
        Map<Instant, Map<Permission.Cell, Permission>> byTime = new TreeMap<>();
        for (Consent consent : consents) {
            SaidWhen when = SaidWhen.of(consent);
            of(consent).forEach((cell, one) -> byTime.computeIfAbsent(when.counts(one), first -> new HashMap<>())
                    .merge(cell, one, Permission::and));
        }
        Map<Permission.Cell, Permission> all = new HashMap<>();
        byTime.values().forEach(said -> said.forEach((cell, one) -> all.merge(cell, one, Permission::then)));
        return all;
    }

    private static Map<Permission.Cell, Permission> of(Consent consent) {
        Map<Permission.Cell, Permission> said = new HashMap<>();
        @Nullable ConsentState status = consent.getStatus();
        boolean counts =
                status == ConsentState.ACTIVE || status == ConsentState.REJECTED || status == ConsentState.INACTIVE;
        if (counts && isOfPrivacy(consent)) {
            add(said, consent, consent.getProvision(), Sense.ofRoot(consent), Term.ALWAYS);
        }
        if (status == ConsentState.REJECTED) {
            said.replaceAll((cell, permission) -> DENIED);
        }
        if (Sense.isWithdrawn(consent)) {
            said.values().removeIf(permission -> !permission.permits());
            said.replaceAll((cell, permission) -> DENIED);
        }
        return said;
    }

    /** Others are about treatment, research or care in advance (R4, Consent.scope). */
    private static boolean isOfPrivacy(Consent consent) {
        List<Coding> scopes = consent.getScope().getCoding().stream()
                .filter(coding -> SCOPE.equals(coding.getSystem()))
                .toList();
        return scopes.isEmpty() || scopes.stream().anyMatch(coding -> PRIVACY.equals(coding.getCode()));
    }

    private static void add(
            Map<Permission.Cell, Permission> said,
            Consent consent,
            ProvisionComponent provision,
            Sense sense,
            Term around) {
        Term named = Term.of(provision.getPeriod());
        Term inside = named.within(around);
        if (sense != Sense.NOTHING) {
            boolean permits = sense == Sense.PERMITS;
            Term term = permits ? inside : named.ofDenial(around);
            Permission one = new Permission(permits, term.since(), term.until(), false);
            boolean counts = Sense.isWithdrawn(consent) || (term.isKnown() && (!permits || isUnderstood(provision)));
            Set<Kind> kinds = counts ? kinds(provision, permits) : Set.of();
            Set<Category> categories = categories(provision, permits);
            kinds.forEach(kind -> categories.forEach(
                    category -> said.merge(new Permission.Cell(kind, category), one, Permission::then)));
        }
        Map<Permission.Cell, Permission> exceptions = new HashMap<>();
        for (ProvisionComponent nested : provision.getProvision()) {
            Map<Permission.Cell, Permission> its = new HashMap<>();
            add(its, consent, nested, Sense.ofException(nested, consent), inside);
            its.forEach((cell, one) -> exceptions.merge(cell, one, Permission::and));
        }
        exceptions.forEach((cell, one) -> said.merge(cell, one, Permission::then));
    }

    private static Set<Kind> kinds(ProvisionComponent provision, boolean permits) {
        List<List<Coding>> roles = provision.getActor().stream()
                .map(Consent.provisionActorComponent::getRole)
                .map(CodeableConcept::getCoding)
                .toList();
        if (!permits && roles.stream().anyMatch(role -> kinds(role).isEmpty())) {
            return EnumSet.allOf(Kind.class);
        }
        List<Coding> all = roles.stream().flatMap(List::stream).toList();
        return named(Kind.class, provision.hasActor(), all, Canonical.CodeSystem.PARTNER_KIND, kinds(all), permits);
    }

    private static Set<Kind> kinds(List<Coding> role) {
        return known(Kind.class, role, Canonical.CodeSystem.PARTNER_KIND, Kind::code);
    }

    private static Set<Category> categories(ProvisionComponent provision, boolean permits) {
        List<Coding> classes = provision.getClass_();
        String system = Canonical.CodeSystem.DATA_CATEGORY;
        Set<Category> named = known(Category.class, classes, system, Category::code);
        return named(Category.class, provision.hasClass_(), classes, system, named, permits);
    }

    private static <E extends Enum<E>> Set<E> known(
            Class<E> all, List<Coding> codings, String system, Function<E, String> code) {
        return Arrays.stream(all.getEnumConstants())
                .filter(one -> codings.stream()
                        .anyMatch(coding -> system.equals(coding.getSystem())
                                && code.apply(one).equals(coding.getCode())))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(all)));
    }

    private static <E extends Enum<E>> Set<E> named(
            Class<E> all, boolean isNarrowed, List<Coding> codings, String system, Set<E> known, boolean permits) {
        if (permits && !codings.stream().allMatch(coding -> system.equals(coding.getSystem()))) {
            return Set.of();
        }
        return !isNarrowed || (known.isEmpty() && !permits) ? EnumSet.allOf(all) : known;
    }

    /** An actor that is one organisation is not all of its kind: who permits it to one permits it to no other. */
    private static boolean isUnderstood(ProvisionComponent provision) {
        return !hasMore(provision)
                && provision.getActor().stream()
                        .map(Consent.provisionActorComponent::getReference)
                        .noneMatch(one -> one.hasReference() || one.hasIdentifier());
    }

    private static boolean hasMore(ProvisionComponent provision) {
        return provision.hasAction()
                || provision.hasSecurityLabel()
                || provision.hasPurpose()
                || provision.hasCode()
                || provision.hasDataPeriod()
                || provision.hasData();
    }
}
