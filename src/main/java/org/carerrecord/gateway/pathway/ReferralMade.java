package org.carerrecord.gateway.pathway;

import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.carerrecord.fhirserver.Referral;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.agreement.Partner;
import org.carerrecord.mapping.WholeName;
import org.carerrecord.profiles.Canonical;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a new referral; pure. They hold what the referrer says to the recipient: who it is, and why. Of the person
 * cared for they tell nothing, unless the record is not asked.
 */
record ReferralMade(Partner referrer, Partner recipient, Referral asked, Instant now) {

    private static final String CARER = "carer";
    private static final String CARED_FOR = "cared-for";

    /** Whether a resource is of a referral that the gateway made. */
    static boolean isOne(Resource resource) {
        boolean isReferral = resource instanceof ServiceRequest request
                ? request.getCode().hasCoding(Canonical.CodeSystem.REFERRAL, ReferralTask.CODE)
                : ReferralTask.of(resource).isPresent();
        return isReferral && Resources.isServerMade(resource);
    }

    /** ODS codes of who sees it. */
    Set<String> parties() {
        return Set.of(referrer.ods(), recipient.ods());
    }

    /**
     * Of a carer whom the record knows.
     *
     * @param subject the carer's own Patient, where the referrer sees one; R4 lets no RelatedPerson be the subject
     */
    ServiceRequest request(RelatedPerson told, String carer, Optional<String> subject) {
        ServiceRequest request = request(told);
        subject.ifPresent(request.getSubject()::setReference);
        request.addSupportingInfo(new Reference(carer));
        return request;
    }

    /** Of a carer of whom it is not asked. */
    ServiceRequest request(RelatedPerson told, Patient caredFor) {
        ServiceRequest request = request(told);
        RelatedPerson carer = new RelatedPerson();
        carer.setId(CARER);
        carer.setPatient(new Reference("#" + CARED_FOR));
        carer.setIdentifier(told.getIdentifier()).setRelationship(told.getRelationship());
        carer.setName(told.getName()).setTelecom(told.getTelecom()).setAddress(told.getAddress());
        carer.setBirthDateElement(told.getBirthDateElement());
        Patient patient = new Patient();
        patient.setId(CARED_FOR);
        patient.setIdentifier(caredFor.getIdentifier()).setName(caredFor.getName());
        patient.setTelecom(caredFor.getTelecom()).setAddress(caredFor.getAddress());
        patient.setBirthDateElement(caredFor.getBirthDateElement());
        request.addContained(carer).addContained(patient);
        request.addSupportingInfo(new Reference("#" + CARER));
        return request;
    }

    private ServiceRequest request(RelatedPerson told) {
        ServiceRequest request = Resources.serverMade(new ServiceRequest());
        request.setStatus(ServiceRequestStatus.ACTIVE).setIntent(ServiceRequestIntent.ORDER);
        request.setCode(code());
        request.setPriority(ServiceRequestPriority.fromCode(asked.priority().toCode()));
        request.getSubject().setType("Patient");
        told.getName().stream().findFirst().flatMap(WholeName::of).ifPresent(name -> request.getSubject()
                .setDisplay(name));
        request.setAuthoredOn(Date.from(now));
        request.setRequester(organisation(referrer)).addPerformer(organisation(recipient));
        asked.reason().ifPresent(reason -> request.addReasonCode().setText(reason));
        return request;
    }

    /**
     * The Task by which the recipient answers.
     *
     * @param request the ServiceRequest
     * @param about the carer's own Patient, or the relationship
     */
    Task task(String request, Optional<String> about) {
        Task task = Resources.serverMade(new Task());
        task.setStatus(TaskStatus.REQUESTED).setIntent(TaskIntent.ORDER);
        task.setPriority(asked.priority()).setCode(code());
        task.setFocus(new Reference(request));
        about.ifPresent(reference -> task.setFor(new Reference(reference)));
        task.setAuthoredOn(Date.from(now)).setLastModified(Date.from(now));
        task.setRequester(organisation(referrer)).setOwner(organisation(recipient));
        asked.safeContact().ifPresent(words -> input(task, "safe-contact", new StringType(words)));
        asked.interpreter()
                .ifPresent(language ->
                        input(task, "interpreter", new CodeableConcept(new Coding(Systems.BCP_47, language, null))));
        return task;
    }

    /** Whether a referral asks for what is asked. */
    static boolean asks(ServiceRequest request, Task task, Referral asked) {
        return task.getPriority() == asked.priority()
                && text(request.getReasonCodeFirstRep().getText()).equals(asked.reason())
                && input(task, "safe-contact").map(Type::primitiveValue).equals(asked.safeContact())
                && input(task, "interpreter")
                        .map(language ->
                                ((CodeableConcept) language).getCodingFirstRep().getCode())
                        .equals(asked.interpreter());
    }

    private static Optional<String> text(@Nullable String text) {
        return Optional.ofNullable(text);
    }

    private static Optional<Type> input(Task task, String code) {
        return task.getInput().stream()
                .filter(input -> input.getType().hasCoding(Canonical.CodeSystem.REFERRAL, code))
                .map(Task.ParameterComponent::getValue)
                .findFirst();
    }

    private static void input(Task task, String code, Type value) {
        task.addInput()
                .setType(new CodeableConcept(
                        new Coding().setSystem(Canonical.CodeSystem.REFERRAL).setCode(code)))
                .setValue(value);
    }

    private static CodeableConcept code() {
        return new CodeableConcept(new Coding(Canonical.CodeSystem.REFERRAL, ReferralTask.CODE, "Referral of a carer"));
    }

    private static Reference organisation(Partner partner) {
        return new Reference()
                .setType("Organization")
                .setIdentifier(
                        new Identifier().setSystem(Systems.ODS_ORGANIZATION).setValue(partner.ods()))
                .setDisplay(partner.name());
    }
}
