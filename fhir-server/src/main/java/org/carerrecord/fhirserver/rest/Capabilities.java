package org.carerrecord.fhirserver.rest;

import ca.uhn.fhir.rest.annotation.Metadata;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IServerConformanceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.carerrecord.fhirserver.search.SearchParameters;
import org.carerrecord.profiles.Canonical;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestSecurityComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalReadStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.UriType;
import org.jspecify.annotations.Nullable;

/** Tells exactly what is there: made of the same tables that serve the requests. */
public final class Capabilities implements IServerConformanceProvider<CapabilityStatement> {

    private static final List<TypeRestfulInteraction> READING = List.of(
            TypeRestfulInteraction.READ,
            TypeRestfulInteraction.VREAD,
            TypeRestfulInteraction.HISTORYINSTANCE,
            TypeRestfulInteraction.HISTORYTYPE,
            TypeRestfulInteraction.SEARCHTYPE);
    private static final List<TypeRestfulInteraction> WRITING = List.of(
            TypeRestfulInteraction.CREATE,
            TypeRestfulInteraction.UPDATE,
            TypeRestfulInteraction.PATCH,
            TypeRestfulInteraction.DELETE);

    /** When what this server offers last changed. */
    private static final String RELEASED = "2026-11-23";

    private final SortedSet<String> types;
    private final SearchParameters parameters;
    private final boolean messaging;
    private final Optional<String> tokenEndpoint;
    private final OperationDefinitions operations;

    /** @param types that are stored and searched, in order */
    Capabilities(
            SortedSet<String> types,
            SearchParameters parameters,
            boolean messaging,
            Optional<String> tokenEndpoint,
            OperationDefinitions operations) {
        this.types = types;
        this.parameters = parameters;
        this.messaging = messaging;
        this.tokenEndpoint = tokenEndpoint;
        this.operations = operations;
    }

    /** HAPI hands over the server whose statement this is; all of it is known already. */
    @Override
    public void setRestfulServer(RestfulServer server) {}

    /** R4, 3.1.0.13 "capabilities"; made for each request, since it says at which address it was asked. */
    @Override
    @Metadata(cacheMillis = 0)
    public CapabilityStatement getServerConformance(@Nullable HttpServletRequest servlet, RequestDetails request) {
        CapabilityStatement statement = new CapabilityStatement();
        statement.setUrl(Canonical.BASE + "CapabilityStatement/CarerRecord-Gateway");
        statement.setName("CarerRecordGateway").setTitle("Carer record gateway");
        statement.setDateElement(new DateTimeType(RELEASED));
        statement.setStatus(PublicationStatus.ACTIVE).setKind(CapabilityStatementKind.INSTANCE);
        statement.setFhirVersion(FHIRVersion._4_0_1);
        statement.addFormat("application/fhir+json");
        statement.addFormat("application/fhir+xml");
        statement.addPatchFormat(Media.JSON_PATCH);
        statement.getSoftware().setName("Carer record gateway").setVersion(RELEASED);
        statement
                .getImplementation()
                .setDescription("One carer record, shared under an agreement")
                .setUrl(request.getFhirServerBase());
        CapabilityStatementRestComponent rest = statement.addRest().setMode(RestfulCapabilityMode.SERVER);
        rest.setSecurity(security());
        rest.addInteraction().setCode(SystemRestfulInteraction.TRANSACTION);
        rest.addInteraction().setCode(SystemRestfulInteraction.BATCH);
        rest.addInteraction().setCode(SystemRestfulInteraction.HISTORYSYSTEM);
        if (messaging) {
            Operations message = Operations.PROCESS_MESSAGE;
            rest.addOperation()
                    .setName(message.code())
                    .setDefinition(message.definition())
                    .setDocumentation(message.does());
        }
        SearchCapabilities searching = new SearchCapabilities(parameters, types);
        types.forEach(type -> resource(rest, type, searching));
        provenance(rest);
        return statement;
    }

    /** HAPI's OpenAPI page asks for what the statement names. */
    @Override
    public @Nullable IBaseResource readOperationDefinition(IIdType canonical, RequestDetails request) {
        return operations.at(canonical.getValue()).orElse(null);
    }

    /** SMART App Launch 2.2.0, "Conformance": the service, and in the extension where tokens are had. */
    private CapabilityStatementRestSecurityComponent security() {
        CapabilityStatementRestSecurityComponent security = new CapabilityStatementRestSecurityComponent();
        security.setCors(false)
                .setDescription(
                        "A bearer token with every request but this one; what the agreement does not give is not"
                                + " there");
        tokenEndpoint.ifPresent(endpoint -> {
            security.addService()
                    .addCoding()
                    .setSystem("http://terminology.hl7.org/CodeSystem/restful-security-service")
                    .setCode("SMART-on-FHIR");
            security.addExtension()
                    .setUrl("http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris")
                    .addExtension("token", new UriType(endpoint));
        });
        return security;
    }

    private static void resource(CapabilityStatementRestComponent rest, String type, SearchCapabilities searching) {
        CapabilityStatementRestResourceComponent resource = rest.addResource();
        resource.setType(type);
        READING.forEach(code -> resource.addInteraction().setCode(code));
        resource.setVersioning(ResourceVersionPolicy.VERSIONED)
                .setReadHistory(true)
                .setConditionalRead(ConditionalReadStatus.FULLSUPPORT);
        if (Offered.mayWrite(Optional.empty(), type)) {
            WRITING.forEach(code -> resource.addInteraction().setCode(code));
            resource.setUpdateCreate(true)
                    .setConditionalCreate(true)
                    .setConditionalUpdate(true)
                    .setConditionalDelete(ConditionalDeleteStatus.SINGLE);
        }
        searching.add(resource);
        Operations.of(type).forEach(operation -> resource.addOperation()
                .setName(operation.code())
                .setDefinition(operation.definition())
                .setDocumentation(operation.does()));
    }

    private static void provenance(CapabilityStatementRestComponent rest) {
        CapabilityStatementRestResourceComponent resource = rest.addResource();
        resource.setType("Provenance");
        resource.addInteraction().setCode(TypeRestfulInteraction.READ);
        resource.addInteraction().setCode(TypeRestfulInteraction.SEARCHTYPE);
        search(resource, "target", SearchParamType.REFERENCE, "http://hl7.org/fhir/SearchParameter/Provenance-target");
    }

    private static void search(
            CapabilityStatementRestResourceComponent resource, String code, SearchParamType type, String definition) {
        resource.addSearchParam().setName(code).setType(type).setDefinition(definition);
    }
}
