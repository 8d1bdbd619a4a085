package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carerrecord.fhirserver.Change;
import org.carerrecord.fhirserver.Referral;
import org.carerrecord.fhirserver.Step;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.carerrecord.profiles.Systems;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task.TaskPriority;

/** The parameters of CarerRecord-Refer and CarerRecord-ReferCarer. */
record ReferralWords(Given given, Optional<Parameters> sent) {

    private static final Set<String> PARAMETERS =
            Set.of("recipient", "reason", "priority", "safeContact", "interpreter");
    private static final Pattern ODS = Pattern.compile("[A-Z0-9]{3,10}");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}");
    private static final int LONGEST_REASON = 1_000;
    private static final int LONGEST_CONTACT = 200;
    private static final String LINK = "urn:uuid:6f2d6f0e-8d0a-4d53-9f0f-0c7f5f1d9b11";

    static ReferralWords of(RequestDetails request) {
        return new ReferralWords(
                Given.of(request).understood(PARAMETERS),
                Requests.sent(request).filter(Parameters.class::isInstance).map(Parameters.class::cast));
    }

    /** @throws Fault MISSING, INVALID */
    Referral referral() {
        String recipient = given.one("recipient")
                .orElseThrow(() ->
                        new Fault(FaultKind.MISSING, "recipient", "name the organisation to which, by its ODS code"));
        require(ODS.matcher(recipient).matches(), "recipient", "write an ODS code");
        return new Referral(
                recipient,
                text("reason", LONGEST_REASON),
                given.one("priority").map(ReferralWords::priority).orElse(TaskPriority.ROUTINE),
                text("safeContact", LONGEST_CONTACT),
                given.one("interpreter").map(language -> {
                    require(LANGUAGE.matcher(language).matches(), "interpreter", "write a language as BCP 47 does");
                    return language;
                }));
    }

    private Optional<String> text(String name, int longest) {
        return given.one(name).map(text -> {
            require(text.length() <= longest, name, "write at most " + longest + " characters");
            return text;
        });
    }

    private static TaskPriority priority(String code) {
        return Stream.of(TaskPriority.ROUTINE, TaskPriority.URGENT, TaskPriority.ASAP, TaskPriority.STAT)
                .filter(one -> one.toCode().equals(code))
                .findFirst()
                .orElseThrow(() -> new Fault(FaultKind.INVALID, "priority", "it is routine, urgent, asap or stat"));
    }

    private static void require(boolean isSo, String name, String what) {
        if (!isSo) {
            throw new Fault(FaultKind.INVALID, name, what);
        }
    }

    /** @throws Fault MISSING */
    Patient patient() {
        return resource("patient", Patient.class);
    }

    /** The carer, said to be one. */
    RelatedPerson carer() {
        RelatedPerson carer = resource("carer", RelatedPerson.class);
        boolean isSaid = carer.getRelationship().stream()
                .anyMatch(one -> one.hasCoding(Systems.UK_CORE_RELATIONSHIP_ROLE, "Carer"));
        if (!isSaid) {
            carer.addRelationship().addCoding(new Coding(Systems.UK_CORE_RELATIONSHIP_ROLE, "Carer", "Carer"));
        }
        carer.setPatient(new Reference(LINK));
        return carer;
    }

    private <T extends Resource> T resource(String name, Class<T> type) {
        return sent.stream()
                .flatMap(parameters -> parameters.getParameter().stream())
                .filter(one -> name.equals(one.getName()))
                .map(Parameters.ParametersParameterComponent::getResource)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new Fault(
                        FaultKind.MISSING, name, "send a " + type.getSimpleName() + " as a parameter of this name"));
    }

    /** Both people, found by NHS number or made. */
    List<Step> contributed() {
        Optional<String> patient = number(patient().getIdentifier());
        Optional<String> carer = number(carer().getIdentifier());
        return List.of(
                step("patient", patient(), patient.map(number -> "identifier=" + number), Optional.of(LINK)),
                step(
                        "carer",
                        carer(),
                        patient.flatMap(
                                of -> carer.map(number -> "identifier=" + number + "&patient.identifier=" + of)),
                        Optional.empty()));
    }

    private static Optional<String> number(List<Identifier> identifiers) {
        return identifiers.stream()
                .filter(one -> Systems.NHS_NUMBER.equals(one.getSystem()) && one.getValue() != null)
                .map(one -> URLEncoder.encode(one.getSystem() + "|" + one.getValue(), StandardCharsets.UTF_8))
                .findFirst();
    }

    private static Step step(String name, Resource resource, Optional<String> condition, Optional<String> link) {
        Change.Aim aim = condition.<Change.Aim>map(Change.Aim.NewUnless::new).orElseGet(Change.Aim.New::new);
        return new Step.Write(Change.asked(
                "Parameters.parameter." + name.toLowerCase(Locale.ROOT),
                Change.Method.CREATE,
                resource.fhirType(),
                aim,
                resource,
                link,
                Optional.empty()));
    }
}
