package org.carerrecord.hospitaldischarge.document;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.carerrecord.mapping.CodeTable;
import org.carerrecord.mapping.Losses;
import org.carerrecord.mapping.Said;
import org.carerrecord.mapping.Sender;
import org.carerrecord.mapping.document.Entry;
import org.carerrecord.mapping.document.References;
import org.carerrecord.mapping.document.Typed;
import org.carerrecord.mapping.person.Identifiers;
import org.carerrecord.mapping.person.Uncarried;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterHospitalizationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterParticipantComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;

/**
 * The stay of a document or notice: who it was with, from when to when, how and where to the patient was discharged.
 *
 * <p>CareConnect's codes of the NHS Data Dictionary are UK Core's under other systems.
 */
final class StayMapper {

    private static final String UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-";
    private static final String CARE_CONNECT = "Extension-CareConnect-";

    private static final CodeTable DISCHARGE_METHOD = CodeTable.load("discharge-method");
    private static final CodeTable DISCHARGE_DESTINATION = CodeTable.load("discharge-destination");
    private static final CodeTable ADMISSION_METHOD = CodeTable.load("admission-method");
    private static final CodeTable SOURCE_OF_ADMISSION = CodeTable.load("source-of-admission");
    private static final CodeTable CLASS = CodeTable.load("encounter-class-word");

    private static final Coding UNKNOWN_CLASS = new Coding(Systems.V2_0004, "U", "Unknown");

    private static final Set<String> CARRIED = Set.of(
            "id",
            "meta",
            "text",
            "extension",
            "identifier",
            "status",
            "class",
            "type",
            "subject",
            "participant",
            "period",
            "hospitalization",
            "location",
            "serviceProvider");

    private final Typed typed;
    private final References references;
    private final Identifiers identifiers;
    private final Sender sender;
    private final Losses losses;

    StayMapper(Typed typed, References references, Identifiers identifiers, Sender sender, Losses losses) {
        this.typed = typed;
        this.references = references;
        this.identifiers = identifiers;
        this.sender = sender;
        this.losses = losses;
    }

    /**
     * The stay under the sender's key; empty, with a loss, when nothing tells it from another.
     *
     * @param link the link that it gets
     * @param patient the link of the patient
     */
    Optional<Said> map(Entry entry, String link, String patient) {
        Encounter said = typed.read(entry, Encounter.class);
        List<Identifier> numbers = identifiers.of(said.getIdentifier(), entry.place() + ".identifier");
        Optional<String> key = numbers.stream()
                .findFirst()
                .map(number -> number.getSystem() + "|" + number.getValue())
                .or(() -> Optional.ofNullable(said.getPeriod().getStartElement().getValueAsString())
                        .map(start -> "admitted:" + start));
        if (key.isEmpty()) {
            losses.add(entry.place(), "neither identifier nor time of admission tells this stay from another");
        }
        return key.map(known -> new Said(link, "document " + known, stay(said, numbers, patient, entry.place())));
    }

    private Encounter stay(Encounter said, List<Identifier> numbers, String patient, String place) {
        Uncarried.state(said, CARRIED, place, losses);
        Encounter stay = new Encounter();
        stay.setIdentifier(numbers);
        stay.setStatus(said.getStatus() != null ? said.getStatus() : EncounterStatus.UNKNOWN);
        stay.setClass_(ofClass(said.getClass_(), place));
        stay.setType(said.getType());
        stay.setSubject(new Reference(patient));
        said.getParticipant().forEach(one -> participant(one, place).ifPresent(stay::addParticipant));
        period(said, stay);
        hospitalization(said, place).ifPresent(stay::setHospitalization);
        method(said.getExtension(), "DischargeMethod", DISCHARGE_METHOD, place).ifPresent(stay::addExtension);
        said.getLocation().forEach(one -> location(one, place).ifPresent(stay::addLocation));
        stay.setServiceProvider(sender.reference());
        return stay;
    }

