package org.carerrecord.mapping.person;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.PdsRoles;
import org.carerrecord.mapping.RelatedRole;
import org.carerrecord.mapping.Relationships;
import org.carerrecord.mapping.Relationships.Meaning;
import org.carerrecord.mapping.Relationships.Scheme;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is to the person on whose record they stand.
 *
 * @param words what was said in words that no table knows
 */
record Relation(List<Coding> codings, Set<RelatedRole> roles, List<String> words) {

    private static final Relationships RELATIONSHIPS = new Relationships();
    private static final PdsRoles PDS_ROLES = new PdsRoles();

    /** PDS names this value set where FHIR wants the system of a code (RelatedPerson.yaml of its API). */
    private static final String PDS_TYPES = "http://hl7.org/fhir/ValueSet/relatedperson-relationshiptype";

    private static final Coding CARER = new Coding(Systems.UK_CORE_RELATIONSHIP_ROLE, "Carer", "Carer of patient");

    Relation {
        codings = List.copyOf(codings);
        words = List.copyOf(words);
    }

    /** Codes and words of all the concepts; GP Connect sends words alone ({@code Carer}, {@code Cares For}). */
    static Relation of(List<CodeableConcept> concepts, String place, Losses losses) {
        List<Coding> codings = new ArrayList<>();
        Set<RelatedRole> roles = EnumSet.noneOf(RelatedRole.class);
        Set<String> words = new LinkedHashSet<>();
        for (int i = 0; i < concepts.size(); i++) {
            CodeableConcept concept = concepts.get(i);
            for (Coding said : concept.getCoding()) {
                Coding coding = PDS_ROLES.toUkCore(ofPds(said));
                roles.addAll(role(coding));
                Optional<Meaning> meaning = RELATIONSHIPS.of(
                        text(coding.getCode()), text(coding.getDisplay()), Scheme.of(text(coding.getSystem())));
                meaning.ifPresent(known -> roles.addAll(known.roles()));
                (isUkCore(coding)
                                ? List.of(coding)
                                : meaning.map(Meaning::codings).orElse(List.of(coding)))
                        .forEach(known -> add(codings, known));
            }
            if (concept.getText() != null) {
                Optional<Meaning> meaning = RELATIONSHIPS.ofText(concept.getText());
                meaning.ifPresent(known -> {
                    roles.addAll(known.roles());
                    known.codings().forEach(coding -> add(codings, coding));
                });
                if (meaning.isEmpty() && codings.isEmpty()) {
                    losses.add(place + "[" + i + "].text", "the relationship is in no table; only its words are kept");
                }
                if (meaning.isEmpty()) {
                    words.add(concept.getText());
                }
            }
        }
        return new Relation(codings, roles, List.copyOf(words));
    }

    private static void add(List<Coding> codings, Coding coding) {
        if (coding.getCode() != null && codings.stream().noneMatch(held -> isSame(held, coding))) {
            codings.add(coding);
        }
    }

    private static boolean isSame(Coding one, Coding other) {
        return text(one.getSystem()).equals(text(other.getSystem()))
                && one.getCode().equals(other.getCode());
    }

    private static Coding ofPds(Coding said) {
        if (!PDS_TYPES.equals(said.getSystem()) || said.getCode() == null) {
            return said;
        }
        String system = said.getCode().length() == 1 ? Systems.V2_0131 : Systems.V3_ROLE_CODE;
        return new Coding(system, said.getCode(), said.getDisplay());
    }

    private static boolean isUkCore(Coding coding) {
        return Systems.UK_CORE_RELATIONSHIP_ROLE.equals(coding.getSystem())
                || Systems.V3_ROLE_CODE.equals(coding.getSystem());
    }

    /** UKCore-AdditionalPersonRelationshipRole, whose other codes tell no role. */
    private static Set<RelatedRole> role(Coding coding) {
        if (!Systems.UK_CORE_RELATIONSHIP_ROLE.equals(coding.getSystem())) {
            return Set.of();
        }
        return switch (text(coding.getCode())) {
            case "Carer" -> Set.of(RelatedRole.CARER);
            case "Guardian" -> Set.of(RelatedRole.GUARDIAN);
            case "ProxyContact", "ProxyCommunication", "ProxyContactCommunication" -> Set.of(RelatedRole.PROXY);
            case "NotSpecified" -> Set.of(RelatedRole.UNSPECIFIED);
            default -> Set.of();
        };
    }

    boolean is(RelatedRole role) {
        return roles.contains(role);
    }

    boolean isCarer() {
        return is(RelatedRole.CARER) || is(RelatedRole.MAIN_CARER);
    }

    boolean isKinship() {
        return codings.stream().anyMatch(coding -> Systems.V3_ROLE_CODE.equals(coding.getSystem()));
    }

    /** Somebody to call, and nothing else. */
    boolean isEmergencyContactOnly() {
        return is(RelatedRole.EMERGENCY_CONTACT)
                && Set.of(RelatedRole.EMERGENCY_CONTACT, RelatedRole.UNSPECIFIED)
                        .containsAll(roles)
                && !isKinship()
                && words.isEmpty();
    }

    /** As one concept; empty when nothing is known. */
    Optional<CodeableConcept> concept() {
        CodeableConcept concept = new CodeableConcept();
        codings.forEach(concept::addCoding);
        words.stream().reduce((one, other) -> one + ", " + other).ifPresent(concept::setText);
        return Optional.of(concept).filter(said -> !said.isEmpty());
    }

    /** The same without saying that they care: that word is for unpaid carers. */
    Relation withoutCarer() {
        return new Relation(
                codings.stream().filter(coding -> !isSame(coding, CARER)).toList(), roles, words);
    }

    /** What both say of one human being. */
    Relation and(Relation other) {
        List<Coding> all = new ArrayList<>(codings);
        other.codings.forEach(coding -> add(all, coding));
        Set<RelatedRole> either = EnumSet.noneOf(RelatedRole.class);
        either.addAll(roles);
        either.addAll(other.roles);
        Set<String> said = new LinkedHashSet<>(words);
        said.addAll(other.words);
        return new Relation(all, either, List.copyOf(said));
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    /** Never the content: a record's text ends in logs. */
    @Override
    public String toString() {
        return "Relation" + roles;
    }
}
