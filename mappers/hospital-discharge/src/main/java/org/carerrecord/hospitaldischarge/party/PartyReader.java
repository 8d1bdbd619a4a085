package org.carerrecord.hospitaldischarge.party;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.carerrecord.hospitaldischarge.datatype.Identifiers;
import org.carerrecord.hospitaldischarge.datatype.Names;
import org.carerrecord.hospitaldischarge.datatype.Telling;
import org.carerrecord.hospitaldischarge.segment.Repetition;
import org.carerrecord.hospitaldischarge.segment.Segment;
import org.carerrecord.mapping.Letters;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.PaidCare;
import org.carerrecord.mapping.RelatedRole;
import org.carerrecord.mapping.Relationships;
import org.carerrecord.mapping.Relationships.Meaning;
import org.carerrecord.mapping.Relationships.Scheme;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;

/**
 * Reads an NK1, for example {@code NK1|1|SMITH^ANN^^^MRS^^L|20|1 HIGH STREET^^DUNWICH^^ZZ99 1AA^GBR^H|01632960001} (HL7 v2
 * chapter 3, NK1).
 */
final class PartyReader {

    private static final PaidCare PAID_CARE = new PaidCare();

    private final Telling telling;
    private final Losses losses;

    PartyReader(Telling telling, Losses losses) {
        this.telling = telling;
        this.losses = losses;
    }

    /** Empty, with a loss, when the NK1 names nobody or only the patient. */
    Optional<Party> read(Segment nk1) {
        List<HumanName> names = Names.of(nk1, 2, losses);
        Optional<String> organisation =
                nk1.text(13).filter(name -> !Letters.of(name).isEmpty());
        Party.Relation relation = relation(nk1);
        if (names.isEmpty() && organisation.isEmpty()) {
            losses.add(nk1.place(), "the associated party has no name");
            return Optional.empty();
        }
        if (relation.roles().contains(RelatedRole.SELF)) {
            losses.add(nk1.place(), "the patient is no associated party of their own");
            return Optional.empty();
        }
        Optional<String> named = names.stream()
                .map(HumanName::getNameAsSingleString)
                .filter(name -> PAID_CARE.kind(name).isPresent())
                .findFirst();
        if (named.isPresent() && (names.size() > 1 || organisation.isPresent())) {
            losses.add(nk1.place(2), "of several names beside an organisation one is carried: the organisation's");
        }
        boolean paid = named.isPresent()
                || organisation.filter(employer -> isPaid(employer, relation)).isPresent();
        return Optional.of(new Party(
                nk1,
                named.isPresent() ? List.of() : names,
                Names.of(nk1, 30, losses),
                identifiers(nk1),
                relation,
                organisation.or(() -> named),
                paid));
    }

    List<Identifier> identifiers(Segment nk1) {
        List<Repetition> numbers =
                Stream.of(33, 12).flatMap(field -> nk1.field(field).stream()).toList();
        return Identifiers.of(numbers, telling.sender().ods(), losses);
    }

    /** A relative's employer may stand in NK1-13; somebody without kinship who cares for an organisation is paid. */
    private static boolean isPaid(String organisation, Party.Relation relation) {
        return !relation.isKinship()
                && (relation.isCarer() || PAID_CARE.kind(organisation).isPresent());
    }

    private Party.Relation relation(Segment nk1) {
        List<Meaning> meanings = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (Repetition relationship : said(nk1, 3)) {
            relationship(relationship).ifPresentOrElse(meanings::add, () -> {
                losses.add(relationship.place(), "the relationship is in no table; only its words are kept");
                relationship.component(2).or(() -> relationship.component(1)).ifPresent(words::add);
            });
        }
        for (Repetition role : said(nk1, 7)) {
            contactRole(role)
                    .ifPresentOrElse(meanings::add, () -> losses.add(role.place(), "the contact role is in no table"));
        }
        List<Meaning> definite = definite(meanings);
        Set<RelatedRole> roles = EnumSet.noneOf(RelatedRole.class);
        definite.forEach(meaning -> roles.addAll(meaning.roles()));
        return new Party.Relation(
                codings(definite),
                Set.copyOf(roles),
                words.stream().distinct().reduce((one, other) -> one + ", " + other));
    }

    private static List<Repetition> said(Segment nk1, int field) {
        return nk1.field(field).stream()
                .filter(repetition -> !repetition.isNull())
                .toList();
    }

    /** CWE has a second coding in components 4 to 6. */
    private Optional<Meaning> relationship(Repetition coded) {
        Relationships relationships = telling.relationships();
        return relationships
                .of(coded.text(1), coded.text(2), Scheme.of(coded.text(3)))
                .or(() -> relationships.of(coded.text(4), coded.text(5), Scheme.of(coded.text(6))));
    }

    /** HL7 table 0131 unless another is named; letters of table 0063 are met here too. */
    private Optional<Meaning> contactRole(Repetition coded) {
        Relationships relationships = telling.relationships();
        Scheme scheme = Scheme.of(coded.text(3));
        return relationships
                .of(coded.text(1), coded.text(2), scheme == Scheme.NOT_NAMED ? Scheme.CONTACT_ROLE : scheme)
                .or(() -> relationships.of(coded.text(1), "", Scheme.RELATIONSHIP));
    }

    /** "Other" and "unknown" say nothing beside something definite. */
    private static List<Meaning> definite(List<Meaning> meanings) {
        List<Meaning> definite = meanings.stream()
                .filter(meaning -> !meaning.roles().equals(Set.of(RelatedRole.UNSPECIFIED)))
                .toList();
        return definite.isEmpty() ? meanings : definite;
    }

    private static List<Coding> codings(List<Meaning> meanings) {
        List<Coding> codings = new ArrayList<>();
        for (Meaning meaning : meanings) {
            for (Coding coding : meaning.codings()) {
                if (codings.stream().noneMatch(coding::equalsDeep)) {
                    codings.add(coding);
                }
            }
        }
        return codings;
    }
}
