package org.carerrecord.fhirserver.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.carerrecord.fhirserver.validation.Remark.Severity;
import org.carerrecord.profiles.Fault;
import org.carerrecord.profiles.FaultKind;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * R4's own definitions, ours, and those of the operator's packages, by HL7's validator (R4, 2.10). Nothing is fetched: a code
 * of a system that is not held here is a warning. Loaded when somebody first asks, since it takes seconds and memory.
 */
public final class FullValidation {

    /** More than this nobody reads, and each must be looked through for content. */
    private static final int MOST_REMARKS = 200;

    private static final int AT_ONCE = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final FhirContext context;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final List<Path> packages;
    private final Object lock = new Object();
    private volatile @Nullable Loaded loaded;

    private record Loaded(FhirValidator validator, IValidationSupport definitions) {}

    /**
     * For a server.
     *
     * @param packages files of FHIR packages, or folders of such
     */
    public FullValidation(FhirContext context, List<Path> packages) {
        this.context = context;
        this.packages =
                packages.stream().flatMap(path -> PackageFile.in(path).stream()).toList();
    }

    /**
     * What is to be said of a resource, errors first; no more than anybody reads.
     *
     * @param profile one that it is held against besides those that it claims itself
     */
    public List<Remark> of(Resource resource, Optional<String> profile) {
        Loaded now = loaded();
        if (profile.isPresent() && now.definitions().fetchStructureDefinition(profile.get()) == null) {
            return List.of(new Remark(
                    Severity.ERROR,
                    "Validation_VAL_Profile_Unknown",
                    resource.fhirType(),
                    "the profile that was asked for is not known here"));
        }
        ValidationOptions options = new ValidationOptions();
        profile.ifPresent(options::addProfile);
        List<SingleValidationMessage> messages = messages(now.validator(), resource, options);
        Discretion discretion = new Discretion(context, resource);
        List<Remark> remarks = new ArrayList<>(messages.stream()
                .sorted(Comparator.comparing(message -> severity(message.getSeverity())))
                .limit(MOST_REMARKS)
                .map(message -> remark(message, discretion))
                .toList());
        if (messages.size() > MOST_REMARKS) {
            remarks.add(new Remark(
                    Severity.INFORMATION,
                    "too-long",
                    resource.fhirType(),
                    "there is more to be said; these are the first " + MOST_REMARKS));
        }
        return remarks;
    }

    /** A few at a time: each may keep a processor busy for long. */
    private List<SingleValidationMessage> messages(
            FhirValidator validator, Resource resource, ValidationOptions options) {
        try {
            if (!turns.tryAcquire(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return validator.validateWithResult(resource, options).getMessages();
        } finally {
            turns.release();
        }
    }

    private static Fault busy() {
        return new Fault(FaultKind.UNAVAILABLE, "validation", "others are being validated; send it again later");
    }

    /**
     * Refuses a resource with errors.
     *
     * @param place where the resource stands
     * @throws Fault INVALID
     */
    public void require(String place, Resource resource) {
        List<Fault.Issue> errors = of(resource, Optional.empty()).stream()
                .filter(remark -> remark.severity() == Severity.ERROR)
                .map(remark ->
                        new Fault.Issue(remark.place().replaceFirst("^" + resource.fhirType(), place), remark.reason()))
                .toList();
        if (!errors.isEmpty()) {
            throw new Fault(FaultKind.INVALID, errors);
        }
    }

    private static Remark remark(SingleValidationMessage message, Discretion discretion) {
        String place = Objects.requireNonNullElse(message.getLocationString(), "")
                .replaceAll("/\\*.*?\\*/", "")
                .replaceAll("\\.ofType\\(\\w+\\)", "");
        return new Remark(
                severity(message.getSeverity()),
                Objects.requireNonNullElse(message.getMessageId(), "").replaceAll("#.*|\\W", ""),
                place,
                discretion.of(place, Objects.requireNonNullElse(message.getMessage(), "")));
    }

    private static Severity severity(@Nullable ResultSeverityEnum severity) {
        return switch (severity) {
            case INFORMATION -> Severity.INFORMATION;
            case WARNING -> Severity.WARNING;
            case ERROR, FATAL -> Severity.ERROR;
            case null -> Severity.ERROR;
        };
    }

    private Loaded loaded() {
        @Nullable Loaded now = loaded;
        if (now == null) {
            synchronized (lock) {
                now = loaded;
                if (now == null) {
                    now = load();
                    loaded = now;
                }
            }
        }
        return now;
    }

    private Loaded load() {
        PrePopulatedValidationSupport definitions = new PrePopulatedValidationSupport(context);
        Artefacts.all(context).forEach(definitions::addResource);
        for (Path file : packages) {
            for (IBaseResource definition : PackageFile.definitions(context, file)) {
                definitions.addResource(definition);
            }
        }
        InMemoryTerminologyServerValidationSupport terminology =
                new InMemoryTerminologyServerValidationSupport(context);
        terminology.setIssueSeverityForCodeDisplayMismatch(IValidationSupport.IssueSeverity.WARNING);
        List<IValidationSupport> supports = new ArrayList<>(List.of(
                new DefaultProfileValidationSupport(context),
                definitions,
                new SnapshotGeneratingValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                terminology));
        ValidationSupportChain chain = new ValidationSupportChain(supports);
        FhirInstanceValidator instances = new FhirInstanceValidator(chain);
        instances.setAssumeValidRestReferences(true);
        instances.setErrorForUnknownProfiles(false);
        return new Loaded(context.newValidator().registerValidatorModule(instances), chain);
    }
}
