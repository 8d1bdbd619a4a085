package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.carerrecord.fhirserver.Compartment;
import org.carerrecord.fhirserver.Contributed;
import org.carerrecord.fhirserver.Exchange;
import org.carerrecord.fhirserver.History;
import org.carerrecord.fhirserver.Matching;
import org.carerrecord.fhirserver.Publishing;
import org.carerrecord.fhirserver.ReadPath;
import org.carerrecord.fhirserver.Referring;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.audit.AuditReading;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.search.Cursor;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.carerrecord.fhirserver.store.Transaction;
import org.carerrecord.fhirserver.validation.Validation;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The FHIR R4 servlet: HAPI's RestfulServer over the two roads of the record. */
public final class FhirServer extends RestfulServer {

    private static final long serialVersionUID = 1L;

    /** Two megabytes (issue 3, "Bad input gets"). */
    private static final int LARGEST_RESOURCE = 2 * 1024 * 1024;

    /** Made by the server itself, or not a resource of its own. */
    private static final Set<String> NOT_STORED = Set.of("Provenance", "Parameters", "DomainResource", "Resource");

    private final transient Road road;
    private final transient SearchParameters parameters;
    private final transient AuditTrail audit;
    private final transient Negotiation negotiation;
    private transient Bodies bodies;
    private final transient Compartment compartment;
    private transient TypesOffered offered = new TypesOffered(Set.of(), any -> {});
    private transient @Nullable Validation validation;
    private transient @Nullable Contributed contributed;
    private transient @Nullable Publishing publishing;
    private transient boolean messaging;
    private final transient List<Object> operations = new ArrayList<>();
    private transient Optional<String> tokenEndpoint = Optional.empty();

    public FhirServer(
            FhirContext context,
            ReadPath read,
            Exchange exchange,
            SearchParameters parameters,
            Cursor cursor,
            AuditTrail audit) {
        super(context);
        Resources resources = new Resources(context);
        QueryParser queries = new QueryParser(parameters);
        this.road = new Road(
                read,
                exchange,
                new History(audit),
                resources,
                queries,
                cursor,
                new AuditSearch(new AuditReading(audit), resources, cursor));
        this.parameters = parameters;
        this.audit = audit;
        this.negotiation = new Negotiation(resources);
        this.bodies = new Bodies(context, LARGEST_RESOURCE, Optional.empty());
        this.compartment = new Compartment(audit, parameters);
    }

    /** Where clients have their tokens from. */
    public FhirServer withTokensFrom(Optional<String> endpoint) {
        tokenEndpoint = endpoint;
        return this;
    }

    /** How many bytes a resource may have. */
    public FhirServer withLargestResource(int bytes) {
        bodies = bodies.upTo(bytes);
        return this;
    }

    /** Hooks would do as well, but HAPI logs what they throw. */
    @Override
    protected void validateRequest(ServletRequestDetails request) {
        negotiation.check(request);
        super.validateRequest(request);
    }

    @Override
    public BaseMethodBinding determineResourceMethod(RequestDetails request, String path) {
        BaseMethodBinding method =
                offered.with(request.getResourceName(), () -> super.determineResourceMethod(request, path));
        RestOperationTypeEnum interaction = method.getRestOperationType(request);
        request.setRestOperationType(interaction);
        Scoped.permit(request, method, interaction);
        bodies.read(request);
        return method;
    }

    /** RFC 9110, 9.3.2: as GET; the container leaves the content away. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getMethod().equals("HEAD")) {
            doGet(request, response);
        } else {
            super.service(request, response);
        }
    }

    @Override
    protected void throwUnknownFhirOperationException(RequestDetails request, String path, RequestTypeEnum method) {
        throw Negotiation.notOffered(path);
    }

    /** With {@code $validate}. */
    public FhirServer validating(Validation by) {
        validation = by;
        bodies = bodies.inspecting(by.structure());
        return this;
    }

    /** With {@code $contributions}. */
    public FhirServer telling(Contributed who) {
        contributed = who;
        return this;
    }

    /** With our own definitions to be read. */
    public FhirServer publishing(Publishing by) {
        publishing = by;
        return this;
    }

    /** With {@code $process-message}, by a provider that has this operation. */
    public FhirServer messaging(Object by) {
        operations.add(by);
        messaging = true;
        return this;
    }

    /** With {@code Person/$match}. */
    public FhirServer matching(Matching by) {
        operations.add(new MatchProvider(audit, by));
        return this;
    }

    /** With {@code $refer} and {@code $refer-carer}. */
    public FhirServer referring(Referring by) {
        operations.add(new ReferralProvider(road, by));
        return this;
    }

    /**
     * With {@code $carer-known}.
     *
     * @param meaning the code of CarerRecord-FlagMeaning that a Flag says
     * @param minor whether a person is a child at the time of a transaction
     * @param limit how often a partner may ask
     */
    public FhirServer answering(
            Function<Flag, Optional<String>> meaning, BiPredicate<Patient, Transaction> minor, RateLimit limit) {
        operations.add(new CarerKnownProvider(audit, road.resources(), meaning, minor, limit));
        return this;
    }

    @Override
    protected String getOrCreateRequestId(HttpServletRequest request) {
        return Objects.requireNonNullElseGet(
                (String) request.getAttribute(Requests.REQUEST_ID), () -> super.getOrCreateRequestId(request));
    }

    @Override
    protected ServletRequestDetails newRequestDetails(
            RequestTypeEnum method, HttpServletRequest request, HttpServletResponse response) {
        ServletRequestDetails details = super.newRequestDetails(method, request, response);
        details.setResponse(new BufferedResponse(details));
        return details;
    }

    /** Nobody needs to know which library answers. */
    @Override
    protected String createPoweredByHeader() {
        return "";
    }

    private void offer(String name, Patches patches) {
        Class<? extends Resource> type = road.resources().model(name);
        List<Object> providers = new ArrayList<>();
        providers.add(new ResourceProvider(type, name, road, patches));
        if (validation != null) {
            providers.add(new ValidateProvider(type, road, validation, audit));
        }
        if (contributed != null && Operations.of(name).contains(Operations.CONTRIBUTIONS)) {
            providers.add(new ContributionsProvider(type, road, contributed));
        }
        registerProviders(providers);
    }

    @Override
    protected void initialize() {
        Patches patches = new Patches(bodies);
        SortedSet<String> stored = new TreeSet<>(getFhirContext().getResourceTypes());
        stored.removeAll(NOT_STORED);
        offered = new TypesOffered(stored, name -> offer(name, patches));
        FaultTranslation faults = new FaultTranslation(audit, negotiation);
        registerProvider(new ProvenanceProvider(road));
        registerProvider(new SystemProvider(road, patches, faults));
        registerProvider(new PatientOperations(road, compartment));
        registerProvider(new CarerRecordProvider(road, compartment));
        operations.forEach(this::registerProvider);
        if (publishing != null) {
            registerInterceptor(new PublishedFirst(publishing));
        }
        setServerConformanceProvider(new Capabilities(
                stored, parameters, messaging, tokenEndpoint, new OperationDefinitions(getFhirContext())));
        Resources resources = road.resources();
        List.of(faults, new OpenApi(), new Totals(), new StoredJson(resources), new OwnLinks(resources))
                .forEach(this::registerInterceptor);
        setDefaultResponseEncoding(EncodingEnum.JSON);
        setDefaultPrettyPrint(false);
        setUncompressIncomingContents(false);
    }
}
