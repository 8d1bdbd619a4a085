package org.carerrecord.councilcase.resource;

import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import org.carerrecord.councilcase.clientlevel.ValueLists;
import org.carerrecord.councilcase.row.Field;
import org.carerrecord.councilcase.row.Row;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.mapping.PartialDate;
import org.carerrecord.mapping.Sender;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.NhsNumber;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/** The person of the rows to Patient: a client, or the carer's own record. */
final class PatientMapper {

    private static final CodeTable SEX = CodeTable.load("sex");
    private static final CodeTable ETHNIC_CATEGORY = CodeTable.load("ethnic-category");

    private final Telling telling;
    private final Facts facts;
    private final RowLosses losses;
    private final Optional<Boolean> restricted;

    PatientMapper(Telling telling, Facts facts, RowLosses losses) {
        this.telling = telling;
        this.facts = facts;
        this.losses = losses;
        this.restricted = facts.row(Field.RESTRICTED).flatMap(row -> Facts.flag(row, Field.RESTRICTED, losses));
    }

    /** @throws Fault MISSING when the rows number nobody, INVALID when they give two NHS numbers */
    Patient map() {
        Row first = facts.rows().getFirst();
        String number = first.text(Field.LA_PERSON_UNIQUE_IDENTIFIER)
                .orElseThrow(() -> new Fault(
                        FaultKind.MISSING,
                        first.place(Field.LA_PERSON_UNIQUE_IDENTIFIER),
                        "nothing identifies the person"));
        Patient patient = new Patient();
        patient.getMeta().addProfile(Canonical.Profile.PATIENT);
        restricted.filter(hidden -> hidden).ifPresent(hidden -> patient.getMeta()
                .addSecurity(Systems.V3_CONFIDENTIALITY, "R", "restricted"));
        nhsNumber()
                .ifPresent(nhs ->
                        patient.addIdentifier().setSystem(Systems.NHS_NUMBER).setValue(nhs));
        patient.addIdentifier(telling.person(number));
        name().ifPresent(patient::addName);
        telecoms(patient);
        gender().ifPresent(patient::setGender);
        Optional<PartialDate> born = date(Field.DATE_OF_BIRTH);
        born.ifPresent(date -> patient.setBirthDateElement(date.toFhir()));
        deceased(born).ifPresent(patient::setDeceased);
        address().ifPresent(patient::addAddress);
        facts.text(Field.LANGUAGE)
                .ifPresent(words -> patient.addCommunication().setLanguage(new CodeableConcept().setText(words)));
        practice().ifPresent(patient::addGeneralPractitioner);
        ethnicity().ifPresent(patient::addExtension);
        return patient;
    }

    /** What the council's label takes back of what it said before: only an explicit no (carer-model.md, contributions 2 and 4). */
    Set<String> emptied() {
        return restricted.orElse(true) ? Set.of() : Set.of("meta.security");
    }

    /** A row without a number has none to give; a number that cannot be one is a loss. */
    private Optional<String> nhsNumber() {
        SequencedSet<String> numbers = new TreeSet<>();
        for (Row row : facts.rows()) {
            Optional<String> said = row.text(Field.NHS_NUMBER);
            Optional<NhsNumber> number = said.flatMap(NhsNumber::of);
            number.ifPresent(valid -> numbers.add(valid.value()));
            if (said.isPresent() && number.isEmpty()) {
                losses.addOnce(
                        row, Field.NHS_NUMBER, "not an NHS number: its check digit fails, or it is a placeholder");
            }
            if (numbers.size() > 1) {
                // To choose would be to guess, and a wrong link is far worse than a refused message.
                throw new Fault(
                        FaultKind.INVALID,
                        row.place(Field.NHS_NUMBER),
                        "two different NHS numbers cannot be one person's");
            }
        }
        return numbers.stream().findFirst();
    }

