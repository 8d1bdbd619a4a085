package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.IServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.carerrecord.fhirserver.Compartment;
import org.carerrecord.fhirserver.Publishing;
import org.carerrecord.fhirserver.ReadPath;
import org.carerrecord.fhirserver.Resources;
import org.carerrecord.fhirserver.WritePath;
import org.carerrecord.fhirserver.agreement.Agreement;
import org.carerrecord.fhirserver.audit.AuditTrail;
import org.carerrecord.fhirserver.search.Cursor;
import org.carerrecord.fhirserver.search.QueryParser;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.carerrecord.fhirserver.validation.Validation;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The FHIR R4 servlet: HAPI's RestfulServer over the two roads of the record. */
public final class FhirServer extends RestfulServer {

    private static final long serialVersionUID = 1L;

    /** Made by the server itself, or not a resource of its own. */
    private static final Set<String> NOT_STORED =
            Set.of("Provenance", "AuditEvent", "Person", "Parameters", "DomainResource", "Resource");

    private final transient Road road;
    private final transient SearchParameters parameters;
    private final transient AuditTrail audit;
    private final transient Compartment compartment;
    private transient @Nullable Validation validation;
    private transient @Nullable Publishing publishing;

    public FhirServer(
            FhirContext context,
            ReadPath read,
            WritePath write,
            SearchParameters parameters,
            Cursor cursor,
            Agreement agreement,
            AuditTrail audit) {
        super(context);
        Resources resources = new Resources(context);
        this.road = new Road(read, write, resources, new QueryParser(parameters, resources::isType), cursor, agreement);
        this.parameters = parameters;
        this.audit = audit;
        this.compartment = new Compartment(agreement, audit, parameters);
    }

    /** A context whose parser refuses what it does not understand, without repeating it. */
    public static FhirContext context() {
        FhirContext context = FhirContext.forR4();
        context.setParserErrorHandler(new StrictParsing());
        // No option of the parser may change what somebody said.
        context.getParserOptions().setStripVersionsFromReferences(false);
        context.getParserOptions().setOverrideResourceIdWithBundleEntryFullUrl(false);
        return context;
    }

    /** The address that links begin with, when it is not the one that the request came to. */
    public FhirServer at(IServerAddressStrategy address) {
        setServerAddressStrategy(address);
        return this;
    }

    /** With {@code $validate}. */
    public FhirServer validating(Validation by) {
        validation = by;
        return this;
    }

    /** With our own definitions to be read. */
    public FhirServer publishing(Publishing by) {
        publishing = by;
        return this;
    }

    @Override
    protected String getOrCreateRequestId(HttpServletRequest request) {
        return Objects.requireNonNullElseGet(
                (String) request.getAttribute(Requests.REQUEST_ID), () -> super.getOrCreateRequestId(request));
    }

    /** Nobody needs to know which library answers. */
    @Override
    protected String createPoweredByHeader() {
        return "";
    }

    @Override
    protected void initialize() {
        Set<String> types = new TreeSet<>(getFhirContext().getResourceTypes());
        types.removeAll(NOT_STORED);
        types.forEach(name -> {
            Class<? extends Resource> type = getFhirContext()
                    .getResourceDefinition(name)
                    .getImplementingClass()
                    .asSubclass(Resource.class);
            registerProvider(new ResourceProvider(type, name, road));
            if (validation != null) {
                registerProvider(new ValidateProvider(type, road, validation, audit));
            }
        });
        registerProvider(new ProvenanceProvider(road));
        registerProvider(new SystemProvider(road));
        registerProvider(new PatientOperations(road, compartment));
        if (publishing != null) {
            registerInterceptor(new PublishedFirst(publishing));
        }
        setServerConformanceProvider(new Capabilities(parameters));
        registerInterceptor(new FaultTranslation(audit));
        setDefaultResponseEncoding(EncodingEnum.JSON);
        setDefaultPrettyPrint(false);
    }
}
