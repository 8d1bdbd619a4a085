package org.carerrecord.councilcase.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;
import org.carerrecord.mapping.CarerStatement;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.mapping.PaidCare;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.ContactComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.StringType;

/**
 * The person of the rows to RelatedPerson of somebody cared for (what makes a carer: the carer model).
 *
 * <p>An informal carer is stated, never confirmed; a main carer who is not marked as informal may be paid, and is only
 * possible. Of the carer's own record it has who they are, and neither where they live nor how to reach them: nobody has said
 * that they agreed to it.
 */
final class CarerMapper {

    private static final CodeTable RELATIONSHIP = CodeTable.load("relationship-council");
    private static final PaidCare PAID_CARE = new PaidCare();

    private final Telling telling;
    private final Patient carer;
    private final RowLosses losses;

    CarerMapper(Telling telling, Patient carer, RowLosses losses) {
        this.telling = telling;
        this.carer = carer;
        this.losses = losses;
    }

    /** A carer of whom nothing more is said. */
    RelatedPerson stated() {
        RelatedPerson related = person("stated");
        related.getMeta().addProfile(Canonical.Profile.CARER);
        related.addRelationship().addCoding(carerRole());
        return related;
    }

    /**
     * @param before the same two people by another row
     * @param cared who is cared for, to hold a paid carer as a contact
     * @return empty when the row names nobody who may care unpaid
     */
    Optional<RelatedPerson> map(
            Row row, boolean informal, boolean main, Optional<RelatedPerson> before, Patient cared) {
        Optional<CodeTable.Target> relation = relation(row);
        Optional<PaidCare.Kind> organised = name().flatMap(PAID_CARE::kind);
        if (organised.isPresent()
                || relation.filter(target -> target.role().equals("professional"))
                        .isPresent()) {
            losses.add(row, Field.INFORMAL_CARER, "care by contract, fostering or voluntary work is no unpaid care");
            contact(row, relation, organised.isPresent()).ifPresent(cared::addContact);
            return Optional.empty();
        }
        RelatedPerson related = before.orElseGet(() -> informal ? stated() : person("possible"));
        CodeableConcept concept = related.hasRelationship() ? related.getRelationshipFirstRep() : new CodeableConcept();
        relation.map(CodeTable.Target::coding)
                .filter(coding -> concept.getCoding().stream().noneMatch(coding::equalsDeep))
                .ifPresent(concept::addCoding);
        if (Facts.flag(row, Field.PARENTAL_RESPONSIBILITY, losses).orElse(false)) {
            concept.setText("has parental responsibility");
        }
        if (!related.hasRelationship() && !concept.isEmpty()) {
            related.addRelationship(concept);
        }
        period(row).ifPresent(related::setPeriod);
        if (main && !related.hasExtension(Canonical.Extension.MAIN_CARER)) {
            related.addExtension(CarerStatement.mainCarer(telling.council()));
        }
        return Optional.of(related);
    }

    private RelatedPerson person(String status) {
        RelatedPerson related = new RelatedPerson();
        carer.getMeta().getSecurity().forEach(label -> related.getMeta().addSecurity(label.copy()));
        carer.getIdentifier().forEach(number -> related.addIdentifier(number.copy()));
        related.setPatient(new Reference());
        carer.getName().forEach(name -> related.addName(name.copy()));
        if (carer.hasGender()) {
            related.setGender(carer.getGender());
        }
        if (carer.hasBirthDate()) {
            related.setBirthDateElement(carer.getBirthDateElement().copy());
        }
        related.addExtension(CarerStatement.status(status));
        return related;
    }

    static Coding carerRole() {
        return new Coding(Systems.UK_CORE_RELATIONSHIP_ROLE, "Carer", "Carer of patient");
    }

    /** What the carer is to the other: the inverse of the type, which says what the other is to the carer. */
    private Optional<CodeTable.Target> relation(Row row) {
        Optional<String> type = row.text(Field.RELATIONSHIP_TYPE);
        Optional<CodeTable.Target> relation =
                type.flatMap(said -> RELATIONSHIP.targets(said).stream().findFirst());
        if (type.isPresent() && relation.isEmpty()) {
            losses.add(row, Field.RELATIONSHIP_TYPE, "the type of relationship is not in the table");
        } else if (relation.filter(target -> target.role().equals("general")).isPresent()) {
            losses.add(row, Field.RELATIONSHIP_TYPE, "the record has no word as close as this one");
        }
        return relation;
    }

    private Optional<String> name() {
        return carer.getName().stream().findFirst().map(CarerMapper::whole).filter(name -> !name.isBlank());
    }

    private static String whole(HumanName name) {
        List<String> parts = new ArrayList<>(
                name.getGiven().stream().map(StringType::getValue).toList());
        Optional.ofNullable(name.getFamily()).ifPresent(parts::add);
        Optional.ofNullable(name.getText()).ifPresent(parts::add);
        return parts.stream().collect(Collectors.joining(" "));
    }

    /** R4 wants of a contact a name or an organisation at least (pat-1). */
    private Optional<ContactComponent> contact(Row row, Optional<CodeTable.Target> relation, boolean organised) {
        Optional<String> name = name();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        ContactComponent contact = new ContactComponent();
        if (organised) {
            contact.setOrganization(new Reference().setDisplay(name.get()));
        } else {
            contact.setName(carer.getNameFirstRep().copy());
        }
        relation.ifPresent(target -> contact.addRelationship().addCoding(target.coding()));
        period(row).ifPresent(contact::setPeriod);
        return Optional.of(contact);
    }

    private Optional<Period> period(Row row) {
        return Periods.of(row, losses);
    }
}