    private Optional<HumanName> name() {
        HumanName name = new HumanName();
        facts.text(Field.LAST_NAME).ifPresent(name::setFamily);
        facts.text(Field.FIRST_NAME)
                .ifPresent(given -> List.of(given.split("\\s+")).forEach(name::addGiven));
        if (name.isEmpty()) {
            facts.text(Field.FULL_NAME).ifPresent(name::setText);
        }
        if (name.isEmpty()) {
            return Optional.empty();
        }
        facts.text(Field.TITLE).ifPresent(name::addPrefix);
        return Optional.of(name.setUse(NameUse.OFFICIAL));
    }

    private void telecoms(Patient patient) {
        facts.text(Field.TELEPHONE)
                .ifPresent(number ->
                        patient.addTelecom().setSystem(ContactPointSystem.PHONE).setValue(number));
        facts.text(Field.EMAIL)
                .ifPresent(email ->
                        patient.addTelecom().setSystem(ContactPointSystem.EMAIL).setValue(email));
    }

    private Optional<AdministrativeGender> gender() {
        return facts.row(Field.GENDER).flatMap(row -> {
            String said = row.text(Field.GENDER).orElseThrow();
            Optional<String> code = ValueLists.value(Field.GENDER, said).or(() -> SEX.targets(said).stream()
                    .map(CodeTable.Target::code)
                    .findFirst());
            if (code.isEmpty()) {
                losses.add(row, Field.GENDER, "not a gender that can be told");
            }
            return code.map(word -> switch (word) {
                case "Female", "female" -> AdministrativeGender.FEMALE;
                case "Male", "male" -> AdministrativeGender.MALE;
                case "Other", "other" -> AdministrativeGender.OTHER;
                default -> AdministrativeGender.UNKNOWN;
            });
        });
    }

    private Optional<PartialDate> date(Field field) {
        return facts.row(field).flatMap(row -> ExtractDates.of(row, field, losses));
    }

    private Optional<DateTimeType> deceased(Optional<PartialDate> born) {
        Optional<PartialDate> died = date(Field.DATE_OF_DEATH);
        if (died.isPresent()
                && born.isPresent()
                && died.get().last().isBefore(born.get().first())) {
            facts.row(Field.DATE_OF_DEATH)
                    .ifPresent(row -> losses.add(row, Field.DATE_OF_DEATH, "it lies before the date of birth"));
            return Optional.empty();
        }
        return died.map(date -> new DateTimeType(date.toString()));
    }

    /** An address in one cell has a line for each of its own lines, or else for each part between commas. */
    private Optional<Address> address() {
        Address address = new Address();
        facts.text(Field.ADDRESS).ifPresent(text -> {
            for (String line : text.split(text.contains("\n") ? "\\R" : ",")) {
                if (!line.isBlank()) {
                    address.addLine(line.strip());
                }
            }
        });
        facts.text(Field.POSTCODE).ifPresent(address::setPostalCode);
        return Optional.of(address).filter(said -> !said.isEmpty());
    }

    private Optional<Reference> practice() {
        Reference practice =
                facts.text(Field.GP_PRACTICE_CODE).map(Sender::organisation).orElseGet(Reference::new);
        facts.text(Field.GP_PRACTICE_NAME).ifPresent(practice::setDisplay);
        return Optional.of(practice).filter(said -> !said.isEmpty());
    }

    /** Client Level Data's category, and the older one of the NHS where the words are the same. */
    private Optional<Extension> ethnicity() {
        return facts.row(Field.ETHNICITY).flatMap(row -> {
            Optional<String> value =
                    ValueLists.value(Field.ETHNICITY, row.text(Field.ETHNICITY).orElseThrow());
            if (value.isEmpty()) {
                losses.add(row, Field.ETHNICITY, "not a permitted value");
            }
            return value.map(category -> {
                CodeableConcept concept = new CodeableConcept();
                ETHNIC_CATEGORY.targets(category).forEach(target -> concept.addCoding(target.coding()));
                concept.addCoding(ValueLists.coding(Field.ETHNICITY, category));
                return new Extension(Systems.UK_CORE_ETHNIC_CATEGORY_EXTENSION, concept);
            });
        });
    }
}
