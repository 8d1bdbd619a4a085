package org.carerrecord.gateway.outbound;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Compartment;
import org.carerrecord.fhirserver.Compartment.Page;
import org.carerrecord.fhirserver.Compartment.Wanted;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.carerrecord.fhirserver.store.Ids;
import org.carerrecord.fhirserver.store.Version;
import org.carerrecord.hospitaldischarge.writing.AdtWriter;
import org.carerrecord.hospitaldischarge.writing.Sending;
import org.carerrecord.mapping.Loss;
import org.carerrecord.mapping.Mapped;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /export/hl7v2?patient=}: what the caller may see of a patient and of who is related, as ADT^A31. */
@RestController
class Hl7V2Export {

    private static final MediaType HL7 = MediaType.parseMediaType("application/hl7-v2");
    private static final String NAME = "CARERRECORD";

    /** More than anybody has; and a header holds so many losses. */
    private static final int MOST_PARTIES = 200;

    private static final int MOST_LOSSES = 20;

    private final Compartment compartment;
    private final Resources resources;
    private final Ids ids;
    private final Clock clock;

    Hl7V2Export(AuditTrail audit, SearchParameters parameters, Resources resources, Ids ids, Clock clock) {
        this.compartment = new Compartment(audit, parameters);
        this.resources = resources;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The message; what it could not carry is told in headers {@code Carer-Record-Loss}, by place and reason.
     *
     * @param patient the Patient's id
     */
    @GetMapping("/export/hl7v2")
    ResponseEntity<byte[]> export(@RequestParam String patient, HttpServletRequest request) {
        Caller caller = (Caller) Objects.requireNonNull(request.getAttribute(Requests.CALLER));
        String id = PatientAsked.id(patient);
        Page page = compartment.page(
                caller,
                Requests.tried(request, PatientAsked.attempt(caller, "export-hl7v2", id)),
                id,
                new Wanted(Set.of("Patient", "RelatedPerson"), Optional.empty(), MOST_PARTIES, Optional.empty()));
        if (page.next().isPresent()) {
            throw new Fault(FaultKind.TOO_COSTLY, "patient", "more related people than one message tells of");
        }
        Instant soSince = page.matches().stream()
                .map(Version::updated)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        List<Resource> told = page.matches().stream().map(resources::of).toList();
        Mapped<byte[]> message = AdtWriter.a31(
                of(told, Patient.class).getFirst(),
                of(told, RelatedPerson.class),
                new Sending(NAME, NAME, caller.partner().ods(), ids.id(), clock.instant(), soSince));
        return ResponseEntity.ok()
                .contentType(HL7)
                .headers(headers -> tell(message.losses(), headers))
                .body(message.value());
    }

    private static void tell(List<Loss> losses, HttpHeaders headers) {
        losses.stream()
                .limit(MOST_LOSSES)
                .forEach(loss -> headers.add("Carer-Record-Loss", loss.place() + ": " + loss.reason()));
    }

    private static <T extends Resource> List<T> of(List<Resource> told, Class<T> type) {
        return told.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
