package org.carerrecord.profiles;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Systems of others that the record uses, each as its owner publishes it. */
public final class Systems {

    /** NHS number (UK Core, Patient.identifier:nhsNumber). */
    public static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";

    /** Organisation by ODS code (UK Core). */
    public static final String ODS_ORGANIZATION = "https://fhir.nhs.uk/Id/ods-organization-code";

    /** Site by ODS code (UK Core). */
    public static final String ODS_SITE = "https://fhir.nhs.uk/Id/ods-site-code";

    /** UK Core's own relationship roles, {@code Carer} among them. */
    public static final String UK_CORE_RELATIONSHIP_ROLE =
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-AdditionalPersonRelationshipRole";

    /** The same codes under the system that the live PDS FHIR API uses. */
    public static final String PDS_RELATIONSHIP_ROLE =
            "https://fhir.nhs.uk/R4/CodeSystem/UKCore-AdditionalRelatedPersonRole";

    /** NHS person relationship types as numbers (CareConnect, used by the ADW notices of hospitals to councils). */
    public static final String CARE_CONNECT_RELATIONSHIP =
            "https://fhir.hl7.org.uk/CareConnect-PersonRelationshipType-1";

    /** Where a patient went on discharge, England (UK Core, of the NHS Data Dictionary). */
    public static final String UK_CORE_DISCHARGE_DESTINATION =
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-DischargeDestinationEngland";

    /** How a patient was discharged, England (UK Core, of the NHS Data Dictionary). */
    public static final String UK_CORE_DISCHARGE_METHOD =
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-DischargeMethodEngland";

    /** How a patient was admitted, England (UK Core, of the NHS Data Dictionary). */
    public static final String UK_CORE_ADMISSION_METHOD =
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-AdmissionMethodEngland";

    /** Where a patient came from on admission, England (UK Core, of the NHS Data Dictionary). */
    public static final String UK_CORE_SOURCE_OF_ADMISSION =
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-SourceOfAdmissionEngland";

    /** How far an NHS number is verified, England (UK Core). */
    public static final String UK_CORE_NHS_NUMBER_STATUS =
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland";

    /** Ethnic categories, England (UK Core, of the NHS Data Dictionary). */
    public static final String UK_CORE_ETHNIC_CATEGORY =
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland";

    /** UK Core, on Patient. */
    public static final String UK_CORE_ETHNIC_CATEGORY_EXTENSION =
            "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory";

    /** HL7 table 0004, patient class (HL7 Terminology). */
    public static final String V2_0004 = "http://terminology.hl7.org/CodeSystem/v2-0004";

    public static final String V2_0131 = "http://terminology.hl7.org/CodeSystem/v2-0131";
    public static final String V2_0063 = "http://terminology.hl7.org/CodeSystem/v2-0063";
    public static final String V3_ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
    public static final String V3_ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    /** HL7 Terminology, bound to Patient.maritalStatus. */
    public static final String V3_MARITAL_STATUS = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus";

    /** HL7 Terminology, why a value is absent. */
    public static final String V3_NULL_FLAVOR = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor";

    public static final String V3_OBSERVATION_VALUE = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
    public static final String V3_CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    public static final String V3_DATA_OPERATION = "http://terminology.hl7.org/CodeSystem/v3-DataOperation";
    public static final String DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    public static final String SNOMED_CT = "http://snomed.info/sct";

    /** Read codes, version 2: letter case counts (UK FHIR community, NamingSystem ReadV2). */
    public static final String READ_V2 = "http://read.info/readv2";

    /** Read codes, Clinical Terms Version 3 (UK FHIR community, NamingSystem ReadCTV3). */
    public static final String READ_CTV3 = "http://read.info/readctv3";

    /** Languages, in FHIR. */
    public static final String BCP_47 = "urn:ietf:bcp:47";

    /** FHIR R4, Patient.gender. */
    public static final String ADMINISTRATIVE_GENDER = "http://hl7.org/fhir/administrative-gender";

    /** FHIR R4, Address.use. */
    public static final String ADDRESS_USE = "http://hl7.org/fhir/address-use";

    /** FHIR R4, Address.type. */
    public static final String ADDRESS_TYPE = "http://hl7.org/fhir/address-type";

    /** FHIR R4, HumanName.use. */
    public static final String NAME_USE = "http://hl7.org/fhir/name-use";

    /** FHIR R4, ContactPoint.system. */
    public static final String CONTACT_POINT_SYSTEM = "http://hl7.org/fhir/contact-point-system";

    /** FHIR R4, ContactPoint.use. */
    public static final String CONTACT_POINT_USE = "http://hl7.org/fhir/contact-point-use";

    /** What FaultKind's NHS codes belong to. */
    public static final String SPINE_ERROR = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode";

    /** A message or request that the gateway took, by the gateway's own opaque id. */
    public static final String MESSAGE = Canonical.BASE + "Id/message";

    /** A FHIR request, by its X-Request-ID. */
    public static final String REQUEST = Canonical.BASE + "Id/request";

    /** A message by its sender's control id (HL7 v2 MSH-10). */
    public static final String CONTROL_ID = Canonical.BASE + "Id/control-id";

    private static final String LOCAL = Canonical.BASE + "Id/local/";

    /** The code systems that a code table may translate into; a table that names another one does not load. */
    private static final Set<String> OF_CODE_TABLES = Set.of(
            UK_CORE_RELATIONSHIP_ROLE,
            PDS_RELATIONSHIP_ROLE,
            UK_CORE_DISCHARGE_DESTINATION,
            UK_CORE_DISCHARGE_METHOD,
            UK_CORE_ADMISSION_METHOD,
            UK_CORE_SOURCE_OF_ADMISSION,
            UK_CORE_NHS_NUMBER_STATUS,
            Canonical.CodeSystem.FLAG_MEANING,
            UK_CORE_ETHNIC_CATEGORY,
            V2_0004,
            V2_0063,
            V2_0131,
            V3_ROLE_CODE,
            V3_ACT_CODE,
            V3_MARITAL_STATUS,
            V3_NULL_FLAVOR,
            SNOMED_CT,
            ADMINISTRATIVE_GENDER,
            ADDRESS_USE,
            ADDRESS_TYPE,
            NAME_USE,
            CONTACT_POINT_SYSTEM,
            CONTACT_POINT_USE);

    private static final Pattern NO_LETTERS = Pattern.compile("[^A-Za-z0-9]+");
    private static final Pattern EDGES = Pattern.compile("^-|-$");

    private Systems() {}

    /** Whether a code table may translate into this system. */
    public static boolean isOfCodeTables(String system) {
        return OF_CODE_TABLES.contains(system);
    }

    /**
     * The system of a number that one organisation gives.
     *
     * @param ods the organisation's ODS code
     * @param authority its own name for the series of numbers, for example HL7 v2 CX-4.1; may be empty
     */
    public static String local(String ods, String authority) {
        String series =
                EDGES.matcher(NO_LETTERS.matcher(authority).replaceAll("-")).replaceAll("");
        return LOCAL + ods + (series.isEmpty() ? "" : "/" + series);
    }

    /** Whether a system is that of a number which this organisation gives. */
    public static boolean isLocalOf(@Nullable String system, String ods) {
        return system != null && (system.equals(LOCAL + ods) || system.startsWith(LOCAL + ods + "/"));
    }
}
