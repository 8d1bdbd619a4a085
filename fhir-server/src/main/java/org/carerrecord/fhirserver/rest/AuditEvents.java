package org.carerrecord.fhirserver.rest;

import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.fhirserver.audit.AuditAction;
import org.carerrecord.fhirserver.audit.AuditEntry;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * The AuditEvent of a row of the audit, made when it is read (IHE BALP 1.1.4, https://profiles.ihe.net/ITI/BALP).
 *
 * <p>What was searched for is not kept: the row says of which type, what was found, and whom it concerned.
 */
final class AuditEvents {

    private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private static final String ENTITY_ROLE = "http://terminology.hl7.org/CodeSystem/object-role";
    private static final String BALP = "https://profiles.ihe.net/ITI/BALP/";
    private static final String GATEWAY = "Carer record gateway";
    private static final int UNAUTHENTICATED = 401;
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;

    /** http://hl7.org/fhir/restful-interaction, as far as they are offered. */
    private static final Set<String> RESTFUL = Set.of(
            "read",
            "vread",
            "update",
            "patch",
            "delete",
            "history-instance",
            "history-type",
            "history-system",
            "create",
            "search-type",
            "transaction",
            "batch");

    private static final Set<String> READING = Set.of("read", "vread");

    private final Resources resources;
    private final Agreement agreement;

    AuditEvents(Resources resources, Agreement agreement) {
        this.resources = resources;
        this.agreement = agreement;
    }

    AuditEvent of(AuditEntry entry) {
        AuditEvent event = Resources.serverMade(new AuditEvent());
        event.setId(Long.toString(entry.id(), 36));
        event.getMeta().setVersionId("1").setLastUpdated(Date.from(entry.at()));
        profile(entry).ifPresent(profile -> event.getMeta().addProfile(BALP + "StructureDefinition/" + profile));
        kind(event, entry);
        event.setAction(
                AuditEventAction.fromCode(AuditAction.of(entry.interaction()).name()));
        event.setRecorded(Date.from(entry.at()));
        event.setOutcome(outcome(entry.outcome()));
        event.setOutcomeDesc("HTTP " + entry.outcome());
        entry.purpose().ifPresent(purpose -> event.addPurposeOfEvent().setText(purpose));
        boolean comesToTheClient = READING.contains(entry.interaction());
        event.addAgent(client(entry).setType(role(comesToTheClient)));
        event.addAgent()
                .setType(role(!comesToTheClient))
                .setRequestor(false)
                .getWho()
                .setDisplay(GATEWAY);
        event.getSource().getObserver().setDisplay(GATEWAY);
        event.getSource()
                .addType()
                .setSystem("http://terminology.hl7.org/CodeSystem/security-source-type")
                .setCode("4")
                .setDisplay("Application Server");
        entities(event, entry);
        return event;
    }

    /** What fulfils a profile of BALP as a whole says so. */
    private static Optional<String> profile(AuditEntry entry) {
        if (!READING.contains(entry.interaction())
                || entry.outcome() >= BAD_REQUEST
                || entry.resource().isEmpty()) {
            return Optional.empty();
        }
        return switch (entry.patients().size()) {
            case 0 -> Optional.of("IHE.BasicAudit.Read");
            case 1 -> Optional.of("IHE.BasicAudit.PatientRead");
            default -> Optional.empty();
        };
    }

    private static void kind(AuditEvent event, AuditEntry entry) {
        if (entry.outcome() == UNAUTHENTICATED) {
            event.setType(new Coding(DICOM, "110114", "User Authentication"));
            event.addSubtype(new Coding(DICOM, "110122", "Login"));
        } else if (AuditAction.isExport(entry.interaction())) {
            event.setType(new Coding(DICOM, "110106", "Export"));
        } else if (entry.type().isEmpty() && entry.resource().isPresent()) {
            event.setType(new Coding(DICOM, "110107", "Import"));
        } else {
            event.setType(
                    new Coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "Restful Operation"));
        }
        event.addSubtype(
                RESTFUL.contains(entry.interaction())
                        ? new Coding()
                                .setSystem("http://hl7.org/fhir/restful-interaction")
                                .setCode(entry.interaction())
                        : new Coding().setDisplay(entry.interaction()));
    }

    /** http://hl7.org/fhir/audit-event-outcome. */
    private static AuditEventOutcome outcome(int status) {
        return status < BAD_REQUEST
                ? AuditEventOutcome._0
                : status < SERVER_ERROR ? AuditEventOutcome._4 : AuditEventOutcome._8;
    }

    /** Source is whence the data come, destination where they go (IHE BALP, "Read" and "Create"). */
    private static CodeableConcept role(boolean isDestination) {
        return new CodeableConcept(
                isDestination
                        ? new Coding(DICOM, "110152", "Destination Role ID")
                        : new Coding(DICOM, "110153", "Source Role ID"));
    }

    private AuditEventAgentComponent client(AuditEntry entry) {
        AuditEventAgentComponent client = new AuditEventAgentComponent().setRequestor(true);
        entry.client().ifPresent(client::setAltId);
        String ods = entry.partner().orElse("");
        client.setWho(
                ods.isEmpty()
                        ? new Reference().setDisplay("nobody known")
                        : new Reference()
                                .setType("Organization")
                                .setIdentifier(new Identifier()
                                        .setSystem(Systems.ODS_ORGANIZATION)
                                        .setValue(ods))
                                .setDisplay(agreement
                                        .partner(ods)
                                        .map(Partner::name)
                                        .orElse(ods)));
        return client;
    }

    private void entities(AuditEvent event, AuditEntry entry) {
        entry.type().filter(resources::isType).ifPresentOrElse(type -> data(event, type, entry), () -> entry.resource()
                .ifPresent(message -> object(event)
                        .setWhat(new Reference()
                                .setIdentifier(new Identifier()
                                        .setSystem(Systems.MESSAGE)
                                        .setValue(message)))));
        entry.written().forEach(version -> object(event).setWhat(new Reference(version)));
        // Whom it concerned is told below.
        entry.seen().stream().filter(seen -> !entry.patients().contains(seen)).forEach(seen -> object(event)
                .setWhat(new Reference(seen)));
        entry.patients().forEach(patient -> event.addEntity()
                .setWhat(new Reference(patient))
                .setType(new Coding(ENTITY_TYPE, "1", "Person"))
                .setRole(new Coding(ENTITY_ROLE, "1", "Patient")));
        AuditEventEntityComponent request = event.addEntity()
                .setWhat(new Reference()
                        .setIdentifier(
                                new Identifier().setSystem(Systems.REQUEST).setValue(entry.request())))
                .setType(new Coding()
                        .setSystem(BALP + "CodeSystem/BasicAuditEntityType")
                        .setCode("XrequestId"));
        request.addDetail().setType("agreement").setValue(new StringType(entry.agreement()));
        entry.ground().ifPresent(ground -> request.addDetail().setType("ground").setValue(new StringType(ground)));
    }

    private static void data(AuditEvent event, String type, AuditEntry entry) {
        entry.resource()
                .ifPresentOrElse(id -> object(event).setWhat(new Reference(type + "/" + id)), () -> object(event)
                        .setName(type));
    }

    private static AuditEventEntityComponent object(AuditEvent event) {
        return event.addEntity()
                .setType(new Coding(ENTITY_TYPE, "2", "System Object"))
                .setRole(new Coding(ENTITY_ROLE, "4", "Domain Resource"));
    }
}