    /** The end of a stay that goes on is a plan, which is for the notice to tell. */
    private static void period(Encounter said, Encounter stay) {
        if (said.getPeriod().hasStart()) {
            stay.getPeriod().setStartElement(said.getPeriod().getStartElement());
        }
        if (said.getPeriod().hasEnd() && said.getStatus() == EncounterStatus.FINISHED) {
            stay.getPeriod().setEndElement(said.getPeriod().getEndElement());
        }
    }

    private Coding ofClass(Coding said, String place) {
        Optional<Coding> known = Optional.ofNullable(said.getCode()).flatMap(code -> first(CLASS, code));
        if (known.isEmpty()) {
            losses.add(place + ".class", "the class is absent or in no table");
        }
        return known.orElseGet(UNKNOWN_CLASS::copy);
    }

    /** Who works there; whoever is related to the patient is told of as that. */
    private Optional<EncounterParticipantComponent> participant(EncounterParticipantComponent said, String place) {
        Optional<Reference> who = references.portable(said.getIndividual());
        if (who.isEmpty()) {
            losses.add(place + ".participant", "a participant of whom the document tells no more is not carried");
        }
        return who.map(known ->
                new EncounterParticipantComponent().setType(said.getType()).setIndividual(known));
    }

    private Optional<EncounterHospitalizationComponent> hospitalization(Encounter said, String place) {
        EncounterHospitalizationComponent before = said.getHospitalization();
        EncounterHospitalizationComponent carried = new EncounterHospitalizationComponent();
        concept(before.getAdmitSource(), SOURCE_OF_ADMISSION, place + ".hospitalization.admitSource")
                .ifPresent(carried::setAdmitSource);
        concept(
                        before.getDischargeDisposition(),
                        DISCHARGE_DESTINATION,
                        place + ".hospitalization.dischargeDisposition")
                .ifPresent(carried::setDischargeDisposition);
        method(
                        Stream.concat(said.getExtension().stream(), before.getExtension().stream())
                                .toList(),
                        "AdmissionMethod",
                        ADMISSION_METHOD,
                        place)
                .ifPresent(carried::addExtension);
        return Optional.of(carried).filter(told -> !told.isEmpty());
    }

    private Optional<Extension> method(List<Extension> said, String name, CodeTable table, String place) {
        return said.stream()
                .filter(one -> isOf(one, name) && one.getValue() instanceof CodeableConcept)
                .findFirst()
                .flatMap(one -> concept((CodeableConcept) one.getValue(), table, place + ".extension"))
                .map(concept -> new Extension(UK_CORE + name, concept));
    }

    private static boolean isOf(Extension extension, String name) {
        String url = Optional.ofNullable(extension.getUrl()).orElse("");
        return url.equals(UK_CORE + name) || url.endsWith(CARE_CONNECT + name + "-1");
    }

    private Optional<CodeableConcept> concept(CodeableConcept said, CodeTable table, String place) {
        Optional<Coding> coding = said.getCoding().stream()
                .flatMap(one -> Optional.ofNullable(one.getCode()).stream())
                .flatMap(code -> first(table, code).stream())
                .findFirst();
        if (coding.isEmpty() && !said.isEmpty()) {
            losses.add(place, "no code of the NHS Data Dictionary: not carried");
        }
        return coding.map(CodeableConcept::new);
    }

    private static Optional<Coding> first(CodeTable table, String code) {
        return table.targets(code).stream().findFirst().map(CodeTable.Target::coding);
    }

    /** By its name; not a resource. */
    private Optional<EncounterLocationComponent> location(EncounterLocationComponent said, String place) {
        Optional<Reference> where = references.portable(said.getLocation());
        if (where.isEmpty()) {
            losses.add(place + ".location", "a place of which the document tells no more is not carried");
        }
        return where.map(known -> new EncounterLocationComponent()
                .setLocation(known)
                .setPeriod(said.hasPeriod() ? said.getPeriod() : null));
    }
}
