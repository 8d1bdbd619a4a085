package org.carerrecord.profiles;

import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** HAPI's validator with R4 and some definitions more. */
record Validation(FhirValidator validator) {

    private static final Set<ResultSeverityEnum> ERRORS =
            EnumSet.of(ResultSeverityEnum.ERROR, ResultSeverityEnum.FATAL);

    static Validation by(List<? extends IBaseResource> definitions) {
        PrePopulatedValidationSupport known = new PrePopulatedValidationSupport(Artefacts.R4);
        definitions.forEach(known::addResource);
        ValidationSupportChain chain = new ValidationSupportChain(
                new DefaultProfileValidationSupport(Artefacts.R4),
                known,
                new SnapshotGeneratingValidationSupport(Artefacts.R4),
                new CommonCodeSystemsTerminologyService(Artefacts.R4),
                new InMemoryTerminologyServerValidationSupport(Artefacts.R4));
        FhirInstanceValidator instances = new FhirInstanceValidator(chain);
        instances.setAssumeValidRestReferences(true);
        return new Validation(Artefacts.R4.newValidator().registerValidatorModule(instances));
    }

    List<String> errors(String json) {
        return validator.validateWithResult(json).getMessages().stream()
                .filter(message -> ERRORS.contains(message.getSeverity()))
                .map(message -> message.getLocationString() + ": " + message.getMessage())
                .toList();
    }
}
