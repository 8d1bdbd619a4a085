package org.carerrecord.gateway.outbound;

import ca.uhn.fhir.context.FhirContext;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Compartment;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Caller;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.rest.Requests;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.carerrecord.gprecord.export.CodedEntries;
import org.carerrecord.gprecord.export.RecordBundle;
import org.carerrecord.gprecord.export.SharedRecord;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /export/gp?patient=}: the carers of one person for a system of general practice, as a UK Core Bundle or, for {@code
 * Accept: text/csv}, as coded entries. Under the agreement, audited.
 */
@RestController
class GpExport {

    private static final Set<String> TYPES = Set.of("Patient", "RelatedPerson", "Flag");

    private static final int MOST = 1_000;

    private final Compartment compartment;
    private final Resources resources;
    private final FhirContext context;
    private final Clock clock;

    GpExport(AuditTrail audit, SearchParameters parameters, Resources resources, FhirContext context, Clock clock) {
        this.compartment = new Compartment(audit, parameters);
        this.resources = resources;
        this.context = context;
        this.clock = clock;
    }

    @GetMapping(path = "/export/gp", produces = "application/fhir+json")
    ResponseEntity<byte[]> bundle(@RequestParam String patient, HttpServletRequest request) {
        String json = context.newJsonParser()
                .encodeResourceToString(RecordBundle.of(shared(patient, request), clock.instant())
                        .value());
        return answer(json, "application/fhir+json;charset=UTF-8");
    }

    @GetMapping(path = "/export/gp", produces = "text/csv")
    ResponseEntity<byte[]> entries(@RequestParam String patient, HttpServletRequest request) {
        return answer(CodedEntries.of(shared(patient, request)).value(), "text/csv;charset=UTF-8;header=present");
    }

    private static ResponseEntity<byte[]> answer(String text, String type) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(type))
                .body(text.getBytes(StandardCharsets.UTF_8));
    }

    private SharedRecord shared(String patient, HttpServletRequest request) {
        Caller caller = (Caller) Objects.requireNonNull(request.getAttribute(Requests.CALLER));
        String id = PatientAsked.id(patient);
        Compartment.Page page = compartment.page(
                caller,
                Requests.tried(request, PatientAsked.attempt(caller, "export-gp", id)),
                id,
                new Compartment.Wanted(TYPES, Optional.empty(), MOST, Optional.empty()));
        if (page.next().isPresent()) {
            throw new Fault(FaultKind.TOO_COSTLY, "patient", "the record is too long for one export");
        }
        List<Resource> record = page.matches().stream().map(resources::of).toList();
        return new SharedRecord(
                of(record, Patient.class).getFirst(), of(record, RelatedPerson.class), of(record, Flag.class));
    }

    private static <T> List<T> of(List<Resource> record, Class<T> type) {
        return record.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
