package org.carerrecord.hospitaldischarge.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carerrecord.mapping.CarerStatement;
import org.carerrecord.mapping.Letters;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.RelatedRole;
import org.carerrecord.mapping.Relationships;
import org.carerrecord.mapping.WholeName;
import org.carerrecord.mapping.person.PeopleMapper.Keyed;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.StringType;

/**
 * Whom the narrative of a document names as caring for the patient: a possible carer, for a person to confirm, with the sentence
 * that named them; never a fact.
 */
final class PossibleCarers {

    private static final String CONTACTS = "RELEVANTCONTACTS";

    /** Headings under which a carer is named without a sentence. */
    private static final Set<String> OF_CARERS = Set.of(
            "CARER",
            "CARERS",
            "CARERDETAILS",
            "CARERNAME",
            "NAMEOFCARER",
            "MAINCARER",
            "PRIMARYCARER",
            "INFORMALCARER",
            "UNPAIDCARER",
            "FAMILYCARER");

    private static final Relationships RELATIONSHIPS = new Relationships();

    private final CarerReader reader;
    private final String patient;
    private final Losses losses;
    private final Map<String, Reading.Names> named = new LinkedHashMap<>();

    /** @param link the link of the patient */
    PossibleCarers(Patient patient, String link, Losses losses) {
        this.reader = new CarerReader(patient.getName().stream()
                .flatMap(name -> Stream.concat(
                        Stream.ofNullable(name.getFamily()),
                        name.getGiven().stream().map(PrimitiveType::getValue)))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        this.patient = link;
        this.losses = losses;
    }

    /** Those related by codes, and whom else the sections name; who is both is one. */
    List<Keyed> with(List<Keyed> coded, List<Sections> sections) {
        sections.forEach(this::read);
        List<Keyed> all = new ArrayList<>(coded);
        named.forEach((key, who) -> {
            List<Keyed> same =
                    coded.stream().filter(one -> isSame(one.person(), who)).toList();
            if (same.size() == 1) {
                mark(same.getFirst().person(), who);
            } else {
                all.add(new Keyed("narrative " + key, possible(who)));
            }
        });
        return all;
    }

    private void read(Sections section) {
        for (Narrative.Row row : section.rows()) {
            String heading = Letters.of(row.heading());
            List<Reading> readings =
                    heading.equals(CONTACTS) ? contacts(row) : sentences(row, OF_CARERS.contains(heading));
            for (Reading reading : readings) {
                switch (reading) {
                    case Reading.Names names -> named.putIfAbsent(key(names), names);
                    case Reading.Unclear unclear ->
                        losses.add(
                                section.place(),
                                "it speaks of carers and names nobody for certain who cares for the patient: a person"
                                        + " has to look");
                    case Reading.Silent silent -> {}
                }
            }
        }
    }

    private List<Reading> sentences(Narrative.Row row, boolean ofCarers) {
        return row.texts().stream()
                .map(text -> ofCarers ? "Carer: " + text : text)
                .flatMap(text -> Sentence.of(text).stream())
                .map(reader::read)
                .toList();
    }

    /** PRSB's relevant contacts: {@code Name: Ruth Hale}, {@code Relationship: Carer}; or in one line. */
    private List<Reading> contacts(Narrative.Row row) {
        List<Reading> readings = new ArrayList<>();
        String name = "";
        for (String text : row.texts()) {
            Optional<String> relationship = labelled("Relationship:", text);
            if (labelled("Name:", text).isPresent()) {
                name = labelled("Name:", text).get();
            } else if (relationship.isPresent()) {
                readings.add(contact(name, relationship.get()));
            } else {
                Sentence.of(text)
                        .forEach(sentence -> readings.add(
                                reader.read(sentence) instanceof Reading.Silent silent
                                        ? silent
                                        : reader.named(sentence.words(), sentence)));
            }
        }
        return readings;
    }

    private static Optional<String> labelled(String label, String text) {
        return text.startsWith(label)
                ? Optional.of(text.substring(label.length()).strip())
                : Optional.empty();
    }

    private static Reading contact(String name, String relationship) {
        return RELATIONSHIPS
                .ofText(relationship)
                .filter(meaning -> meaning.is(RelatedRole.CARER) || meaning.is(RelatedRole.MAIN_CARER))
                .<Reading>map(meaning -> name.isEmpty()
                        ? new Reading.Unclear()
                        : new Reading.Names(
                                Optional.of(name),
                                meaning.codings().stream()
                                        .filter(coding -> Systems.V3_ROLE_CODE.equals(coding.getSystem()))
                                        .toList(),
                                "Name: " + name + ". Relationship: " + relationship))
                .orElseGet(Reading.Silent::new);
    }

    private static String key(Reading.Names who) {
        return who.name()
                .map(Letters::of)
                .orElseGet(() -> who.kinship().getFirst().getCode());
    }

    private static boolean isSame(RelatedPerson person, Reading.Names who) {
        return who.name()
                .map(name -> person.getName().stream().anyMatch(known -> isSame(known, name)))
                .orElseGet(() -> person.getRelationship().stream()
                        .flatMap(concept -> concept.getCoding().stream())
                        .anyMatch(coding -> who.kinship().stream()
                                .anyMatch(kin -> kin.getCode().equals(coding.getCode()))));
    }

    /** Given and family name; of a name of one word the first given name. */
    private static boolean isSame(HumanName known, String name) {
        String said = Letters.of(name);
        String given = known.hasGiven() ? Letters.of(known.getGiven().getFirst().getValueNotNull()) : "";
        return WholeName.of(known)
                        .filter(whole -> said.equals(Letters.of(whole)))
                        .isPresent()
                || said.equals(given + Letters.of(Objects.requireNonNullElse(known.getFamily(), "")))
                || (!name.contains(" ") && said.equals(given));
    }

    private RelatedPerson possible(Reading.Names who) {
        RelatedPerson person = new RelatedPerson();
        person.setPatient(new Reference(patient));
        who.name().ifPresent(name -> person.addName().setText(name));
        if (!who.kinship().isEmpty()) {
            person.addRelationship(new CodeableConcept(who.kinship().getFirst()));
        }
        mark(person, who);
        return person;
    }

    /** Who is stated to care by a code needs no sentence. */
    private static void mark(RelatedPerson person, Reading.Names who) {
        boolean stated = Optional.ofNullable(person.getExtensionByUrl(Canonical.Extension.STATEMENT_STATUS))
                .filter(status -> !"possible".equals(status.getValue().primitiveValue()))
                .isPresent();
        if (!stated) {
            if (!person.hasExtension(Canonical.Extension.STATEMENT_STATUS)) {
                person.addExtension(CarerStatement.status("possible"));
            }
            person.addExtension(Canonical.Extension.NAMED_IN, new StringType(who.sentence()));
        }
    }
}
