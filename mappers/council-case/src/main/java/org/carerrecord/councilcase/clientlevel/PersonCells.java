package org.carerrecord.councilcase.clientlevel;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Patient;

/** The module Person details of a carer's rows. */
final class PersonCells {

    private static final CodeTable ETHNIC_CATEGORY = CodeTable.load("ethnic-category");

    private final Submission submission;

    PersonCells(Submission submission) {
        this.submission = submission;
    }

    Map<Field, String> of(CarersCase known) {
        Map<Field, String> cells = new EnumMap<>(Field.class);
        cells.put(Field.LA_CODE, submission.laCode());
        cells.put(Field.REPORTING_PERIOD_START_DATE, submission.from().toString());
        cells.put(Field.REPORTING_PERIOD_END_DATE, submission.to().toString());
        Patient carer = known.carer();
        number(carer, Systems.NHS_NUMBER).ifPresent(nhs -> cells.put(Field.NHS_NUMBER, nhs));
        clientNumber(carer).ifPresent(own -> cells.put(Field.LA_PERSON_UNIQUE_IDENTIFIER, own));
        practice(carer).ifPresent(ods -> cells.put(Field.GP_PRACTICE_CODE, ods));
        gender(carer).ifPresent(gender -> cells.put(Field.GENDER, gender));
        ethnicity(carer).ifPresent(category -> cells.put(Field.ETHNICITY, category));
        if (carer.getBirthDate() != null) {
            cells.put(Field.DATE_OF_BIRTH, carer.getBirthDateElement().getValueAsString());
        }
        if (carer.getDeceased() instanceof DateTimeType died && died.hasValue()) {
            String day = died.getValueAsString();
            cells.put(Field.DATE_OF_DEATH, day.length() > 10 ? day.substring(0, 10) : day);
        }
        if (carer.getAddressFirstRep().getPostalCode() != null) {
            cells.put(Field.POSTCODE, carer.getAddressFirstRep().getPostalCode());
        }
        known.details().ifPresent(details -> add(cells, details));
        return cells;
    }

    /** The number by which the council knows the person; who has none is no client of it. */
    Optional<String> clientNumber(Patient person) {
        return number(person, Systems.local(submission.ods(), ""));
    }

    /** Whether the carer's details say this themselves. */
    static boolean says(CarersCase known, Field field) {
        return known.details().stream()
                .flatMap(details -> details.getComponent().stream())
                .anyMatch(component ->
                        component.getCode().hasCoding(Canonical.CodeSystem.CLIENT_LEVEL_DATA, field.heading()));
    }

    /** The one that is in use: a number that was merged into another is nobody's in the data set. */
    private static Optional<String> number(Patient person, String system) {
        return person.getIdentifier().stream()
                .filter(identifier -> system.equals(identifier.getSystem()) && identifier.getValue() != null)
                .filter(identifier -> identifier.getUse() != IdentifierUse.OLD)
                .map(Identifier::getValue)
                .findFirst();
    }

    private static Optional<String> practice(Patient person) {
        return person.getGeneralPractitioner().stream()
                .filter(reference -> Systems.ODS_ORGANIZATION.equals(
                        reference.getIdentifier().getSystem()))
                .map(reference -> reference.getIdentifier().getValue())
                .findFirst();
    }

    private static Optional<String> gender(Patient person) {
        return Optional.ofNullable(person.getGender()).map(gender -> switch (gender) {
            case FEMALE -> "Female";
            case MALE -> "Male";
            case OTHER -> "Other";
            default -> "Unknown";
        });
    }

    /** Client Level Data's own category, else the one that the NHS category has the words of. */
    private static Optional<String> ethnicity(Patient person) {
        return Optional.ofNullable(person.getExtensionByUrl(Systems.UK_CORE_ETHNIC_CATEGORY_EXTENSION))
                .filter(extension -> extension.getValue() instanceof CodeableConcept)
                .map(extension -> (CodeableConcept) extension.getValue())
                .flatMap(concept -> Cells.of(Field.ETHNICITY, concept).or(() -> concept.getCoding().stream()
                        .flatMap(coding -> ofNhs(coding).stream())
                        .findFirst()));
    }

    private static Optional<String> ofNhs(Coding coding) {
        return ETHNIC_CATEGORY.codes().stream()
                .filter(category -> ETHNIC_CATEGORY
                        .target(category, Systems.UK_CORE_ETHNIC_CATEGORY)
                        .filter(target -> target.code().equals(coding.getCode())
                                && target.system().equals(coding.getSystem()))
                        .isPresent())
                .findFirst();
    }

    private static void add(Map<Field, String> cells, Observation details) {
        for (ObservationComponentComponent component : details.getComponent()) {
            component.getCode().getCoding().stream()
                    .filter(coding -> Canonical.CodeSystem.CLIENT_LEVEL_DATA.equals(coding.getSystem()))
                    .flatMap(coding -> ValueLists.field(coding.getCode()).stream())
                    .forEach(field -> Cells.of(field, component.getValue()).ifPresent(cell -> cells.put(field, cell)));
        }
    }
}
