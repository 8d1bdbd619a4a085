package org.carerrecord.hospitaldischarge.writing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.hospitaldischarge.segment.SegmentWriter;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.mapping.Losses;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient.ContactComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.RelatedPerson.RelatedPersonCommunicationComponent;

/**
 * RelatedPerson and Patient.contact to NK1 (v2-to-FHIR, NK1[RelatedPerson], the way back).
 *
 * <p>NK1-3 and NK1-7 hold one code each in 2.4: somebody with several roles has an NK1 for each, as hospitals send them.
 */
final class PartySegments {

    private static final CodeTable NHS = CodeTable.load("relationship-nhs");
    private static final CodeTable TABLE_0063 = CodeTable.load("relationship-0063");

    /** Statuses of a statement that nobody makes any more. */
    private static final Set<String> NOT_SAID = Set.of("declined", "in-error", "unsupported");

    /** Else whoever reads it takes a contact for a relative. */
    private static final CodeableConcept EMERGENCY_CONTACT =
            new CodeableConcept(new Coding(Systems.V2_0131, "C", "Emergency Contact"));

    private final SegmentWriter message;
    private final PersonFields fields;
    private final Losses losses;
    private int written;

    PartySegments(SegmentWriter message, PersonFields fields, Losses losses) {
        this.message = message;
        this.fields = fields;
        this.losses = losses;
    }

    static boolean isCarer(RelatedPerson person) {
        return person.getRelationship().stream()
                .flatMap(concept -> concept.getCoding().stream())
                .anyMatch(coding -> Systems.UK_CORE_RELATIONSHIP_ROLE.equals(coding.getSystem())
                        && "Carer".equals(coding.getCode()));
    }

    void write(String place, RelatedPerson person) {
        if (!isSaid(person)) {
            losses.add(place, "a relationship that is declined, in error or supported by nobody is not sent");
            return;
        }
        String[] nk1 = new String[33];
        Arrays.fill(nk1, "");
        nk1[1] = fields.names(place + ".name", person.getName());
        if (nk1[1].isEmpty()) {
            losses.add(place, "a person without a name is not sent");
            return;
        }
        nk1[3] = fields.addresses(place + ".address", person.getAddress());
        nk1[4] = fields.telecoms(place + ".telecom", person.getTelecom(), false, Optional.empty());
        nk1[5] = fields.telecoms(place + ".telecom", person.getTelecom(), true, Optional.of(ContactPointUse.WORK));
        period(place, person.getPeriod(), nk1);
        nk1[14] = PersonFields.sex(person.getGender());
        nk1[15] = person.hasBirthDate() ? DateFields.date(person.getBirthDateElement()) : "";
        nk1[19] = fields.language(
                place + ".communication",
                person.getCommunication().stream()
                        .map(RelatedPersonCommunicationComponent::getLanguage)
                        .toList());
        nk1[32] = fields.identifiers(place + ".identifier", person.getIdentifier());
        person.getExtension().stream()
                .filter(extension -> !Canonical.Extension.STATEMENT_STATUS.equals(extension.getUrl()))
                .map(Extension::getUrl)
                .map(url -> url.substring(url.lastIndexOf('/') + 1))
                .forEach(name -> losses.add(place + ".extension", "HL7 v2.4 has no field for " + name));
        write(place, person.getRelationship(), nk1);
    }

    private static boolean isSaid(RelatedPerson person) {
        boolean isOff = person.hasActive()
                && Boolean.FALSE.equals(person.getActiveElement().getValue())
                && person.getPeriod().getEnd() == null;
        Extension status = person.getExtensionByUrl(Canonical.Extension.STATEMENT_STATUS);
        return !isOff
                && (status == null
                        || !NOT_SAID.contains(String.valueOf(status.getValue().primitiveValue())));
    }

    void write(String place, ContactComponent contact) {
        String[] nk1 = new String[33];
        Arrays.fill(nk1, "");
        nk1[1] = fields.names(place + ".name", contact.hasName() ? List.of(contact.getName()) : List.of());
        nk1[12] = message.text(
                Objects.requireNonNullElse(contact.getOrganization().getDisplay(), ""));
        if (nk1[1].isEmpty() && nk1[12].isEmpty()) {
            losses.add(place, "a contact without a name is not sent");
            return;
        }
        nk1[3] = fields.addresses(place + ".address", contact.hasAddress() ? List.of(contact.getAddress()) : List.of());
        nk1[4] = fields.telecoms(place + ".telecom", contact.getTelecom(), false, Optional.empty());
        nk1[5] = fields.telecoms(place + ".telecom", contact.getTelecom(), true, Optional.of(ContactPointUse.WORK));
        period(place, contact.getPeriod(), nk1);
        nk1[14] = PersonFields.sex(contact.getGender());
        boolean hasCodes = contact.getRelationship().stream().anyMatch(CodeableConcept::hasCoding);
        if (hasCodes) {
            writeOne(place, contact.getRelationship(), nk1);
        } else {
            losses.add(place, "a contact without a coded relationship is sent as an emergency contact");
            writeOne(place, List.of(EMERGENCY_CONTACT), nk1);
        }
    }

