package org.carerrecord.fhirserver.agreement;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.jspecify.annotations.Nullable;

/**
 * A person's Consents as arithmetic: the latest wins, deny wins ties (carer-model.md, agreement 1). Pure.
 *
 * <p>Provisions name kinds of partner ({@code actor.role}) and categories of data ({@code class}); one that names none is
 * about all. A nested provision is an exception from the one around it. A condition that is not understood permits nothing and
 * narrows no denial. A rejected Consent denies all that it names; an inactive one is withdrawn: it denies what it permitted.
 */
final class Permissions {

    private static final Permission DENIED = new Permission(false, null, null, false);

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
        if (status == ConsentState.ACTIVE || status == ConsentState.REJECTED || status == ConsentState.INACTIVE) {
            add(said, consent.getProvision(), Optional.empty());
        }
        if (status == ConsentState.REJECTED) {
            said.replaceAll((cell, permission) -> DENIED);
        }
        if (status == ConsentState.INACTIVE) {
            said.values().removeIf(permission -> !permission.permits());
            said.replaceAll((cell, permission) -> DENIED);
        }
        return said;
    }

    private static void add(
            Map<Permission.Cell, Permission> said, ProvisionComponent provision, Optional<Permission> around) {
        boolean isWithoutWord = !provision.hasType() && provision.hasProvision();
        if (!isWithoutWord) {
            boolean permits = provision.getType() != ConsentProvisionType.DENY;
            Set<Kind> kinds = kinds(provision, permits);
            Set<Category> categories = categories(provision, permits);
            Permission one = permission(provision, permits, around);
            kinds.forEach(kind -> categories.forEach(
                    category -> said.merge(new Permission.Cell(kind, category), one, Permission::then)));
        }
        Optional<Permission> inside = isWithoutWord ? around : Optional.of(permission(provision, true, around));
        Map<Permission.Cell, Permission> exceptions = new HashMap<>();
        for (ProvisionComponent nested : provision.getProvision()) {
            Map<Permission.Cell, Permission> its = new HashMap<>();
            add(its, nested, inside);
            its.forEach((cell, one) -> exceptions.merge(cell, one, Permission::and));
        }
        exceptions.forEach((cell, one) -> said.merge(cell, one, Permission::then));
    }

    /** An exception has no longer period than what it is from; a denial begins at once. */
    private static Permission permission(ProvisionComponent provision, boolean permits, Optional<Permission> around) {
        Instant since = provision.getPeriod().hasStart()
                ? provision.getPeriod().getStart().toInstant()
                : null;
        Instant until =
                provision.getPeriod().hasEnd() ? provision.getPeriod().getEnd().toInstant() : null;
        return new Permission(
                permits,
                permits ? since == null ? around.map(Permission::since).orElse(null) : since : null,
                until == null ? around.map(Permission::until).orElse(null) : until,
                false);
    }

    private static Set<Kind> kinds(ProvisionComponent provision, boolean permits) {
        List<Coding> roles = provision.getActor().stream()
                .map(Consent.provisionActorComponent::getRole)
                .map(CodeableConcept::getCoding)
                .flatMap(List::stream)
                .toList();
        return named(
                Kind.class,
                provision.hasActor(),
                roles,
                Canonical.CodeSystem.PARTNER_KIND,
                Kind::code,
                provision,
                permits);
    }

    private static Set<Category> categories(ProvisionComponent provision, boolean permits) {
        return named(
                Category.class,
                provision.hasClass_(),
                provision.getClass_(),
                Canonical.CodeSystem.DATA_CATEGORY,
                Category::code,
                provision,
                permits);
    }

    private static <E extends Enum<E>> Set<E> named(
            Class<E> all,
            boolean isNarrowed,
            List<Coding> codings,
            String system,
            Function<E, String> code,
            ProvisionComponent provision,
            boolean permits) {
        Set<E> named = Arrays.stream(all.getEnumConstants())
                .filter(one -> codings.stream()
                        .anyMatch(coding -> system.equals(coding.getSystem())
                                && code.apply(one).equals(coding.getCode())))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(all)));
        boolean isUnderstood =
                codings.stream().allMatch(coding -> system.equals(coding.getSystem())) && !hasMore(provision);
        if (permits && !isUnderstood) {
            return Set.of();
        }
        return !isNarrowed || (named.isEmpty() && !permits) ? EnumSet.allOf(all) : named;
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