    private void period(String place, Period period, String[] nk1) {
        nk1[7] = period.hasStart() ? DateFields.date(period.getStartElement()) : "";
        nk1[8] = period.hasEnd() ? DateFields.date(period.getEndElement()) : "";
        if (Optional.ofNullable(period.getStartElement().getValueAsString())
                                .orElse("")
                                .length()
                        > 10
                || Optional.ofNullable(period.getEndElement().getValueAsString())
                                .orElse("")
                                .length()
                        > 10) {
            losses.add(place + ".period", "NK1-8 and NK1-9 are dates: the time of day is not sent");
        }
    }

    /** An NK1 for each relationship, the contact roles beside them as far as there are any. */
    private void write(String place, List<CodeableConcept> said, String[] nk1) {
        List<Relationship> relationships = relationships(place, said);
        List<String> roles = roles(said);
        for (int i = 0; i < Math.max(1, Math.max(relationships.size(), roles.size())); i++) {
            add(
                    nk1,
                    i < relationships.size() ? relationships.get(i).field() : "",
                    i < roles.size() ? roles.get(i) : "");
        }
    }

    /** One NK1, for each is read as a contact of its own; its code is one that tells why this is a contact. */
    private void writeOne(String place, List<CodeableConcept> said, String[] nk1) {
        List<Relationship> relationships = new ArrayList<>(relationships(place, said));
        List<String> roles = roles(said);
        if (relationships.size() > 1 || roles.size() > 1) {
            losses.add(place, "one relationship and one role of a contact are sent");
        }
        relationships.sort(Comparator.comparing(one -> !one.isOfContacts()));
        add(
                nk1,
                relationships.stream().findFirst().map(Relationship::field).orElse(""),
                roles.stream().findFirst().orElse(""));
    }

    private void add(String[] nk1, String relationship, String role) {
        nk1[0] = Integer.toString(++written);
        nk1[2] = relationship;
        nk1[6] = role;
        message.add("NK1", nk1);
    }

    /**
     * NK1-3.
     *
     * @param isOfContacts whether the code is of those who are held as contacts: organisations, and who is paid
     */
    private record Relationship(String field, boolean isOfContacts) {}

    private List<Relationship> relationships(String place, List<CodeableConcept> said) {
        List<Relationship> relationships = new ArrayList<>();
        for (CodeableConcept concept : said) {
            concept.getCoding().stream()
                    .filter(coding -> !Systems.V2_0131.equals(coding.getSystem()))
                    .map(coding -> relationship(place, coding))
                    .forEach(relationships::add);
            if (concept.getText() != null) {
                relationships.add(new Relationship(message.components("", message.text(concept.getText())), false));
            }
        }
        return relationships;
    }

    private List<String> roles(List<CodeableConcept> said) {
        return said.stream()
                .flatMap(concept -> concept.getCoding().stream())
                .filter(coding -> Systems.V2_0131.equals(coding.getSystem()) && coding.getCode() != null)
                .map(coding -> message.text(coding.getCode()))
                .toList();
    }

    /** The NHS number, as ITK ADT sends it; else the letters of table 0063; else the words alone. */
    private Relationship relationship(String place, Coding coding) {
        String system = Objects.requireNonNullElse(coding.getSystem(), "");
        String code = Objects.requireNonNullElse(coding.getCode(), "");
        return NHS.code(system, code)
                .map(number -> new Relationship(
                        message.components(number.code(), message.text(number.meaning())),
                        isOfContacts(NHS, number.code())))
                .or(() -> TABLE_0063
                        .code(system, code)
                        .map(letters -> new Relationship(
                                message.components(letters.code(), message.text(letters.meaning()), "HL70063"),
                                isOfContacts(TABLE_0063, letters.code()))))
                .orElseGet(() -> {
                    losses.add(place + ".relationship", "only the words of a code that HL7 v2 has not are sent");
                    String words = Objects.requireNonNullElse(coding.getDisplay(), code);
                    return new Relationship(message.components("", message.text(words)), false);
                });
    }

    private static boolean isOfContacts(CodeTable table, String code) {
        return table.targets(code).stream()
                .map(CodeTable.Target::role)
                .anyMatch(role -> role.contains("professional") || role.contains("organisation"));
    }
}
